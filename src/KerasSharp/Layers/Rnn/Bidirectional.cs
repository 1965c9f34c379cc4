using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A recurrent layer read forwards and another read backwards, put together (Schuster and Paliwal 1997).</summary>
/// <remarks>
/// Input shape: <c>(batch, time, ...)</c>, and the initial states of both layers if they are given, those of the forward layer first. Output shape: that of the layer,
/// with the last axis doubled for <c>"concat"</c>; without merging the output of the backward layer follows. With <c>returnState</c> the last states of both follow. Weights:
/// those of the two layers, <c>forward_...</c> and <c>backward_...</c>.
/// </remarks>
[KerasSerializable("keras.layers", "Bidirectional")]
[ConfigOrder("", "merge_mode")]
public sealed partial class Bidirectional : Layer
{
    internal override IReadOnlyList<string> TensorNames => ["sequences", "initial_state"];

    internal override bool TakesMask => true;

    internal override IReadOnlyList<Layer> WrittenFirst => [_layer, _backwardLayer];

    private readonly Recurrent _layer;
    private readonly Recurrent _backwardLayer;
    private readonly string? _mergeMode;
    private readonly IReadOnlyList<Tensor>? _weights;

    /// <summary>Two copies of a layer, or two layers.</summary>
    /// <param name="layer">The recurrent layer, from whose config the forward layer is made.</param>
    /// <param name="mergeMode"><c>"concat"</c>, <c>"sum"</c>, <c>"mul"</c>, <c>"ave"</c>, or null for both outputs.</param>
    /// <param name="weights">First values of the weights, those of the forward layer first, instead of those of the initializers; files do not hold them here.</param>
    /// <param name="backwardLayer">The backward layer, used as it is; a copy of <paramref name="layer"/> that reads the other way when not given.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    /// <exception cref="ArgumentException">The layers do not fit together, or the mode is unknown.</exception>
    public Bidirectional(
        Recurrent layer, string? mergeMode = "concat", [ConfigName(Omit = true)] IReadOnlyList<Tensor>? weights = null, Recurrent? backwardLayer = null, string? name = null,
        bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _weights = weights;
        _mergeMode = mergeMode is null or "concat" or "sum" or "mul" or "ave" ? mergeMode : throw new ArgumentException(
            $"Bidirectional: mergeMode must be \"concat\", \"sum\", \"mul\", \"ave\" or null. Received: mergeMode=\"{mergeMode}\".", nameof(mergeMode));
        _layer = Track(Copy(layer, "forward_", layer.GoBackwards), "forward_layer");
        _backwardLayer = Track(backwardLayer ?? Copy(layer, "backward_", !layer.GoBackwards), "backward_layer");
        if (_layer.GoBackwards == _backwardLayer.GoBackwards || _layer.ReturnSequences != _backwardLayer.ReturnSequences || _layer.ReturnState != _backwardLayer.ReturnState
            || _layer.Stateful != _backwardLayer.Stateful)
        {
            throw new ArgumentException(
                $"Bidirectional: the layers must read in different directions and return and keep the same. Received: goBackwards={_layer.GoBackwards} and {_backwardLayer.GoBackwards}, "
                + $"returnSequences={_layer.ReturnSequences} and {_backwardLayer.ReturnSequences}, returnState={_layer.ReturnState} and {_backwardLayer.ReturnState}, stateful={_layer.Stateful} and {_backwardLayer.Stateful}.",
                nameof(backwardLayer));
        }

        // Masked outputs of sequences are 0, so that merging leaves no remains.
        _layer.ZeroOutputForMask = _backwardLayer.ZeroOutputForMask = _layer.ReturnSequences;
    }

    /// <summary>The layer that reads forwards.</summary>
    public Recurrent ForwardLayer => _layer;

    /// <summary>The layer that reads backwards.</summary>
    public Recurrent BackwardLayer => _backwardLayer;

    /// <summary>The states that stateful layers keep, those of the forward layer first; null where none are kept (yet).</summary>
    public IReadOnlyList<Variable>? States => _layer.States is { } forward && _backwardLayer.States is { } backward ? [.. forward, .. backward] : null;

    private protected override bool PassesMask => true;

    /// <summary>Applies the layer to a sequence, starting from given states.</summary>
    /// <param name="inputs">The sequence, <c>(batch, time, ...)</c>.</param>
    /// <param name="initialState">The states before the first position: those of the forward layer, then those of the backward layer.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    /// <param name="mask">Which positions count, bool <c>(batch, time)</c>, instead of the mask that the sequence carries.</param>
    public Tensor[] ApplyMany(Tensor inputs, IReadOnlyList<Tensor> initialState, bool? training = null, Tensor? mask = null) =>
        Invoke(InitialStates.Arguments(inputs, initialState, training, mask));

    /// <summary>As <see cref="Layer.ResetState"/>: the name that it has in older code.</summary>
    public void ResetStates() => ResetState();

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _layer.EnsureBuilt(inputs[0]);
        _backwardLayer.EnsureBuilt(inputs[0]);
        if (_weights is not null)
        {
            SetWeights(_weights);
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int given = arguments.Inputs.Length - 1, half = given / 2;
        if (given % 2 != 0)
        {
            throw new ArgumentException($"{Label}: the initial states must be as many for each direction. Received: {given} states. Give those of the forward layer, then those of the backward layer.", nameof(arguments));
        }

        Tensor x = arguments.Inputs[0];
        Tensor?[]? masks = arguments.MaskOf(0) is { } mask ? [mask] : null;
        Tensor[] forward = _layer.Invoke(new CallArguments([x, .. arguments.Inputs[1..(1 + half)]]) { Training = arguments.Training, Masks = masks });
        Tensor[] backward = _backwardLayer.Invoke(new CallArguments([x, .. arguments.Inputs[(1 + half)..]]) { Training = arguments.Training, Masks = masks });
        Tensor y = forward[0], reversed = _layer.ReturnSequences ? Prim.Reverse(backward[0], 1) : backward[0];
        Tensor[] merged = _mergeMode switch
        {
            "concat" => [Prim.Concatenate(y.Rank - 1, y, reversed)],
            "sum" => [Prim.Add(y, reversed)],
            "mul" => [Prim.Multiply(y, reversed)],
            "ave" => [Prim.Multiply(Prim.Add(y, reversed), 0.5)],
            _ => [y, reversed],
        };
        return [.. merged, .. forward[1..], .. backward[1..]];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return _layer.ReturnSequences && index < (_mergeMode is null ? 2 : 1) ? arguments.Inputs[0].Mask : null;
    }

    /// <summary>A layer of the same config under the prefixed name, without state.</summary>
    private static Recurrent Copy(Recurrent layer, string prefix, bool goBackwards)
    {
        using IDisposable apart = SharedObjectReader.Leave();
        SerializedObject data = ObjectRegistry.Serialize(layer);
        var config = (Config)data.Config!;
        string bare = layer.Name.StartsWith(prefix, StringComparison.Ordinal) ? layer.Name[prefix.Length..] : layer.Name;
        config["name"] = prefix + bare;
        config["go_backwards"] = goBackwards;
        return (Recurrent)ObjectRegistry.Deserialize(data, nameof(Bidirectional));
    }
}
