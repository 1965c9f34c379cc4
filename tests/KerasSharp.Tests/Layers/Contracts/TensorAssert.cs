namespace KerasSharp.Tests.Layers.Contracts;

/// <summary>Comparisons of tensors that say where they differ.</summary>
internal static class TensorAssert
{
    /// <summary>The same shapes, dtypes and bits.</summary>
    public static void Equal(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        Assert.Equal(expected.Select(t => $"{t.Shape} {t.DType}"), actual.Select(t => $"{t.Shape} {t.DType}"));
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(Numbers(expected[i]), Numbers(actual[i]));
        }
    }

    /// <summary>The same shapes and dtypes, and numbers within a tolerance relative to 1 or to the number.</summary>
    public static void Close(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual, double tolerance)
    {
        Assert.Equal(expected.Select(t => $"{t.Shape} {t.DType}"), actual.Select(t => $"{t.Shape} {t.DType}"));
        for (int i = 0; i < expected.Count; i++)
        {
            Near(expected[i], actual[i], tolerance);
        }
    }

    /// <summary>Numbers within a tolerance relative to 1 or to the number.</summary>
    public static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] e = Numbers(expected), a = Numbers(actual);
        for (int i = 0; i < e.Length; i++)
        {
            Assert.True(
                e[i].Equals(a[i]) || Math.Abs(e[i] - a[i]) <= tolerance * Math.Max(1, Math.Abs(e[i])),
                FormattableString.Invariant($"element {i} of {expected.Shape}: expected {e[i]}, found {a[i]}"));
        }
    }

    private static double[] Numbers(Tensor tensor) => Ops.Cast(tensor, DType.Float64).ToArray<double>();
}
