using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The sum of each window; padding counts as 0.</summary>
internal sealed record WindowSum(WindowGeometry Geometry) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "window_sum";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(Geometry.Output(inputs[0].Shape), inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] x = Doubles.Read(inputs[0]), y = new double[outputs[0].Count];
        Geometry.ForEach(inputs[0].Shape, outputs[0].Shape, (i, o) => y[o] += x[i]);
        Doubles.Write(y, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.WindowSpread(context.Cotangent, Geometry, context.Inputs[0].Shape)];
}

/// <summary>The transpose of <see cref="WindowSum"/>: every element of the result is the sum of the values of the windows it lies in.</summary>
internal sealed record WindowSpread(WindowGeometry Geometry, Shape Target) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "window_spread";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(Target, inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] dy = Doubles.Read(inputs[0]), dx = new double[outputs[0].Count];
        Geometry.ForEach(Target, inputs[0].Shape, (i, o) => dx[i] += dy[o]);
        Doubles.Write(dx, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.WindowSum(context.Cotangent, Geometry)];
}

internal static partial class Prim
{
    /// <summary>The sum of each window.</summary>
    public static Tensor WindowSum(Tensor x, WindowGeometry geometry) =>
        Volumes.Fit(geometry, x.Shape) ? Volumes.Reduce(x, geometry, WindowSum) : Dispatch.Bind1(new WindowSum(geometry), x);

    /// <summary>Adds each window's value to all its elements.</summary>
    public static Tensor WindowSpread(Tensor dy, WindowGeometry geometry, Shape target) => Dispatch.Bind1(new WindowSpread(geometry, target), dy);
}
