using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>What stands beyond the ends of an axis.</summary>
internal enum PadKind
{
    /// <summary>The last element.</summary>
    Edge,

    /// <summary>The axis again.</summary>
    Wrap,

    /// <summary>The axis mirrored at its last element.</summary>
    Reflect,

    /// <summary>The axis mirrored behind its last element.</summary>
    Symmetric,
}

/// <summary>Puts copies of elements before (<paramref name="Low"/>) and after (<paramref name="High"/>) those of each axis. Axes to be padded must not be empty.</summary>
internal sealed record PadBorder(PadKind Kind, IntList Low, IntList High) : Composite
{
    /// <inheritdoc/>
    public override string Name => "pad_border";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        int[] dims = inputs[0].Shape.ToArray();
        for (int axis = 0; axis < dims.Length; axis++)
        {
            dims[axis] += dims[axis] < 0 ? 0 : Low[axis] + High[axis];
        }

        outputs[0] = new TensorSpec(new Shape(dims), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0];
        for (int axis = 0; axis < x.Rank; axis++)
        {
            x = Low[axis] + High[axis] == 0 ? x : Prim.Gather(x, Prim.Constant(Places(axis, x.Shape[axis])), axis);
        }

        return [x];
    }

    /// <summary>Which element of an axis of a given size stands at each place of the padded one.</summary>
    public int[] Places(int axis, int size)
    {
        var places = new int[Low[axis] + size + High[axis]];
        for (int i = 0; i < places.Length; i++)
        {
            int at = i - Low[axis];
            places[i] = Kind switch
            {
                PadKind.Edge => Math.Clamp(at, 0, size - 1),
                PadKind.Wrap => Mod(at, size),
                PadKind.Reflect => size == 1 ? 0 : Folded(Mod(at, (2 * size) - 2), size, (2 * size) - 2),
                _ => Folded(Mod(at, 2 * size), size, (2 * size) - 1),
            };
        }

        return places;
    }

    private static int Mod(int i, int n) => ((i % n) + n) % n;

    private static int Folded(int at, int size, int turn) => at < size ? at : turn - at;
}

internal static partial class Prim
{
    /// <summary>Puts copies of elements around those of the operand.</summary>
    public static Tensor PadBorder(Tensor x, PadKind kind, int[] low, int[] high) => Dispatch.Bind1(new PadBorder(kind, new IntList(low), new IntList(high)), x);
}
