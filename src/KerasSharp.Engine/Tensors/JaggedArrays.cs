namespace KerasSharp.Tensors;

/// <summary>Tensors from arrays of arrays, and back.</summary>
internal static class JaggedArrays
{
    /// <summary>Reads an array of arrays of ... whose lengths agree at each level.</summary>
    public static Tensor Read(Array array)
    {
        var dims = new List<int>();
        Array level = array;
        while (level.GetType().GetElementType()!.IsArray)
        {
            dims.Add(level.Length);
            if (level.Length == 0 || level.GetValue(0) is not Array first)
            {
                throw new ShapeException($"Tensor.From: the inner lengths of an empty jagged array are not known. Received: {array.GetType().Name} of length 0.");
            }

            level = first;
        }

        for (int i = 0; i < level.Rank; i++)
        {
            dims.Add(level.GetLength(i));
        }

        var shape = new Shape([.. dims]);
        Tensor tensor = Tensor.Allocate(shape, DTypes.Of(level.GetType().GetElementType()!));
        int at = 0;
        Copy(array, 0, shape, tensor, ref at);
        return tensor;
    }

    private static void Copy(Array array, int axis, Shape shape, Tensor tensor, ref int at)
    {
        bool fits = array.Length == (array.GetType().GetElementType()!.IsArray ? shape[axis] : shape[axis..].Count);
        if (!fits)
        {
            throw new ShapeException(
                $"Tensor.From: the rows of a jagged array must have the same length. Received: a row of {array.Length} where the first has {shape[axis]}. "
                + "Pad the rows first.");
        }

        if (!array.GetType().GetElementType()!.IsArray)
        {
            Tensor row = Tensor.FromRectangular(array);
            row.Data.Bytes.CopyTo(tensor.Data.Bytes[at..]);
            at += row.Data.Bytes.Length;
            GC.KeepAlive(row);
            return;
        }

        foreach (object? item in array)
        {
            Copy((Array)item!, axis + 1, shape, tensor, ref at);
        }
    }
}
