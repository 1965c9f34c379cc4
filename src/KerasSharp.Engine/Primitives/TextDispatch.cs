namespace KerasSharp.Primitives;

/// <summary>
/// What primitives do with text. One that only moves elements moves their positions instead, and the texts are looked up where the positions went;
/// comparing for equality compares numbers that stand for the texts. Nothing else is defined.
/// </summary>
internal static class TextDispatch
{
    /// <summary>Whether a tensor of text is among the inputs.</summary>
    public static bool Applies(Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
        {
            if (input.DType == DType.String)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Applies a primitive at once.</summary>
    /// <exception cref="ArgumentException">The primitive computes with numbers.</exception>
    public static Tensor[] Bind(Primitive primitive, Tensor[] inputs, IInterpreter numbers)
    {
        if (primitive is Equal or NotEqual)
        {
            return numbers.Bind(primitive, Codes(primitive, inputs));
        }

        if (primitive is not (Reshape or Transpose or Slice or Concatenate or Reverse or BroadcastTo or Gather or GatherNd or TakeAlongAxis or Identity or Select or DynamicSlice))
        {
            throw Refusal(primitive, inputs);
        }

        var texts = new List<string>();
        var moved = new Tensor[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            moved[i] = inputs[i];
            if (inputs[i].DType == DType.String)
            {
                ReadOnlySpan<string> elements = inputs[i].Text;
                var positions = new int[elements.Length];
                for (int k = 0; k < positions.Length; k++)
                {
                    positions[k] = texts.Count + k;
                }

                moved[i] = Tensor.From(positions, inputs[i].Shape);
                texts.AddRange(elements);
            }
        }

        return Array.ConvertAll(numbers.Bind(primitive, moved), places => Tensor.OfText([.. places.ToArray<int>().Select(at => texts[at])], places.Shape));
    }

    /// <summary>Each different text as a number.</summary>
    private static Tensor[] Codes(Primitive primitive, Tensor[] inputs)
    {
        var codes = new Dictionary<string, int>(StringComparer.Ordinal);
        return Array.ConvertAll(inputs, input =>
        {
            if (input.DType != DType.String)
            {
                throw Refusal(primitive, inputs);
            }

            ReadOnlySpan<string> elements = input.Text;
            var numbers = new int[elements.Length];
            for (int i = 0; i < numbers.Length; i++)
            {
                if (!codes.TryGetValue(elements[i], out numbers[i]))
                {
                    numbers[i] = codes[elements[i]] = codes.Count;
                }
            }

            return Tensor.From(numbers, input.Shape);
        });
    }

    private static ArgumentException Refusal(Primitive primitive, Tensor[] inputs) => new(
        $"{primitive.Name}: it computes with numbers, not with text. Received: {string.Join(", ", inputs.Select(x => $"{x.DType.Name()}{x.Shape}"))}. Make numbers of the text first, with StringLookup, Hashing or TextVectorization.");
}
