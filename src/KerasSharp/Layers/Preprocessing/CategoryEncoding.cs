using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Makes vectors of numbers of categories: with a one for each (<c>"one_hot"</c>), for each that a sample has (<c>"multi_hot"</c>), or with how often it has it.</summary>
/// <remarks>
/// Input shape: <c>(batch, length)</c> or <c>(batch,)</c>, whole numbers. Output shape: <c>(batch, numTokens)</c>; <c>"one_hot"</c>: <c>(..., numTokens)</c>, where a last
/// axis of size 1 is dropped first. A vector counts as one sample but for <c>"one_hot"</c>. No weights.
/// </remarks>
/// <param name="numTokens">The number of categories, at least 1.</param>
/// <param name="outputMode"><c>"multi_hot"</c>, <c>"one_hot"</c> or <c>"count"</c>.</param>
/// <param name="sparse">Must be false.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="numTokens"/> is less than 1.</exception>
/// <exception cref="ArgumentException"><paramref name="outputMode"/> is none of those.</exception>
[KerasSerializable("keras.layers", "CategoryEncoding")]
public sealed partial class CategoryEncoding(
    int numTokens, string outputMode = "multi_hot", bool sparse = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly int _numTokens = Arguments.AtLeast(1, numTokens, nameof(numTokens), nameof(CategoryEncoding));
    private readonly string _outputMode = CategoricalOutput.CheckMode(outputMode, nameof(CategoryEncoding), "one_hot", "multi_hot", "count");
    private readonly bool _sparse = CategoricalOutput.CheckSparse(sparse, nameof(CategoryEncoding));

    private protected override bool CastsInput => false;

    /// <summary>Counts each number as its weight: <c>layer(inputs, count_weights=...)</c>.</summary>
    /// <param name="inputs">Whole numbers.</param>
    /// <param name="countWeights">A weight for each, in the shape of <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">The output mode is not <c>"count"</c>, or the shapes differ.</exception>
    public Tensor Apply(Tensor inputs, Tensor countWeights) => Invoke(new CallArguments(inputs, countWeights) { InputNames = [null, "count_weights"] })[0];

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        Tensor? weights = arguments.Inputs.Length > 1 ? arguments.Inputs[1] : null;
        if (weights is not null && (_outputMode != "count" || !weights.Shape.IsCompatibleWith(x.Shape)))
        {
            throw new ArgumentException(
                $"{Label}: weights need outputMode: \"count\" and the shape of the inputs. Received: outputMode=\"{_outputMode}\", countWeights.Shape={weights.Shape}, inputs.Shape={x.Shape}.", nameof(arguments));
        }

        if (x.IsConcrete && x.Count > 0 && Prim.ReduceOr(Ops.Ravel(Ops.LogicalOr(x < 0, x >= _numTokens)), 0).Item() != 0)
        {
            throw new ArgumentException(
                $"{Label}: the inputs must be from 0 to {_numTokens - 1}. Received: numbers from {Ops.Min(x).Item()} to {Ops.Max(x).Item()}. Raise numTokens, or look the numbers up with IntegerLookup.", nameof(arguments));
        }

        return [CategoricalOutput.Encode(this, x, _outputMode, _numTokens, ComputeDType, weights)];
    }
}
