namespace KerasSharp.Samples.Tutorial;

/// <summary>Numbers to train on: the same at every run.</summary>
internal static class TutorialData
{
    /// <summary>Numbers between 0 and 1.</summary>
    public static float[,] Uniform(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var x = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++)
            {
                x[i, k] = random.NextSingle();
            }
        }

        return x;
    }

    /// <summary>A class drawn for each row, as a row with one 1.</summary>
    public static float[,] OneHot(int rows, int classes, int seed)
    {
        var random = new Random(seed);
        var y = new float[rows, classes];
        for (int i = 0; i < rows; i++)
        {
            y[i, random.Next(classes)] = 1;
        }

        return y;
    }
}
