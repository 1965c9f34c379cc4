using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Numbers texts or whole numbers by a hash (FarmHash64 of UTF-8; with a salt SipHash-2-4), so that no vocabulary is needed and several may share a number.</summary>
/// <remarks>
/// Input shape: any; text or whole numbers, which are hashed as their decimal digits. Output shape: the same, int64; in other modes than <c>"int"</c> as that of
/// <see cref="CategoryEncoding"/>. No weights. It computes on the host: in functional models once, before the steps.
/// </remarks>
/// <param name="numBins">The number of bins, that of the mask included, at least 1.</param>
/// <param name="maskValue">What gets the number 0, which nothing else gets then.</param>
/// <param name="salt">A key: one whole number or two.</param>
/// <param name="outputMode"><c>"int"</c>, <c>"one_hot"</c>, <c>"multi_hot"</c> or <c>"count"</c>.</param>
/// <param name="sparse">Must be false.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtype of the output; int64 for the mode <c>"int"</c> when not given.</param>
/// <exception cref="ArgumentException">A number or the mode is none of those, or the dtype is no integer in the mode <c>"int"</c>.</exception>
[KerasSerializable("keras.layers", "Hashing")]
public sealed partial class Hashing(
    int numBins, [ConfigName(Order = 1)] Token? maskValue = null, Salt? salt = null, [ConfigName(Order = 1)] string outputMode = "int", [ConfigName(Order = 1)] bool sparse = false,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype ?? (outputMode == "int" ? DType.Int64 : dtype))
{
    private readonly int _numBins = Arguments.AtLeast(1, numBins, nameof(numBins), nameof(Hashing));
    private readonly string _outputMode = CheckMode(outputMode, dtype);
    private readonly bool _sparse = CategoricalOutput.CheckSparse(sparse, nameof(Hashing));

    internal override bool RunsOnHost => true;

    /// <summary>The number of bins.</summary>
    internal int NumBins => _numBins;

    private protected override bool CastsInput => false;

    private protected override DType AssumedInput => maskValue?.Text is null ? DType.Int64 : DType.String;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (maskValue is not null && maskValue.Text is null == (inputs.DType == DType.String))
        {
            throw new ArgumentException(
                $"{Label}: maskValue must be a text where the inputs are, else a number. Received: maskValue={ConfigJson.Write(maskValue.ToConfigValue())}, inputs.DType={inputs.DType.Name()}.", nameof(inputs));
        }

        Tensor bins = HostComputation.Run(this, [inputs], inputs.Shape, DType.Int64, () => Bins(inputs));
        return CategoricalOutput.Encode(this, bins, _outputMode, _numBins, ComputeDType);
    }

    private Tensor Bins(Tensor x)
    {
        // The bin 0 is that of the mask alone, where there is more than one.
        bool hasMask = maskValue is not null && _numBins > 1;
        int first = hasMask ? 1 : 0, bins = _numBins - first;
        var hash = new TextHash(salt);
        return x.DType == DType.String
            ? HostComputation.OfTexts(x, text => hasMask && text == maskValue!.Text ? 0 : first + hash.Bucket(text, bins))
            : HostComputation.OfNumbers(x, number => hasMask && number == maskValue!.Number ? 0 : first + hash.Bucket(number, bins));
    }

    private static string CheckMode(string outputMode, DTypePolicy? dtype)
    {
        string mode = CategoricalOutput.CheckMode(outputMode, nameof(Hashing), "int", "one_hot", "multi_hot", "count");
        return mode != "int" || dtype is null || dtype.ComputeDType is DType.Int32 or DType.Int64 ? mode : throw new ArgumentException(
            $"Hashing: with outputMode: \"int\" dtype must be \"int32\" or \"int64\". Received: dtype=\"{dtype.Name}\". Leave it out, or take another mode.", nameof(dtype));
    }
}
