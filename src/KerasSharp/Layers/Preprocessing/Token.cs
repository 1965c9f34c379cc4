using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A text or a whole number that stands for something special among others.</summary>
public sealed class Token : IConfigValue<Token>
{
    private Token(string? text, long number) => (Text, Number) = (text, number);

    /// <summary>The text; null for a number.</summary>
    public string? Text { get; }

    /// <summary>The number; 0 for a text.</summary>
    public long Number { get; }

    /// <summary>A text.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    public static implicit operator Token?(string? text) => text is null ? null : new Token(text, 0);

    /// <summary>A number.</summary>
    public static implicit operator Token(long number) => new(null, number);

    /// <inheritdoc/>
    public static Token FromConfigValue(object value) => value switch
    {
        string text => text,
        long number => number,
        _ => throw new FormatException($"Received: {ConfigJson.Write(value)}; expected a string or an integer."),
    };

    /// <inheritdoc/>
    public object? ToConfigValue() => Text ?? (object)Number;
}
