namespace KerasSharp.Conformance;

/// <summary>Cases whose values may differ in ways that they describe: what must hold of any right answer.</summary>
internal static class FreedomChecks
{
    public static void Check(ConformanceCase item, Tensor[] inputs, Tensor[] outputs)
    {
        List<object?> expected = item.List("outputs");
        if (outputs.Length != expected.Count)
        {
            throw new CaseFailedException($"{outputs.Length} results, expected {expected.Count}");
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            if (!outputs[i].Shape.Span.SequenceEqual(item.Array($"out{i}").Shape))
            {
                throw new CaseFailedException($"out{i}: shape {outputs[i].Shape}, expected ({string.Join(", ", item.Array($"out{i}").Shape)})");
            }
        }

        switch (item.Text("name"))
        {
            case "eig": Eigenpairs(inputs[0], outputs[0], outputs[1]); break;
            case "eigh" or "linalg.eigh": Eigenpairs(inputs[0], outputs[0], outputs[1]); break;
            case "argpartition": Partition(inputs[0], outputs[0], 3); break;
            case "qr": Same(Ops.MatMul(outputs[0], outputs[1]), inputs[0], "Q R = A"); break;
            case "svd" when outputs.Length == 3: Svd(inputs[0], outputs); break;
        }
    }

    /// <summary>A v = w v, column by column, in complex numbers or real ones.</summary>
    private static void Eigenpairs(Tensor a, Tensor w, Tensor v)
    {
        bool complex = v.Rank > a.Rank;
        (Tensor wr, Tensor wi) = complex ? (w[.., 0], w[.., 1]) : (w, Ops.ZerosLike(w));
        (Tensor vr, Tensor vi) = complex ? (v[.., .., 0], v[.., .., 1]) : (v, Ops.ZerosLike(v));
        (wr, wi) = (Ops.ExpandDims(wr, -2), Ops.ExpandDims(wi, -2));
        Same(Ops.MatMul(a, vr), (vr * wr) - (vi * wi), "A v = w v");
        Same(Ops.MatMul(a, vi), (vr * wi) + (vi * wr), "A v = w v");
    }

    private static void Partition(Tensor x, Tensor order, int kth)
    {
        float[] sorted = x.ToArray<float>(), placed = [.. order.ToArray<int>().Select(i => x.ToArray<float>()[i])];
        Array.Sort(sorted);
        if (placed[kth] != sorted[kth] || placed.Take(kth).Any(v => v > sorted[kth]) || placed.Skip(kth).Any(v => v < sorted[kth]))
        {
            throw new CaseFailedException("the order is no partition");
        }
    }

    private static void Svd(Tensor a, Tensor[] usv)
    {
        int k = usv[1].Shape[^1];
        Tensor u = usv[0][TensorIndex.Ellipsis, ..k], vt = usv[2][TensorIndex.Ellipsis, ..k, ..];
        Same(Ops.MatMul(u * Ops.ExpandDims(usv[1], -2), vt), a, "U S Vt = A");
    }

    private static void Same(Tensor left, Tensor right, string what)
    {
        double gap = Ops.Max(Ops.Abs(left - right)).Item();
        if (!(gap < 1e-4))
        {
            throw new CaseFailedException($"{what} does not hold: off by {gap:G3}");
        }
    }
}
