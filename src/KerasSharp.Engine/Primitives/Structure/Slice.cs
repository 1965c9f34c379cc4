using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A regular part of each axis: elements start, start + stride, ... before limit. Bounds are read as Python reads them: negative ones count from the
/// end, all are clamped to the axis; <see cref="End"/> is its end. Strides are positive. The size of a sliced unknown axis is unknown.
/// </summary>
internal sealed record Slice(IntList Starts, IntList Limits, IntList Strides) : Primitive
{
    /// <summary>As a limit: the end of the axis, whatever its size.</summary>
    public const int End = int.MaxValue;

    /// <inheritdoc/>
    public override string Name => "slice";

    /// <summary>The first element taken of an axis of known size, and how many.</summary>
    public (int Start, int Count) Resolve(int axis, int size)
    {
        int start = Bound(Starts[axis], size), limit = Bound(Limits[axis], size);
        return (start, limit <= start ? 0 : ((limit - start - 1) / Strides[axis]) + 1);
    }

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape input = inputs[0].Shape;
        if (Starts.Count != input.Rank || Limits.Count != input.Rank || Strides.Count != input.Rank)
        {
            throw Misfit($"there must be a start, limit and stride for each axis, not {Starts}, {Limits}, {Strides}.", inputs);
        }

        int[] dims = input.ToArray();
        for (int axis = 0; axis < dims.Length; axis++)
        {
            if (Strides[axis] < 1)
            {
                throw Misfit($"strides must be at least 1, not {Strides}.", inputs);
            }

            dims[axis] = dims[axis] < 0 ? -1 : Resolve(axis, dims[axis]).Count;
        }

        outputs[0] = new TensorSpec(new Shape(dims), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int[] strides = Broadcasting.ContiguousStrides(inputs[0].Shape);
        int offset = 0;
        for (int axis = 0; axis < strides.Length; axis++)
        {
            offset += Resolve(axis, inputs[0].Shape[axis]).Start * strides[axis];
            strides[axis] *= Strides[axis];
        }

        Strided.Copy(inputs[0], strides, offset, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Shape input = context.Inputs[0].Shape;
        if (!input.IsStatic && !TakesWholeUnknownAxes(input))
        {
            // Only shapes are being inferred; the amounts of padding follow when the sizes are known.
            return [Prim.BroadcastTo(Prim.Scalar(0, context.Inputs[0].DType), input)];
        }

        int rank = input.Rank;
        var (low, high, interior) = (new int[rank], new int[rank], new int[rank]);
        for (int axis = 0; axis < rank; axis++)
        {
            if (input[axis] >= 0)
            {
                (int start, int count) = Resolve(axis, input[axis]);
                interior[axis] = Strides[axis] - 1;
                low[axis] = count == 0 ? input[axis] : start;
                high[axis] = count == 0 ? 0 : input[axis] - start - ((count - 1) * Strides[axis]) - 1;
            }
        }

        return [Prim.Pad(context.Cotangent, low, high, 0, interior)];
    }

    private static int Bound(int bound, int size) => Math.Clamp(bound < 0 ? bound + size : bound, 0, size);

    private bool TakesWholeUnknownAxes(Shape input)
    {
        for (int axis = 0; axis < input.Rank; axis++)
        {
            if (input[axis] < 0 && (Starts[axis] != 0 || Limits[axis] != End || Strides[axis] != 1))
            {
                return false;
            }
        }

        return true;
    }
}

internal static partial class Prim
{
    /// <summary>A regular part of each axis; see <see cref="Primitives.Slice"/>.</summary>
    public static Tensor Slice(Tensor x, int[] starts, int[] limits, int[]? strides = null)
    {
        strides ??= [.. Enumerable.Repeat(1, x.Rank)];
        bool whole = true;
        for (int axis = 0; axis < x.Rank && starts.Length == x.Rank && limits.Length == x.Rank; axis++)
        {
            whole &= starts[axis] == 0 && strides[axis] == 1 && (limits[axis] == Primitives.Slice.End || (x.Shape[axis] >= 0 && limits[axis] >= x.Shape[axis]));
        }

        return whole && starts.Length == x.Rank && limits.Length == x.Rank
            ? x
            : Dispatch.Bind1(new Slice(new IntList(starts), new IntList(limits), new IntList(strides)), x);
    }

    /// <summary>A part of one axis; bounds as in <see cref="Primitives.Slice"/>.</summary>
    public static Tensor SliceAxis(Tensor x, int axis, int start, int limit = Primitives.Slice.End, int stride = 1)
    {
        axis = Axes.Normalize(axis, x.Rank);
        var starts = new int[x.Rank];
        int[] limits = [.. Enumerable.Repeat(Primitives.Slice.End, x.Rank)], strides = [.. Enumerable.Repeat(1, x.Rank)];
        (starts[axis], limits[axis], strides[axis]) = (start, limit, stride);
        return Slice(x, starts, limits, strides);
    }
}
