using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The maximum of each window; padding counts as minus infinity (the smallest number of an integer dtype).</summary>
internal sealed record WindowMax(WindowGeometry Geometry) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "window_max";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(Geometry.Output(inputs[0].Shape), inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] x = Doubles.Read(inputs[0]), y = new double[outputs[0].Count];
        int[] winner = Winners(Geometry, x, inputs[0].Shape, outputs[0].Shape);
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = winner[o] < 0 ? double.NegativeInfinity : x[winner[o]];
        }

        Doubles.Write(y, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [Dispatch.Bind1(new WindowMaxScatter(Geometry), context.Inputs[0], context.Outputs[0], context.Cotangent)];

    /// <summary>The element that wins each window: the first of the largest, NaN above all; -1 where a window has only padding.</summary>
    public static int[] Winners(WindowGeometry geometry, double[] x, Shape input, Shape output)
    {
        var winner = new int[(int)output.Count];
        Array.Fill(winner, -1);
        geometry.ForEach(input, output, (i, o) =>
        {
            if (winner[o] < 0 || x[i] > x[winner[o]] || (double.IsNaN(x[i]) && !double.IsNaN(x[winner[o]])))
            {
                winner[o] = i;
            }
        });
        return winner;
    }
}

/// <summary>From x, y = window_max(x) and values dy: adds each window's value to the element that won it.</summary>
internal sealed record WindowMaxScatter(WindowGeometry Geometry) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "window_max_scatter";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = inputs[0];

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] x = Doubles.Read(inputs[0]), dy = Doubles.Read(inputs[2]), dx = new double[outputs[0].Count];
        int[] winner = WindowMax.Winners(Geometry, x, inputs[0].Shape, inputs[2].Shape);
        for (int o = 0; o < dy.Length; o++)
        {
            if (winner[o] >= 0)
            {
                dx[winner[o]] += dy[o];
            }
        }

        Doubles.Write(dx, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [null, null, Dispatch.Bind1(new WindowMaxGather(Geometry), context.Inputs[0], context.Cotangent)];
}

/// <summary>From x and values g of its shape: for each window, the value at the element of x that wins it.</summary>
internal sealed record WindowMaxGather(WindowGeometry Geometry) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "window_max_gather";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(Geometry.Output(inputs[0].Shape), inputs[1].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] x = Doubles.Read(inputs[0]), g = Doubles.Read(inputs[1]);
        int[] winner = WindowMax.Winners(Geometry, x, inputs[0].Shape, outputs[0].Shape);
        Doubles.Write(Array.ConvertAll(winner, w => w < 0 ? 0 : g[w]), outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
        [null, Dispatch.Bind1(new WindowMaxScatter(Geometry), context.Inputs[0], context.Outputs[0], context.Cotangent)];
}

internal static partial class Prim
{
    /// <summary>The maximum of each window.</summary>
    public static Tensor WindowMax(Tensor x, WindowGeometry geometry) =>
        Volumes.Fit(geometry, x.Shape) ? Volumes.Reduce(x, geometry, WindowMax) : Dispatch.Bind1(new WindowMax(geometry), x);
}
