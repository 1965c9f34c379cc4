namespace KerasSharp.Samples.Augmentations;

/// <summary>A white sheet that pictures, frames and letters are put on.</summary>
internal sealed class Canvas
{
    private const int LetterWidth = 8, Thickness = 2;

    // Three by five points a letter, row by row.
    private static readonly Dictionary<char, string> s_letters = new()
    {
        ['A'] = "010101111101101", ['B'] = "110101110101110", ['C'] = "011100100100011", ['D'] = "110101101101110", ['E'] = "111100110100111", ['F'] = "111100110100100",
        ['G'] = "011100101101011", ['H'] = "101101111101101", ['I'] = "111010010010111", ['J'] = "001001001101010", ['K'] = "101101110101101", ['L'] = "100100100100111",
        ['M'] = "101111111101101", ['N'] = "110101101101101", ['O'] = "010101101101010", ['P'] = "110101110100100", ['Q'] = "010101101011001", ['R'] = "110101110101101",
        ['S'] = "011100010001110", ['T'] = "111010010010010", ['U'] = "101101101101111", ['V'] = "101101101101010", ['W'] = "101101111111101", ['X'] = "101101010101101",
        ['Y'] = "101101010010010", ['Z'] = "111001010100111",
    };

    private readonly int _width;

    public Canvas(int width, int height)
    {
        (_width, Pixels) = (width, new byte[width * height * 3]);
        Array.Fill(Pixels, (byte)255);
    }

    /// <summary>Row by row, three bytes a pixel.</summary>
    public byte[] Pixels { get; }

    /// <summary>Puts an image (height, width, 3) there, numbers outside 0 to 255 cut off.</summary>
    public void Paste(Tensor image, int left, int top)
    {
        float[] numbers = Ops.Cast(Ops.Clip(Ops.Round(image), 0, 255), DType.Float32).ToArray<float>();
        int columns = image.Shape[1];
        for (int i = 0; i < numbers.Length; i++)
        {
            Pixels[((((top + (i / 3 / columns)) * _width) + left + (i / 3 % columns)) * 3) + (i % 3)] = (byte)numbers[i];
        }
    }

    /// <summary>Draws the edges of a box: left, top, right, bottom within a picture that was put there.</summary>
    public void Frame(float[] box, int left, int top)
    {
        (int x0, int y0, int x1, int y1) = ((int)box[0], (int)box[1], (int)box[2] - 1, (int)box[3] - 1);
        for (int x = x0; x <= x1; x++)
        {
            Dot(left + x, top + y0);
            Dot(left + x, top + y1);
        }

        for (int y = y0; y <= y1; y++)
        {
            Dot(left + x0, top + y);
            Dot(left + x1, top + y);
        }
    }

    /// <summary>Writes letters, and nothing for other signs.</summary>
    public void Text(string text, int left, int top)
    {
        foreach (char sign in text.ToUpperInvariant())
        {
            string points = s_letters.GetValueOrDefault(sign, "");
            for (int i = 0; i < points.Length * Thickness * Thickness; i++)
            {
                (int point, int x, int y) = (i / (Thickness * Thickness), i % Thickness, i / Thickness % Thickness);
                if (points[point] == '1')
                {
                    Dot(left + (point % 3 * Thickness) + x, top + (point / 3 * Thickness) + y, 0, 0);
                }
            }

            left += LetterWidth;
        }
    }

    private void Dot(int x, int y, byte red = 230, byte other = 0)
    {
        int at = ((y * _width) + x) * 3;
        (Pixels[at], Pixels[at + 1], Pixels[at + 2]) = (red, other, red);
    }
}
