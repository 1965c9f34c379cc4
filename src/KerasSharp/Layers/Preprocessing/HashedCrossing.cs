using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <summary>Numbers combinations of features by a hash, so that a model can tell combinations apart: <c>hash(features) % numBins</c>.</summary>
/// <remarks>
/// Inputs: a list of two or more tensors of one shape, <c>(batch, 1)</c>, <c>(batch,)</c> or <c>()</c>; text or whole numbers. Output shape: the same, int64; with
/// <c>"one_hot"</c> <c>(batch, numBins)</c>. No weights. It computes on the host: in functional models once, before the steps.
/// </remarks>
[KerasSerializable("keras.layers", "HashedCrossing")]
public sealed partial class HashedCrossing : Layer
{
    // What the hash of TensorFlow's sparse_cross_hashed begins with.
    private const ulong FirstKey = 0xDECAFCAFFE;

    private readonly string _outputMode;
    private readonly bool _sparse;

    /// <summary>A crossing.</summary>
    /// <param name="numBins">The number of bins, at least 1.</param>
    /// <param name="outputMode"><c>"int"</c> or <c>"one_hot"</c>.</param>
    /// <param name="sparse">Must be false.</param>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">Dtype of the output; int64 for the mode <c>"int"</c> when not given.</param>
    /// <exception cref="ArgumentException">A number or the mode is none of those.</exception>
    public HashedCrossing(int numBins, string outputMode = "int", bool sparse = false, string? name = null, DTypePolicy? dtype = null)
        : base(name, trainable: true, dtype ?? (outputMode == "int" ? DType.Int64 : dtype))
    {
        NumBins = Arguments.AtLeast(1, numBins, nameof(numBins), nameof(HashedCrossing));
        _outputMode = CategoricalOutput.CheckMode(outputMode, nameof(HashedCrossing), "int", "one_hot");
        _sparse = CategoricalOutput.CheckSparse(sparse, nameof(HashedCrossing));
    }

    /// <summary>The number of bins.</summary>
    public int NumBins { get; }

    internal override bool RunsOnHost => true;

    private protected override bool CastsInput => false;

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        ["num_bins"] = NumBins, ["output_mode"] = _outputMode, ["sparse"] = _sparse, ["name"] = Name, ["dtype"] = VariableDType.Name(),
    };

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor[] inputs = arguments.Inputs;
        if (inputs.Length < 2)
        {
            throw new ArgumentException($"{Label}: it crosses two inputs or more. Received: {inputs.Length}. Pass a list.", nameof(arguments));
        }

        Shape shape = inputs[0].Shape;
        if (shape.Rank > 2 || (shape.Rank == 2 && shape[1] != 1) || !Array.TrueForAll(inputs, x => x.Shape.IsCompatibleWith(shape)))
        {
            throw new ShapeException(
                $"{Label}: all inputs must have one shape, (batch, 1), (batch,) or (). Received: {string.Join(", ", inputs.Select(x => x.Shape))}. Give each feature an input of its own.", nameof(arguments));
        }

        if (Array.Find(inputs, x => x.DType != DType.String && !x.DType.IsInteger()) is { } wrong)
        {
            throw new ArgumentException($"{Label}: the inputs must be text or whole numbers. Received: {wrong.DType.Name()}. Put numbers into bins first, with Discretization.", nameof(arguments));
        }

        Tensor bins = HostComputation.Run(this, inputs, shape, DType.Int64, () => Cross(inputs));
        return [CategoricalOutput.Encode(this, bins, _outputMode, NumBins, ComputeDType)];
    }

    private Tensor Cross(Tensor[] inputs)
    {
        var keys = new ulong[inputs[0].Count];
        Array.Fill(keys, FirstKey);
        foreach (Tensor input in inputs)
        {
            if (input.DType == DType.String)
            {
                ReadOnlySpan<string> texts = input.Text;
                for (int i = 0; i < keys.Length; i++)
                {
                    keys[i] = FarmHash.Join(keys[i], TextHash.Fingerprint(texts[i]));
                }
            }
            else
            {
                long[] numbers = Ops.Cast(input, DType.Int64).ToArray<long>();
                for (int i = 0; i < keys.Length; i++)
                {
                    keys[i] = FarmHash.Join(keys[i], (ulong)numbers[i]);
                }
            }
        }

        return Tensor.From(Array.ConvertAll(keys, key => (long)(key % (ulong)NumBins)), inputs[0].Shape);
    }
}
