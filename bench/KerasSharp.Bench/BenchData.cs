namespace KerasSharp.Bench;

/// <summary>Random batches.</summary>
internal static class BenchData
{
    public static Func<Random, Array> Images(int count, int size, int channels) => random =>
    {
        var data = new float[count, size, size, channels];
        Fill(random, System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref data[0, 0, 0, 0], data.Length));
        return data;
    };

    public static Func<Random, Array> Vectors(int count, int width) => random =>
    {
        var data = new float[count, width];
        Fill(random, System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref data[0, 0], data.Length));
        return data;
    };

    public static Func<Random, Array> Classes(int count, int classes) => random =>
    {
        var data = new int[count];
        for (int i = 0; i < count; i++)
        {
            data[i] = random.Next(classes);
        }

        return data;
    };

    public static Func<Random, Array> Binary(int count) => random =>
    {
        var data = new float[count, 1];
        for (int i = 0; i < count; i++)
        {
            data[i, 0] = random.Next(2);
        }

        return data;
    };

    public static Func<Random, Array> Tokens(int count, int length, int vocabulary) => random =>
    {
        var data = new int[count, length];
        for (int i = 0; i < count; i++)
        {
            for (int t = 0; t < length; t++)
            {
                data[i, t] = random.Next(vocabulary);
            }
        }

        return data;
    };

    /// <summary>Normal numbers by Box and Muller's transform.</summary>
    private static void Fill(Random random, Span<float> data)
    {
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }
}
