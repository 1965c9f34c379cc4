namespace KerasSharp.Tests.Operations;

/// <summary>What the tables of ops are written in.</summary>
internal static class OpRows
{
    public static OpRow[] All { get; } =
    [
        .. ElementwiseRows.All(), .. ArrayRows.All(), .. ReductionRows.All(), .. NetworkRows.All(), .. AlgebraRows.All(), .. ImageRows.All(), .. FunctionRows.All(), .. RandomRows.All(),
    ];

    /// <summary>An op of one result.</summary>
    public static OpRow Of(string name, Func<Tensor[], Tensor> apply, params Tensor[] inputs) => new(name, t => [apply(t)], inputs);

    /// <summary>An op of several results.</summary>
    public static OpRow Many(string name, Func<Tensor[], Tensor[]> apply, params Tensor[] inputs) => new(name, apply, inputs);

    /// <summary>An op of two results.</summary>
    public static OpRow Two(string name, Func<Tensor[], (Tensor, Tensor)> apply, params Tensor[] inputs) => new(name, t => apply(t) is var (a, b) ? [a, b] : [], inputs);

    /// <summary>Uniform numbers in [-1, 1].</summary>
    public static Tensor X(int seed, params int[] shape) => U(seed, -1, 1, shape);

    /// <summary>Uniform numbers.</summary>
    public static Tensor U(int seed, double low, double high, params int[] shape)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => low + (random.NextDouble() * (high - low))).ToArray(), Shape.Of(shape));
    }

    public static Tensor Ints(params int[] values) => Tensor.From(values, Shape.Of(values.Length));

    public static Tensor Bools(params bool[] values) => Tensor.From(values, Shape.Of(values.Length));

    /// <summary>Symmetric positive definite matrices.</summary>
    public static Tensor Definite(int seed, params int[] shape)
    {
        Tensor x = X(seed, shape);
        return Ops.MatMul(x, Ops.Swapaxes(x, -1, -2)) + (Ops.Eye(shape[^1], dtype: DType.Float64) * 0.5);
    }

    /// <summary>Matrices far from singular.</summary>
    public static Tensor Regular(int seed, params int[] shape) => X(seed, shape) + (Ops.Eye(shape[^2], shape[^1], dtype: DType.Float64) * 3);
}
