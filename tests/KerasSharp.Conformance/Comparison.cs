namespace KerasSharp.Conformance;

/// <summary>Compares results with the expected arrays: |a - b| at most atol + rtol |b|; NaN equals NaN.</summary>
internal static class Comparison
{
    /// <summary>Whether two arrays agree; if not, says where they differ most.</summary>
    public static bool Agree(
        ReadOnlySpan<int> shape, ReadOnlySpan<double> actual, ReadOnlySpan<int> expectedShape, ReadOnlySpan<double> expected, (double Relative, double Absolute) tolerance,
        out string difference)
    {
        difference = "";
        if (!shape.SequenceEqual(expectedShape))
        {
            difference = $"shape {Show(shape)}, expected {Show(expectedShape)}";
            return false;
        }

        (int worst, double excess, int wrong) = (-1, 0, 0);
        for (int i = 0; i < expected.Length; i++)
        {
            double a = actual[i], b = expected[i];
            if (a.Equals(b))
            {
                continue;
            }

            double over = Math.Abs(a - b) - (tolerance.Absolute + (tolerance.Relative * Math.Abs(b)));
            bool bad = !(over <= 0);   // NaN on one side, or different infinities, is bad as well
            wrong += bad ? 1 : 0;
            if (bad && (worst < 0 || !(over <= excess)))
            {
                (worst, excess) = (i, over);
            }
        }

        if (worst >= 0)
        {
            difference = $"{wrong} of {expected.Length} differ, most at {worst}: {actual[worst]:G9}, expected {expected[worst]:G9}";
        }

        return worst < 0;
    }

    private static string Show(ReadOnlySpan<int> shape) => $"({string.Join(", ", shape.ToArray())})";
}
