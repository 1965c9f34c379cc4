using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Makes vocabularies of collection expressions: <c>["a", "b"]</c>, <c>[12, 36]</c>.</summary>
public static class Vocabulary
{
    /// <summary>A vocabulary of terms.</summary>
    /// <param name="terms">The terms in their order.</param>
    public static Vocabulary<T> Create<T>(ReadOnlySpan<T> terms)
        where T : notnull => terms.ToArray();
}

/// <summary>The terms that a lookup layer numbers: a list, or the lines of a file. A file is named by code only, never by a config.</summary>
/// <typeparam name="T">string or long.</typeparam>
[CollectionBuilder(typeof(Vocabulary), nameof(Vocabulary.Create))]
public sealed class Vocabulary<T> : IConfigValue<Vocabulary<T>>, IReadOnlyCollection<T>
    where T : notnull
{
    private Vocabulary(T[] terms, bool isFile) => (Terms, IsFile) = (terms, isFile);

    /// <inheritdoc/>
    public int Count => Terms.Length;

    internal T[] Terms { get; }

    /// <summary>Whether it was read from a file, and so is no part of a config.</summary>
    internal bool IsFile { get; }

    /// <summary>A vocabulary of these terms.</summary>
    public static implicit operator Vocabulary<T>(T[] terms) => new([.. terms ?? throw new ArgumentNullException(nameof(terms))], isFile: false);

    /// <summary>A vocabulary of these terms.</summary>
    public static implicit operator Vocabulary<T>(List<T> terms) => new([.. terms ?? throw new ArgumentNullException(nameof(terms))], isFile: false);

    /// <summary>The lines of a file, each a term.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">A line is no whole number, where numbers are wanted.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(path))]
    public static implicit operator Vocabulary<T>?(string? path) => path is null ? null
        : File.Exists(path) ? new([.. File.ReadLines(path).Select((line, i) => Parse(line, i + 1, path))], isFile: true)
        : throw new FileNotFoundException($"There is no vocabulary file of that name. Received: \"{path}\". For a list of terms write [\"{path}\"].", path);

    /// <summary>The terms of a text, one a line.</summary>
    /// <param name="text">The text.</param>
    /// <param name="nameless">Lines that stand for special tokens that there are not, whatever they are.</param>
    internal static Vocabulary<T> Parse(string text, Range nameless) => new(
        [.. text.Split('\n').Select((line, i) => i >= nameless.Start.Value && i < nameless.End.Value ? default! : Parse(line.TrimEnd('\r'), i + 1, "vocabulary.txt"))], isFile: false);

    /// <inheritdoc/>
    public static Vocabulary<T> FromConfigValue(object value) => value is List<object?> list && list.TrueForAll(item => item is T)
        ? new([.. list.Select(item => (T)item!)], isFile: false)
        : throw new FormatException($"Received: {ConfigJson.Write(value)}; expected a list of {(typeof(T) == typeof(long) ? "integers" : "strings")}. A file that a config names is not read.");

    /// <inheritdoc/>
    public object? ToConfigValue() => IsFile ? null : Terms;

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Terms).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static T Parse(string line, int number, string path) => typeof(T) == typeof(string) ? (T)(object)line
        : long.TryParse(line, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? (T)(object)value
        : throw new FormatException($"Line {number} of the vocabulary \"{path}\" must be a whole number. Received: \"{line}\".");
}
