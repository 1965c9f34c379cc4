namespace KerasSharp.Tensors;

/// <summary>Tensors of text from arrays of strings, rectangular and jagged.</summary>
internal static class TextArrays
{
    /// <summary>Whether the innermost elements are strings.</summary>
    public static bool Holds(Array array)
    {
        Type element = array.GetType().GetElementType()!;
        while (element.IsArray)
        {
            element = element.GetElementType()!;
        }

        return element == typeof(string);
    }

    /// <summary>Reads an array of (arrays of ...) strings whose lengths agree at each level.</summary>
    public static Tensor Read(Array array)
    {
        var dims = new List<int>();
        for (Array? level = array; level is not null; level = level.GetType().GetElementType()!.IsArray && level.Length > 0 ? (Array?)level.GetValue(new int[level.Rank]) : null)
        {
            for (int i = 0; i < level.Rank; i++)
            {
                dims.Add(level.GetLength(i));
            }
        }

        var shape = new Shape([.. dims]);
        var elements = new List<string>((int)shape.Count);
        Collect(array, 0, shape, elements);
        return Tensor.OfText([.. elements], shape);
    }

    private static void Collect(Array array, int axis, Shape shape, List<string> elements)
    {
        for (int i = 0; i < array.Rank; i++)
        {
            if (array.GetLength(i) != shape[axis + i])
            {
                throw new ShapeException(
                    $"Tensor.From: the rows of a jagged array must have the same length. Received: a row of {array.GetLength(i)} where the first has {shape[axis + i]}. Pad the rows first, with \"\".");
            }
        }

        foreach (object? item in array)
        {
            if (item is Array inner)
            {
                Collect(inner, axis + array.Rank, shape, elements);
            }
            else
            {
                elements.Add((string?)item ?? "");
            }
        }
    }
}
