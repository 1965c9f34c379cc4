namespace KerasSharp.Samples.Augmentations;

/// <summary>A house under the sun, in which left and right, up and down, and colours are easily told apart.</summary>
internal static class Picture
{
    /// <summary>Height and width.</summary>
    public const int Size = 96;

    /// <summary>Left, top, right and bottom of the house.</summary>
    public static readonly float[] House = [14, 32, 54, 84];

    /// <summary>(height, width, 3), numbers from 0 to 255.</summary>
    public static Tensor Draw()
    {
        float[] pixels = new float[Size * Size * 3];
        for (int y = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++)
            {
                (float red, float green, float blue) = ColorAt(x, y);
                (pixels[((y * Size) + x) * 3], pixels[(((y * Size) + x) * 3) + 1], pixels[(((y * Size) + x) * 3) + 2]) = (red, green, blue);
            }
        }

        return Tensor.From(pixels, Shape.Of(Size, Size, 3));
    }

    /// <summary>Which of the pixels are the house's: (height, width, 1), 1 or 0.</summary>
    public static Tensor HouseMask() =>
        Tensor.From([.. Enumerable.Range(0, Size * Size).Select(i => IsHouse(i % Size, i / Size) ? 1 : 0)], Shape.Of(Size, Size, 1));

    private static bool IsHouse(int x, int y) => x is >= 14 and < 54 && y < 84 && y >= 32 && (y >= 52 || Math.Abs(x + 0.5 - 34) <= y + 1 - 32);

    private static (float Red, float Green, float Blue) ColorAt(int x, int y)
    {
        double sun = Math.Sqrt(Math.Pow(x - 74, 2) + Math.Pow(y - 22, 2));
        if (sun < 13)
        {
            return (250, 210, 60);
        }

        if (IsHouse(x, y))
        {
            bool door = x is >= 40 and < 48 && y >= 64, window = x is >= 20 and < 32 && y is >= 58 and < 70;
            return y < 52 ? (170, 50, 40) : door ? (90, 60, 40) : window ? (200, 230, 250) : (215, 195, 160);
        }

        if (x is >= 68 and < 72 && y is >= 58 and < 84)
        {
            return (100, 70, 40);
        }

        double crown = Math.Sqrt(Math.Pow(x - 70, 2) + Math.Pow(y - 54, 2));
        return crown < 11 ? (40, 120 + (float)(4 * crown), 50)
            : y >= 80 ? (90 + (((x / 4) + (y / 4)) % 2 * 20), 150, 70)
            : (90 + y, 150 + (y / 2), 220);
    }
}
