using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>
/// Uniform between -limit and limit with <c>limit = sqrt(6 / (fanIn + fanOut))</c> (Glorot and Bengio 2010, "Understanding the difficulty of
/// training deep feedforward neural networks", equation 16).
/// </summary>
/// <param name="seed">A seed; without one it is drawn from the global generator.</param>
/// <param name="inputAxes">Axes that count as inputs; null takes the last but one, as dense and convolution kernels have it.</param>
/// <param name="outputAxes">Axes that count as outputs; null takes the last.</param>
[KerasSerializable(Module, "GlorotUniform")]
public sealed partial class GlorotUniform(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null) : RandomInitializer(seed)
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        (double fanIn, double fanOut) = Fans.Of(shape, inputAxes, outputAxes);
        float limit = (float)Math.Sqrt(6 / Math.Max(1, fanIn + fanOut));
        Philox random = Draw();
        return Fill(shape, dtype, () => random.NextUniform(-limit, limit));
    }
}
