using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Keeps the spectral norm of a layer's kernel at 1: in training, each call divides the kernel by its largest singular value, found by power iteration (Miyato et al. 2018).</summary>
/// <remarks>
/// Input and output shape: those of the layer. Weights: those of the layer, and <c>vector_u (1, filters)</c>, which is not trained. A kernel that is all 0 stays so.
/// </remarks>
/// <param name="layer">A layer that has a kernel (<see cref="Dense"/>, convolutions) or embeddings.</param>
/// <param name="powerIterations">Steps of the power iteration in each call, at least 1.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">The layer has neither kernel nor embeddings, or there is no step.</exception>
[KerasSerializable("keras.layers", "SpectralNormalization")]
public sealed partial class SpectralNormalization(Layer layer, int powerIterations = 1, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Wrapper(layer, name, trainable, dtype)
{
    private readonly int _powerIterations = Arguments.AtLeast(1, powerIterations, nameof(powerIterations), nameof(SpectralNormalization));
    private Variable? _kernel, _vectorU;

    /// <inheritdoc/>
    internal override bool TreatsSamplesAlone(bool training) => !training && base.TreatsSamplesAlone(training);

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        base.Build(input);
        InputSpec = new InputSpec(MinNdim: 1, Axes: new Dictionary<int, int> { [-1] = input[^1] });
        _kernel = Layer.MainKernel ?? throw new ArgumentException(
            $"{Label}: the layer must have a kernel or embeddings. Received: {Layer.Label}. Wrap the layer inside that has one.", nameof(input));
        Adopt(_kernel);
        _vectorU = AddWeight("vector_u", [1, _kernel.Shape[^1]], new Initializers.TruncatedNormal(stddev: 0.02), _kernel.DType, trainable: false);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs, bool training)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (training)
        {
            // Weights are changed in the dtype that they have, whatever the layer computes in.
            using (Variable.ReadAs(null))
            {
                Normalize(_kernel!, _vectorU!);
            }
        }

        return Prim.Convert(Layer.Apply(inputs, training), inputs.DType);
    }

    private void Normalize(Variable kernel, Variable vectorU)
    {
        Tensor old = Prim.StopGradient(kernel.Value), matrix = Prim.Reshape(old, Shape.Of((int)(kernel.Shape.Count / kernel.Shape[^1]), kernel.Shape[^1])), u = vectorU.Value, v = u;
        for (int i = 0; i < _powerIterations; i++)
        {
            v = Unit(Prim.Dot(u, matrix, transposeB: true));
            u = Unit(Prim.Dot(v, matrix));
        }

        Tensor sigma = Prim.Dot(Prim.Dot(v, matrix), u, transposeB: true);
        Tensor zero = Prim.Scalar(0, kernel.DType), any = Prim.ReduceOr(Prim.NotEqual(old, zero));
        vectorU.Assign(Prim.Select(any, u, vectorU.Value));
        kernel.Assign(Prim.Select(any, Prim.Divide(old, Prim.Reshape(sigma, Shape.Scalar)), old));
    }

    private static Tensor Unit(Tensor row) => Ops.Normalize(row, axis: [0, 1]);
}
