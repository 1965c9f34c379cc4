using System.Text;

namespace KerasSharp.Samples.Digits;

/// <summary>Digits in the terminal, two pixels a character cell, with what the network says of them.</summary>
internal static class DigitPictures
{
    private const int Shown = 4;

    /// <summary>The class with the highest probability.</summary>
    public static int Best(float[,] probabilities, int row)
    {
        int best = 0;
        for (int c = 1; c < probabilities.GetLength(1); c++)
        {
            best = probabilities[row, c] > probabilities[row, best] ? c : best;
        }

        return best;
    }

    /// <summary>Shows the first digits of the test, and where there is one, a mistake.</summary>
    public static void Show(float[,,,] images, byte[] labels, float[,] probabilities)
    {
        Console.OutputEncoding = Encoding.UTF8;
        var chosen = Enumerable.Range(0, Math.Min(Shown - 1, labels.Length)).ToList();
        int mistake = Enumerable.Range(0, labels.Length).FirstOrDefault(i => Best(probabilities, i) != labels[i], -1);
        chosen.Add(mistake >= 0 ? mistake : Math.Min(Shown - 1, labels.Length - 1));
        int width = images.GetLength(2);
        for (int y = 0; y < images.GetLength(1); y += 2)
        {
            Console.WriteLine(string.Join("  ", chosen.Select(i => Line(images, i, y, width))).TrimEnd());
        }

        Console.WriteLine(string.Join("  ", chosen.Select(i => Caption(labels[i], Best(probabilities, i), probabilities, i).PadRight(width))).TrimEnd());
    }

    private static string Caption(int label, int predicted, float[,] probabilities, int row) =>
        $"{predicted} ({100 * probabilities[row, predicted]:F1} %){(predicted == label ? "" : $", is {label}")}";

    /// <summary>Two rows of pixels as one line: upper half, lower half, both or none.</summary>
    private static string Line(float[,,,] images, int image, int y, int width)
    {
        var line = new StringBuilder(width);
        for (int x = 0; x < width; x++)
        {
            bool upper = images[image, y, x, 0] > 0.4f, lower = y + 1 < images.GetLength(1) && images[image, y + 1, x, 0] > 0.4f;
            line.Append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
        }

        return line.ToString();
    }
}
