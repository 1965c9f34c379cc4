using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Regularizers;

/// <summary>A penalty on rows (or columns) that are not orthogonal: the mean magnitude of the cosines between pairs of them.</summary>
/// <remarks>Input: rank 2.</remarks>
[KerasSerializable(Module, "OrthogonalRegularizer")]
public sealed partial class OrthogonalRegularizer : Regularizer
{
    private readonly double _factor;
    private readonly string _mode;

    /// <summary>A penalty with a factor.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="mode"><c>"rows"</c> or <c>"columns"</c>.</param>
    /// <exception cref="ArgumentException"><paramref name="mode"/> is neither.</exception>
    public OrthogonalRegularizer(double factor = 0.01, string mode = "rows")
    {
        _factor = (float)CheckFactor(nameof(OrthogonalRegularizer), nameof(factor), factor);
        _mode = mode is "rows" or "columns" ? mode : throw new ArgumentException(
            $"OrthogonalRegularizer: the mode must be \"rows\" or \"columns\". Received: mode=\"{mode}\".", nameof(mode));
    }

    /// <inheritdoc/>
    public override Tensor Call(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2)
        {
            throw new ShapeException($"OrthogonalRegularizer: the weight must have rank 2. Received: x.Shape={x.Shape}.", nameof(x));
        }

        int along = _mode == "rows" ? 1 : 0, size = x.Shape[1 - along];
        Tensor squares = Prim.Reshape(Prim.ReduceSum(Prim.Square(x), along), x.Shape.With(along, 1));
        Tensor unit = Prim.Multiply(x, Prim.Rsqrt(Prim.Maximum(squares, 1e-24)));
        Tensor cosines = Prim.Dot(unit, unit, transposeA: along == 0, transposeB: along == 1);
        Tensor isPair = Prim.NotEqual(Prim.Iota(cosines.Shape, 0, DType.Int32), Prim.Iota(cosines.Shape, 1, DType.Int32));
        Tensor sum = Prim.ReduceSum(Prim.Select(isPair, Prim.Abs(cosines), Prim.Scalar(0, x.DType)));
        return Prim.Multiply(sum, _factor * 0.5 / (size * (size - 1) / 2.0));
    }
}
