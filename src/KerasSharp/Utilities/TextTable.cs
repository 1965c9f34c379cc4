using System.Text;

namespace KerasSharp.Utilities;

/// <summary>Where the text of a column stands.</summary>
public enum TextAlignment
{
    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>At the right edge.</summary>
    Right,

    /// <summary>In the middle.</summary>
    Center,
}

/// <summary>A column of a <see cref="TextTable"/>.</summary>
/// <param name="Header">Its title.</param>
/// <param name="Width">Width of its text in characters; reduced where the table is too narrow for all columns.</param>
/// <param name="Alignment">Where its text stands.</param>
public sealed record TextColumn(string Header, int Width, TextAlignment Alignment = TextAlignment.Left);

/// <summary>A table drawn with box characters: heavy lines around the header, light lines between all rows.</summary>
public static class TextTable
{
    /// <summary>Draws a table.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="rows">The rows, one text a column; long texts are broken at spaces, words too long for a line are cut.</param>
    /// <param name="width">Width of the whole table in characters.</param>
    /// <returns>Lines, each with a line feed at its end.</returns>
    public static string Render(IReadOnlyList<TextColumn> columns, IEnumerable<IReadOnlyList<string>> rows, int width)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        int[] widths = FitWidths([.. columns.Select(c => c.Width + 2)], width - columns.Count - 1);
        StringBuilder text = new();
        AppendRule(text, widths, "┏━┳┓");
        AppendRow(text, columns, widths, [.. columns.Select(c => c.Header)], '┃');
        AppendRule(text, widths, "┡━╇┩");
        bool first = true;
        foreach (IReadOnlyList<string> row in rows)
        {
            if (!first)
            {
                AppendRule(text, widths, "├─┼┤");
            }

            AppendRow(text, columns, widths, row, '│');
            first = false;
        }

        AppendRule(text, widths, "└─┴┘");
        return text.ToString();
    }

    /// <summary>Takes what is too much from all columns in equal parts, the remainder going from left to right, halves to even.</summary>
    private static int[] FitWidths(int[] widths, int available)
    {
        int excess = widths.Sum() - available;
        for (int i = 0; excess > 0 && i < widths.Length; i++)
        {
            int share = Math.Min(widths[i], (int)Math.Round(excess / (double)(widths.Length - i), MidpointRounding.ToEven));
            widths[i] -= share;
            excess -= share;
        }

        return widths;
    }

    private static void AppendRule(StringBuilder text, int[] widths, string pieces)
    {
        text.Append(pieces[0]);
        for (int i = 0; i < widths.Length; i++)
        {
            text.Append(pieces[1], widths[i]).Append(i + 1 < widths.Length ? pieces[2] : pieces[3]);
        }

        text.Append('\n');
    }

    private static void AppendRow(StringBuilder text, IReadOnlyList<TextColumn> columns, int[] widths, IReadOnlyList<string> cells, char border)
    {
        List<string>[] lines = [.. cells.Select((cell, i) => Wrap(cell, Math.Max(widths[i] - 2, 1)))];
        int height = lines.Max(l => l.Count);
        for (int y = 0; y < height; y++)
        {
            text.Append(border);
            for (int i = 0; i < lines.Length; i++)
            {
                string line = y < lines[i].Count ? lines[i][y] : "";
                text.Append(' ').Append(Align(line, Math.Max(widths[i] - 2, 1), columns[i].Alignment)).Append(' ').Append(border);
            }

            text.Append('\n');
        }
    }

    private static string Align(string line, int width, TextAlignment alignment)
    {
        line = line.TrimEnd();
        line = line.Length > width ? line[..(width - 1)] + "…" : line;
        return alignment switch
        {
            TextAlignment.Right => line.PadLeft(width),
            TextAlignment.Center => line.PadLeft(line.Length + ((width - line.Length) / 2)).PadRight(width),
            _ => line.PadRight(width),
        };
    }

    /// <summary>Breaks a text before words that no longer fit; spaces at its start belong to the first word.</summary>
    private static List<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        int lineStart = 0, position = 0;
        while (position < text.Length)
        {
            int start = position;
            position = Skip(text, position, space: true);
            int end = Skip(text, position, space: false);
            position = Skip(text, end, space: true);
            if (end - lineStart > width && start > lineStart)
            {
                lines.Add(text[lineStart..start]);
                lineStart = start;
            }
        }

        lines.Add(text[lineStart..]);
        return lines;
    }

    private static int Skip(string text, int position, bool space)
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]) == space)
        {
            position++;
        }

        return position;
    }
}
