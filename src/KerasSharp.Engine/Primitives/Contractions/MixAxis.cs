using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A fixed sparse matrix applied along an axis: result[a, i, b] = sum over the terms (k, w) of row i of w x[a, k, b]. What stands in no term is not read, so
/// that infinities do not spread. Resampling images and means of uneven windows are such matrices.
/// </summary>
internal sealed record MixAxis(int Axis, AxisMixture Rows) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "mix_axis";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!inputs[0].DType.IsFloating() || inputs[0].Shape[Axis] != Rows.From)
        {
            throw Misfit($"the operand must be floating, with {Rows.From} elements along axis {Axis}.", inputs);
        }

        outputs[0] = inputs[0] with { Shape = inputs[0].Shape.With(Axis, Rows.To) };
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Shape shape = inputs[0].Shape;
        int outer = (int)shape[..Axis].Count, inner = (int)shape[(Axis + 1)..].Count;
        double[] x = Doubles.Read(inputs[0]), y = new double[outputs[0].Count];
        for (int a = 0; a < outer; a++)
        {
            for (int i = 0; i < Rows.To; i++)
            {
                for (int term = Rows.Starts[i]; term < Rows.Starts[i + 1]; term++)
                {
                    int from = ((a * Rows.From) + Rows.Sources[term]) * inner, to = ((a * Rows.To) + i) * inner;
                    for (int b = 0; b < inner; b++)
                    {
                        y[to + b] += Rows.Weights[term] * x[from + b];
                    }
                }
            }
        }

        Doubles.Write(y, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.MixAxis(context.Cotangent, Axis, Rows.Transposed())];
}

internal static partial class Prim
{
    /// <summary>A fixed sparse matrix applied along an axis.</summary>
    public static Tensor MixAxis(Tensor x, int axis, AxisMixture rows) => Dispatch.Bind1(new MixAxis(Axes.Normalize(axis, x.Rank), rows), x);
}
