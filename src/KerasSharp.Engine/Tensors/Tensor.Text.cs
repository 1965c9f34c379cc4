namespace KerasSharp;

/// <content>
/// Text. Its elements are C# strings in managed memory: nothing computes with them but what moves, picks and compares elements, and the layers that make
/// numbers of them.
/// </content>
public sealed partial class Tensor
{
    private readonly string[]? _text;

    private Tensor(string[] text, Shape shape)
    {
        _text = text;
        Shape = shape;
        DType = DType.String;
    }

    /// <summary>A tensor of text of a shape from its elements in row-major order.</summary>
    /// <param name="elements">The texts; null counts as empty.</param>
    /// <param name="shape">The shape; one size may be unknown.</param>
    /// <exception cref="ShapeException">The number of elements is not that of the shape.</exception>
    public static Tensor From(IReadOnlyList<string?> elements, Shape shape)
    {
        ArgumentNullException.ThrowIfNull(elements);
        ArgumentNullException.ThrowIfNull(shape);
        shape = FillUnknown(shape, elements.Count);
        return shape.Count == elements.Count
            ? new Tensor([.. elements.Select(text => text ?? "")], shape)
            : throw new ShapeException($"Tensor.From: the shape {shape} holds {shape.Count} elements. Received: {elements.Count} elements.", nameof(shape));
    }

    /// <summary>A copy of the elements of a tensor of text, row-major.</summary>
    /// <exception cref="InvalidOperationException">The tensor holds numbers, or nothing yet.</exception>
    public string[] ToStrings() => [.. Text];

    /// <summary>The elements of a tensor of text.</summary>
    internal ReadOnlySpan<string> Text => _text ?? throw new InvalidOperationException(
        $"Text was asked for where there is none. Received: Shape={Shape}, DType={DType.Name()}{(DType == DType.String ? ", symbolic" : "")}. Read numbers with ToArray.");

    /// <summary>The elements of a tensor of text that nobody else has seen yet.</summary>
    internal Span<string> TextToFill => _text;

    /// <summary>A tensor around an array that nobody else writes to.</summary>
    internal static Tensor OfText(string[] elements, Shape shape) => new(elements, shape);

    private static string[] NoText(Shape shape)
    {
        var elements = new string[shape.Count];
        Array.Fill(elements, "");
        return elements;
    }
}
