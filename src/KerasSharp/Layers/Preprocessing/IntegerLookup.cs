using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Numbers whole numbers by a vocabulary, without gaps; the vocabulary is given or learnt by <c>Adapt</c>. Or goes back.</summary>
/// <remarks>
/// Input shape: any, whole numbers. Output shape: the same, int64; in other modes than <c>"int"</c> as that of <see cref="CategoryEncoding"/>, float32. The number 0 is that
/// of the mask token, where there is one and the mode is <c>"int"</c>; then come those of unknown numbers, then the vocabulary. No weights.
/// </remarks>
[KerasSerializable("keras.layers", "IntegerLookup")]
public sealed partial class IntegerLookup : IndexLookup<long>
{
    private Tensor? _sorted, _indices, _terms;

    /// <summary>A lookup.</summary>
    /// <param name="maxTokens">The greatest size of the vocabulary, special tokens included, at least 2.</param>
    /// <param name="numOovIndices">How many numbers unknown ones share, 0 or more; with 0 they are an error.</param>
    /// <param name="maskToken">A number that stands for nothing: number 0, and left out of vectors.</param>
    /// <param name="oovToken">What unknown numbers become with <paramref name="invert"/>.</param>
    /// <param name="vocabulary">The numbers, or the path of a file with one on each line.</param>
    /// <param name="vocabularyDtype">Must be <c>"int64"</c>.</param>
    /// <param name="idfWeights">With <c>"tf_idf"</c> and a vocabulary the weight of each number.</param>
    /// <param name="invert">Whether to go back.</param>
    /// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c>, <c>"multi_hot"</c>, <c>"count"</c> or <c>"tf_idf"</c> (counts times weights).</param>
    /// <param name="sparse">Must be false.</param>
    /// <param name="padToMaxTokens">Whether vectors have a place for each of <paramref name="maxTokens"/>.</param>
    /// <param name="oovMethod">How several numbers for unknown ones are shared: <c>"floormod"</c>, the remainder, or <c>"farmhash"</c>, a hash.</param>
    /// <param name="salt">A key of the hash: one whole number or two.</param>
    /// <param name="name">Its name.</param>
    /// <param name="vocabularySize">Size of the vocabulary with special tokens, where it is known before the vocabulary is, as in configs of layers that have learnt it.</param>
    /// <exception cref="ArgumentException">An argument is out of its range, or does not go with another one.</exception>
    public IntegerLookup(
        int? maxTokens = null, int numOovIndices = 1, long? maskToken = null, long? oovToken = -1, Vocabulary<long>? vocabulary = null, string vocabularyDtype = "int64",
        double[]? idfWeights = null, bool invert = false, string outputMode = "int", bool sparse = false, bool padToMaxTokens = false, string oovMethod = "floormod", Salt? salt = null,
        string? name = null, int? vocabularySize = null)
        : base(new LookupSettings<long>(
            maxTokens, numOovIndices, maskToken is { } mask ? [mask] : [], oovToken is { } unknown ? [unknown] : [], vocabulary, idfWeights, invert, outputMode, sparse, padToMaxTokens,
            oovMethod, salt, vocabularySize, name))
    {
        if (vocabularyDtype != "int64")
        {
            throw new ArgumentException($"IntegerLookup: vocabularyDtype must be \"int64\". Received: vocabularyDtype=\"{vocabularyDtype}\".", nameof(vocabularyDtype));
        }
    }

    /// <summary>A hash, and the refusal of unknown numbers, need to see the numbers.</summary>
    internal override bool RunsOnHost => !Invert && (NumOovIndices == 0 || (NumOovIndices > 1 && OovMethod == "farmhash"));

    private protected override IComparer<long> TermOrder => Comparer<long>.Default;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        RequireVocabulary();
        RequireNumbers(inputs);
        if (RunsOnHost)
        {
            return Encode(HostComputation.Run(this, [inputs], inputs.Shape, DType.Int64, () => HostComputation.OfNumbers(inputs, NumberOf)));
        }

        Tensor x = Prim.Convert(inputs, DType.Int64);
        return _terms is null ? Encode(Op.Unknown(x.Shape, DType.Int64)) : Invert ? TermsOf(x) : Encode(NumbersOf(x));
    }

    private protected override void TokensChanged()
    {
        long[] terms = Tokens.ToArray(), sorted = Tokens.ToArray(), indices = [.. Enumerable.Range(TokenStart, terms.Length).Select(i => (long)i)];
        Array.Sort(sorted, indices);
        (_terms, _sorted, _indices) = (terms, sorted, indices);
    }

    private protected override ReadOnlySpan<long> Elements(Tensor tensor)
    {
        RequireNumbers(tensor);
        return Prim.Convert(tensor, DType.Int64).ToArray<long>();
    }

    /// <summary>A binary search among the sorted terms.</summary>
    private Tensor NumbersOf(Tensor x)
    {
        Tensor sorted = Prim.Constant(_sorted!), at = Prim.Minimum(Ops.Searchsorted(sorted, x), Prim.Scalar(_sorted!.Shape[0] - 1, DType.Int32));
        Tensor unknown = NumOovIndices == 1 ? Number(OovStart) : Prim.Add(Prim.FloorMod(x, Number(NumOovIndices)), Number(OovStart));
        Tensor numbers = Prim.Select(Prim.Equal(Prim.Gather(sorted, at, 0), x), Prim.Gather(Prim.Constant(_indices!), at, 0), unknown);
        return MaskToken.Length == 0 ? numbers : Prim.Select(Prim.Equal(x, Exactly(MaskToken[0])), Number(MaskIndex), numbers);
    }

    private Tensor TermsOf(Tensor x)
    {
        Tensor place = Prim.Subtract(x, Number(TokenStart)), last = Number(_terms!.Shape[0] - 1);
        Tensor known = Prim.LogicalAnd(Prim.GreaterEqual(place, Number(0)), Prim.LessEqual(place, last));
        Tensor at = Prim.Convert(Prim.Maximum(Prim.Minimum(place, last), Number(0)), DType.Int32);
        Tensor terms = Prim.Select(known, Prim.Gather(Prim.Constant(_terms), at, 0), Exactly(OovToken.Length > 0 ? OovToken[0] : -1));
        return OovStart == 0 ? terms : Prim.Select(Prim.Equal(x, Number(0)), Exactly(MaskToken[0]), terms);
    }

    private long NumberOf(long number) =>
        MaskToken.Length > 0 && number == MaskToken[0] ? MaskIndex
        : IndexOf(number) is >= 0 and var known ? known
        : NumOovIndices > 0 ? OovStart + Hash.Bucket(number, NumOovIndices)
        : throw new ArgumentException($"{Label}: with numOovIndices=0 all numbers must be in the vocabulary. Received: {number}. Set numOovIndices: 1 to give unknown ones a number.");

    private static Tensor Number(int value) => Prim.Scalar(value, DType.Int64);

    /// <summary>A number that may have more digits than a double.</summary>
    private static Tensor Exactly(long value) => Prim.Constant(Tensor.From([value], Shape.Scalar));

    private void RequireNumbers(Tensor tensor)
    {
        if (tensor.DType == DType.String)
        {
            throw new ArgumentException($"{Label}: the input must be whole numbers. Received: dtype=string. Look texts up with StringLookup.", nameof(tensor));
        }
    }
}
