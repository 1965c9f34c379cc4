using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// <c>s[i] = a[i] * s[i-1] + b[i]</c> along an axis, from its start with s = b there (a[0] is not read), or reversed from its end. The operands a and
/// b have the same shape and floating dtype. Its gradient is the same recurrence run the other way.
/// </summary>
internal sealed record LinearRecurrence(int Axis, bool Backward) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "linear_recurrence";

    /// <summary>Each element replaced by the one that a recurrence (reversed or not) reads before: shifted by one, 0 coming in.</summary>
    public static Tensor Shift(Tensor x, int axis, bool reverse)
    {
        // Against the direction of the recurrence: a reversed one at i must multiply by x[i+1].
        Tensor zero = Prim.Zeros(x.Shape.With(axis, 1), x.DType);
        return reverse
            ? Prim.SliceAxis(Prim.Concatenate(axis, x, zero), axis, 1)
            : Prim.SliceAxis(Prim.Concatenate(axis, zero, x), axis, 0, -1);
    }

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = inputs[0].DType == inputs[1].DType && inputs[0].Shape.IsCompatibleWith(inputs[1].Shape) && inputs[0].DType.IsFloating()
            ? inputs[1]
            : throw Misfit("the operands must have the same shape and floating dtype.", inputs);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Shape shape = outputs[0].Shape;
        int size = shape[Axis], inner = (int)shape[(Axis + 1)..].Count;
        for (int lane = 0; size > 0 && lane < outputs[0].Count / size; lane++)
        {
            int start = (lane / inner * size * inner) + (lane % inner);
            double state = 0;
            for (int k = 0; k < size; k++)
            {
                int at = start + ((Backward ? size - 1 - k : k) * inner);
                double b = ElementReader.ReadDouble(inputs[1], at);
                state = k == 0 ? b : (ElementReader.ReadDouble(inputs[0], at) * state) + b;
                ElementReader.WriteDouble(outputs[0], at, state);
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor a = context.Inputs[0], s = context.Outputs[0];
        Tensor db = Prim.LinearRecurrence(Shift(a, Axis, !Backward), context.Cotangent, Axis, !Backward);
        return [context.Needs(0) ? Prim.Multiply(db, Shift(s, Axis, Backward)) : null, db];
    }
}

internal static partial class Prim
{
    /// <summary>A linear recurrence along an axis; see <see cref="Primitives.LinearRecurrence"/>.</summary>
    public static Tensor LinearRecurrence(Tensor a, Tensor b, int axis, bool reverse = false) =>
        Dispatch.Bind1(new LinearRecurrence(Axes.Normalize(axis, b.Rank), reverse), a, b);
}
