using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Sums products over pairs of contracted axes, for each element of paired batch axes. The result has the batch axes, then what is left of the
/// left operand, then of the right one. Matrix products, batched and transposed in any way, are all this.
/// </summary>
internal sealed record DotGeneral(IntList LeftBatch, IntList RightBatch, IntList LeftContract, IntList RightContract) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "dot_general";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (inputs[0].DType != inputs[1].DType)
        {
            throw Misfit("the operands must have the same dtype.", inputs);
        }

        CheckPairs(LeftBatch, RightBatch, "batch", inputs);
        CheckPairs(LeftContract, RightContract, "contracted", inputs);
        var dims = new List<int>();
        for (int i = 0; i < LeftBatch.Count; i++)
        {
            dims.Add(Math.Max(inputs[0].Shape[LeftBatch[i]], inputs[1].Shape[RightBatch[i]]));
        }

        dims.AddRange(Pick(inputs[0].Shape, FreeAxes(inputs[0].Shape.Rank, LeftBatch, LeftContract)));
        dims.AddRange(Pick(inputs[1].Shape, FreeAxes(inputs[1].Shape.Rank, RightBatch, RightContract)));
        outputs[0] = new TensorSpec(new Shape([.. dims]), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        // Bring both operands to (batch, free, contracted), then take inner products in double.
        double[] a = Arrange(inputs[0], LeftBatch, FreeAxes(inputs[0].Shape.Rank, LeftBatch, LeftContract), LeftContract);
        double[] b = Arrange(inputs[1], RightBatch, FreeAxes(inputs[1].Shape.Rank, RightBatch, RightContract), RightContract);
        int batch = Size(inputs[0].Shape, LeftBatch.ToArray()), k = Size(inputs[0].Shape, LeftContract.ToArray());
        int m = batch * k == 0 ? 0 : a.Length / (batch * k), n = batch * k == 0 ? 0 : b.Length / (batch * k);
        Operand y = outputs[0];
        if (k == 0)
        {
            y.Bytes.Clear();
            return;
        }

        for (int g = 0, at = 0; g < batch; g++)
        {
            for (int i = 0; i < m; i++)
            {
                for (int j = 0; j < n; j++, at++)
                {
                    double sum = 0;
                    int left = ((g * m) + i) * k, right = ((g * n) + j) * k;
                    for (int p = 0; p < k; p++)
                    {
                        sum += a[left + p] * b[right + p];
                    }

                    ElementReader.WriteDouble(y, at, sum);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor a = context.Inputs[0], b = context.Inputs[1], g = context.Cotangent;
        int batch = LeftBatch.Count;
        int[] leftFree = FreeAxes(a.Rank, LeftBatch, LeftContract), rightFree = FreeAxes(b.Rank, RightBatch, RightContract);
        int[] gBatch = [.. Enumerable.Range(0, batch)];
        Tensor? da = null, db = null;
        if (context.Needs(0))
        {
            // g (batch, m, n) with b over n gives (batch, m, contracted in the order b holds them).
            Tensor raw = Prim.DotGeneral(g, b, gBatch, RightBatch.ToArray(), [.. Enumerable.Range(batch + leftFree.Length, rightFree.Length)], rightFree);
            da = Unarrange(raw, LeftBatch, leftFree, LeftContract, RightContract);
        }

        if (context.Needs(1))
        {
            Tensor raw = Prim.DotGeneral(g, a, gBatch, LeftBatch.ToArray(), [.. Enumerable.Range(batch, leftFree.Length)], leftFree);
            db = Unarrange(raw, RightBatch, rightFree, RightContract, LeftContract);
        }

        return [da, db];
    }

    /// <summary>The axes that are neither batch nor contracted, ascending.</summary>
    public static int[] FreeAxes(int rank, IntList batch, IntList contract) =>
        [.. Enumerable.Range(0, rank).Where(axis => !batch.Contains(axis) && !contract.Contains(axis))];

    /// <summary>From (batch, free, contracted as the other operand orders them) back to the operand's own axis order.</summary>
    private static Tensor Unarrange(Tensor raw, IntList batch, int[] free, IntList contract, IntList otherContract)
    {
        // The other operand's contracted axes come out ascending; find which of ours each one pairs with.
        int[] pairs = [.. Enumerable.Range(0, contract.Count).OrderBy(i => otherContract[i]).Select(i => contract[i])];
        int[] holds = [.. batch.ToArray(), .. free, .. pairs];
        var order = new int[holds.Length];
        for (int i = 0; i < holds.Length; i++)
        {
            order[holds[i]] = i;
        }

        return order.Where((axis, i) => axis != i).Any() ? Prim.Transpose(raw, order) : raw;
    }

    private static double[] Arrange(in Operand operand, IntList batch, int[] free, IntList contract)
    {
        int[] order = [.. batch.ToArray(), .. free, .. contract.ToArray()];
        int[] strides = Broadcasting.ContiguousStrides(operand.Shape);
        Shape shape = operand.Shape;
        Tensor moved = Tensor.Allocate(new Shape(Array.ConvertAll(order, axis => shape[axis])), operand.DType);
        Strided.Copy(operand, Array.ConvertAll(order, axis => strides[axis]), 0, moved.Data);
        var values = new double[operand.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ElementReader.ReadDouble(moved.Data, i);
        }

        GC.KeepAlive(moved);
        return values;
    }

    private static IEnumerable<int> Pick(Shape shape, int[] axes) => axes.Select(axis => shape[axis]);

    private static int Size(Shape shape, int[] axes) => axes.Aggregate(1, (product, axis) => product * shape[axis]);

    private void CheckPairs(IntList left, IntList right, string what, ReadOnlySpan<TensorSpec> inputs)
    {
        if (left.Count != right.Count)
        {
            throw Misfit($"there must be as many {what} axes on the left {left} as on the right {right}.", inputs);
        }

        for (int i = 0; i < left.Count; i++)
        {
            int a = inputs[0].Shape[left[i]], b = inputs[1].Shape[right[i]];
            if (a != b && a >= 0 && b >= 0)
            {
                throw Misfit($"the {what} axes {left[i]} and {right[i]} must have the same size, not {a} and {b}.", inputs);
            }
        }
    }
}

internal static partial class Prim
{
    /// <summary>A general contraction; see <see cref="Primitives.DotGeneral"/>.</summary>
    public static Tensor DotGeneral(Tensor a, Tensor b, int[] leftBatch, int[] rightBatch, int[] leftContract, int[] rightContract) =>
        Dispatch.Bind1(new DotGeneral(new IntList(leftBatch), new IntList(rightBatch), new IntList(leftContract), new IntList(rightContract)), a, b);

    /// <summary>The product of two matrices, either one transposed.</summary>
    public static Tensor Dot(Tensor a, Tensor b, bool transposeA = false, bool transposeB = false) =>
        DotGeneral(a, b, [], [], [transposeA ? 0 : 1], [transposeB ? 1 : 0]);
}
