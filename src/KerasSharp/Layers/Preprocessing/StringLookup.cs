using System.Runtime.InteropServices;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Numbers texts by a vocabulary, which is given or learnt by <c>Adapt</c>; or makes texts of numbers again.</summary>
/// <remarks>
/// Input shape: any, text (with <c>invert</c> whole numbers). Output shape: the same, int64 (with <c>invert</c> text); in other modes than <c>"int"</c> as that of
/// <see cref="CategoryEncoding"/>, float32. The number 0 is that of the mask token, where there is one and the mode is <c>"int"</c>; then come those of unknown texts, then the
/// vocabulary. No weights. It computes on the host: in functional models once, before the steps.
/// </remarks>
[KerasSerializable("keras.layers", "StringLookup")]
public sealed partial class StringLookup : IndexLookup<string>
{
    private readonly string _encoding;

    /// <summary>A lookup.</summary>
    /// <param name="maxTokens">The greatest size of the vocabulary, special tokens included, at least 2.</param>
    /// <param name="numOovIndices">How many numbers unknown texts share, by a hash, 0 or more; with 0 they are an error.</param>
    /// <param name="maskToken">A text that stands for nothing: number 0, and left out of vectors.</param>
    /// <param name="oovToken">What unknown numbers become with <paramref name="invert"/>.</param>
    /// <param name="vocabulary">The texts, or the path of a file with one on each line.</param>
    /// <param name="idfWeights">With <c>"tf_idf"</c> and a vocabulary the weight of each text.</param>
    /// <param name="invert">Whether to make texts of numbers.</param>
    /// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c>, <c>"multi_hot"</c>, <c>"count"</c> or <c>"tf_idf"</c> (counts times weights).</param>
    /// <param name="padToMaxTokens">Whether vectors have a place for each of <paramref name="maxTokens"/>.</param>
    /// <param name="sparse">Must be false.</param>
    /// <param name="encoding">Must be <c>"utf-8"</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="salt">A key of the hash of unknown texts: one whole number or two.</param>
    /// <param name="vocabularySize">Size of the vocabulary with special tokens, where it is known before the vocabulary is, as in configs of layers that have learnt it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or does not go with another one.</exception>
    public StringLookup(
        int? maxTokens = null, int numOovIndices = 1, string? maskToken = null, string? oovToken = "[UNK]", Vocabulary<string>? vocabulary = null, double[]? idfWeights = null,
        bool invert = false, string outputMode = "int", bool padToMaxTokens = false, bool sparse = false, string encoding = "utf-8", string? name = null, Salt? salt = null,
        int? vocabularySize = null)
        : base(new LookupSettings<string>(
            maxTokens, numOovIndices, maskToken is null ? [] : [maskToken], oovToken is null ? [] : [oovToken], vocabulary, idfWeights, invert, outputMode, sparse, padToMaxTokens,
            "floormod", salt, vocabularySize, name)) => _encoding = CheckEncoding(encoding, nameof(StringLookup));

    internal override bool RunsOnHost => true;

    private protected override DType AssumedInput => Invert ? DType.Int64 : DType.String;

    private protected override IComparer<string> TermOrder => CodePointOrder.Instance;

    /// <summary>Refuses encodings of bytes, as C# strings are no bytes.</summary>
    /// <exception cref="ArgumentException">It is not UTF-8.</exception>
    internal static string CheckEncoding(string encoding, string owner) =>
        string.Equals(encoding, "utf-8", StringComparison.OrdinalIgnoreCase) || string.Equals(encoding, "utf8", StringComparison.OrdinalIgnoreCase) ? encoding : throw new ArgumentException(
            $"{owner}: encoding must be \"utf-8\". Received: encoding=\"{encoding}\". C# strings are Unicode: decode files as you read them.", nameof(encoding));

    /// <summary>The number of a text; -1 for the mask token where it has no place.</summary>
    internal long NumberOf(string text) => MaskToken.Length > 0 && text == MaskToken[0] ? MaskIndex : IndexOf(text) is >= 0 and var known ? known : NumberOfUnknown(text);

    /// <summary>The numbers of texts that stand in parts of longer ones.</summary>
    internal Func<ReadOnlySpan<char>, long> NumberOfPart()
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> indices = Indices.GetAlternateLookup<ReadOnlySpan<char>>();
        return part => MaskToken.Length > 0 && part.SequenceEqual(MaskToken[0]) ? MaskIndex : indices.TryGetValue(part, out int known) ? known : NumberOfUnknown(part.ToString());
    }

    /// <summary>Takes terms of a document into account that stand in parts of longer texts.</summary>
    internal Action<ReadOnlySpan<char>> Counter()
    {
        Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> counts = Counts.GetAlternateLookup<ReadOnlySpan<char>>();
        return OutputMode == "tf_idf" ? term => Count(term.ToString()) : term => CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
    }

    /// <summary>What is made of numbers, a row for each document.</summary>
    internal Tensor EncodeDocuments(Tensor numbers) => Encode(numbers);

    /// <summary>Refuses to compute without a vocabulary.</summary>
    internal void CheckVocabulary() => RequireVocabulary();

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        RequireVocabulary();
        if (Invert)
        {
            return HostComputation.Run(this, [inputs], inputs.Shape, DType.String, () => TextsOf(inputs));
        }

        RequireText(inputs);
        return Encode(HostComputation.Run(this, [inputs], inputs.Shape, DType.Int64, () => HostComputation.OfTexts(inputs, NumberOf)));
    }

    private protected override ReadOnlySpan<string> Elements(Tensor tensor)
    {
        RequireText(tensor);
        return tensor.Text;
    }

    private long NumberOfUnknown(string text) => NumOovIndices switch
    {
        0 => throw new ArgumentException($"{Label}: with numOovIndices=0 all texts must be in the vocabulary. Received: \"{text}\". Set numOovIndices: 1 to give unknown texts a number."),
        1 => OovStart,
        _ => OovStart + Hash.Bucket(text, NumOovIndices),
    };

    private Tensor TextsOf(Tensor numbers)
    {
        string[] texts = Array.ConvertAll(Ops.Cast(numbers, DType.Int64).ToArray<long>(), number =>
            number == 0 && OovStart == 1 ? MaskToken[0]
            : number >= TokenStart && number < VocabularySize() ? Tokens[(int)number - TokenStart]
            : OovToken.Length > 0 ? OovToken[0] : "");
        return Tensor.From(texts, numbers.Shape);
    }

    private void RequireText(Tensor tensor)
    {
        if (tensor.DType != DType.String)
        {
            throw new ArgumentException($"{Label}: the input must be text. Received: dtype={tensor.DType.Name()}. Look numbers up with IntegerLookup, or declare the input with dtype: DType.String.", nameof(tensor));
        }
    }
}
