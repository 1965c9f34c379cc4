using System.Text;

namespace KerasSharp.Utilities;

/// <summary>Names as Keras makes them: snake_case of class names, and numbers for objects without a name of their own.</summary>
public static class Naming
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, int> Counts = new(StringComparer.Ordinal);

    /// <summary>
    /// Converts a class name to snake_case with Keras's rule, quirks included: <c>ReLU</c> gives <c>re_lu</c>,
    /// <c>RMSprop</c> <c>rm_sprop</c>, <c>UpSampling2D</c> <c>up_sampling2d</c>.
    /// </summary>
    /// <param name="name">A class name.</param>
    public static string ToSnakeCase(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string words = new([.. name.Where(c => char.IsLetterOrDigit(c) || c == '_')]);
        return SplitAfterLower(SplitBeforeWord(words)).ToLowerInvariant();
    }

    /// <summary>A name that no object has had since the last <see cref="ClearSession"/>: the prefix, then <c>prefix_1</c>, <c>prefix_2</c>, ...</summary>
    /// <param name="prefix">The bare name.</param>
    public static string Uniquify(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        lock (Gate)
        {
            int count = Counts.GetValueOrDefault(prefix);
            Counts[prefix] = count + 1;
            return count == 0 ? prefix : $"{prefix}_{count}";
        }
    }

    /// <summary>The automatic name of an object: its class name in snake_case, numbered.</summary>
    /// <param name="className">A class name.</param>
    public static string AutoName(string className) => Uniquify(ToSnakeCase(className));

    /// <summary>Starts all numbers afresh (<c>keras.utils.clear_session</c>).</summary>
    public static void ClearSession()
    {
        lock (Gate)
        {
            Counts.Clear();
        }
    }

    /// <summary>
    /// The first of Keras's two substitutions, <c>(.)([A-Z][a-z]+)</c> to <c>\1_\2</c>: a word of a capital and small letters is set apart
    /// from whatever character stands before it. Matches do not overlap, which is where the quirks come from.
    /// </summary>
    private static string SplitBeforeWord(string name)
    {
        StringBuilder text = new(name.Length + 4);
        int i = 0;
        while (i < name.Length)
        {
            text.Append(name[i]);
            if (i + 2 < name.Length && char.IsAsciiLetterUpper(name[i + 1]) && char.IsAsciiLetterLower(name[i + 2]))
            {
                text.Append('_').Append(name[++i]);
                while (i + 1 < name.Length && char.IsAsciiLetterLower(name[i + 1]))
                {
                    text.Append(name[++i]);
                }
            }

            i++;
        }

        return text.ToString();
    }

    /// <summary>The second substitution, <c>([a-z])([A-Z])</c> to <c>\1_\2</c>.</summary>
    private static string SplitAfterLower(string name)
    {
        StringBuilder text = new(name.Length + 4);
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterLower(name[i - 1]) && char.IsAsciiLetterUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(name[i]);
        }

        return text.ToString();
    }
}
