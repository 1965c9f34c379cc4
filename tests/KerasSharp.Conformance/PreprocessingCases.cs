using KerasSharp.Layers;

namespace KerasSharp.Conformance;

/// <summary>What only cases of preprocessing layers have: text, and vocabularies.</summary>
internal static class PreprocessingCases
{
    /// <summary>Fails the case where a layer has another vocabulary.</summary>
    public static void CheckVocabulary(ConformanceCase item, Layer layer)
    {
        if (!item.Has("vocabulary_after"))
        {
            return;
        }

        string found = layer switch
        {
            StringLookup lookup => Show(lookup.GetVocabulary()),
            IntegerLookup lookup => Show(lookup.GetVocabulary().Cast<object>()),
            TextVectorization vectorization => Show(vectorization.GetVocabulary()),
            _ => "none",
        };
        string expected = Show(item.List("vocabulary_after"));
        if (found != expected)
        {
            throw new CaseFailedException($"the vocabulary is {found}, expected {expected}");
        }
    }

    /// <summary>Fails the case where an output is not the texts; whole numbers count as their digits.</summary>
    public static void CheckTexts(string what, Tensor found, List<object?> expected)
    {
        string own = Show(found.DType == DType.String ? found.ToStrings() : found.ToArray<long>().Cast<object>()), wanted = Show(expected);
        if (own != wanted)
        {
            throw new CaseFailedException($"{what}: {own}, expected {wanted}");
        }
    }

    /// <summary>The outputs of a functional model of one layer.</summary>
    public static Tensor[] InModel(Layer layer, CallReader call, Tensor[] inputs)
    {
        Tensor[] symbols = [.. inputs.Select(x => Keras.Input(x.Shape[1..], dtype: x.DType))];
        return new Model(symbols, layer.Invoke(call.Arguments(symbols))).PredictMany(inputs);
    }

    private static string Show(IEnumerable<object?> items) => $"[{string.Join(", ", items.Select(item => $"'{item}'"))}]";
}
