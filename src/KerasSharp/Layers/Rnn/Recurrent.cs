using KerasSharp.Saving;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that run a cell over a sequence (keras/src/layers/rnn/rnn.py).</summary>
[ConfigOrder("", "return_sequences", "return_state", "go_backwards", "stateful", "unroll", "zero_output_for_mask")]
public abstract class Recurrent : Layer
{
    internal override IReadOnlyList<string> TensorNames => ["sequences", "initial_state"];

    internal override bool TakesMask => true;

    internal override IReadOnlyList<Layer> WrittenFirst => [Cell];

    private Variable[]? _kept;

    /// <summary>What the sequence must be like. Not <see cref="Layer.InputSpec"/>, which would hold first states to it as well.</summary>
    private InputSpec _sequence;

    private protected Recurrent(
        RecurrentCell cell, bool returnSequences, bool returnState, bool goBackwards, bool stateful, bool unroll, bool zeroOutputForMask,
        Regularizer? activityRegularizer, string? name, bool trainable, DTypePolicy? dtype, InputSpec? sequence = null)
        : base(name, trainable, dtype, activityRegularizer)
    {
        ArgumentNullException.ThrowIfNull(cell);
        Cell = Track(cell, "cell");
        ReturnSequences = returnSequences;
        ReturnState = returnState;
        GoBackwards = goBackwards;
        Stateful = stateful;
        Unroll = unroll;
        ZeroOutputForMask = zeroOutputForMask;
        _sequence = sequence ?? new InputSpec(Ndim: 3, Hint: "A sequence has the shape (batch, time, features).");
    }

    /// <summary>One step.</summary>
    public RecurrentCell Cell { get; }

    /// <summary>Whether the outputs of all positions are returned.</summary>
    public bool ReturnSequences { get; }

    /// <summary>Whether the last states are returned as well.</summary>
    public bool ReturnState { get; }

    /// <summary>Whether it reads from the end.</summary>
    public bool GoBackwards { get; }

    /// <summary>Whether the states of a batch are the first ones of the next.</summary>
    public bool Stateful { get; }

    /// <summary>Whether a compiled function holds each position's computation by itself, instead of a loop.</summary>
    public bool Unroll { get; }

    /// <summary>Whether outputs are 0 where the mask is false, instead of those of the position before.</summary>
    public bool ZeroOutputForMask { get; internal set; }

    /// <summary>The states that a stateful layer keeps; null where it keeps none (yet).</summary>
    public IReadOnlyList<Variable>? States => _kept;

    private protected override bool PassesMask => true;

    private protected override bool WritesActivityRegularizer => true;

    /// <summary>Axis of the sequence whose size the weights are made for; null where the cell looks after that.</summary>
    private protected virtual int? FeatureAxis => -1;

    /// <inheritdoc/>
    internal override bool TreatsSamplesAlone(bool training) => !Stateful && base.TreatsSamplesAlone(training);

    /// <summary>Applies the layer to a sequence, starting from given states.</summary>
    /// <param name="inputs">The sequence, <c>(batch, time, ...)</c>.</param>
    /// <param name="initialState">The states before the first position, one for each of the cell's.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    /// <param name="mask">Which positions count, bool <c>(batch, time)</c>, instead of the mask that the sequence carries.</param>
    public Tensor Apply(Tensor inputs, IReadOnlyList<Tensor> initialState, bool? training = null, Tensor? mask = null) => ApplyMany(inputs, initialState, training, mask)[0];

    /// <summary>As <see cref="Apply(Tensor, IReadOnlyList{Tensor}, bool?, Tensor?)"/>, with all outputs: with <c>returnState</c> the last states follow the output.</summary>
    /// <param name="inputs">The sequence, <c>(batch, time, ...)</c>.</param>
    /// <param name="initialState">The states before the first position, one for each of the cell's.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    /// <param name="mask">Which positions count, bool <c>(batch, time)</c>, instead of the mask that the sequence carries.</param>
    public Tensor[] ApplyMany(Tensor inputs, IReadOnlyList<Tensor> initialState, bool? training = null, Tensor? mask = null) =>
        Invoke(InitialStates.Arguments(inputs, initialState, training, mask));

    /// <summary>The states before the first position, zeros unless the cell says otherwise.</summary>
    /// <param name="batchSize">Number of samples.</param>
    public Tensor[] GetInitialState(int batchSize) => Cell.GetInitialState(batchSize);

    /// <inheritdoc/>
    public override void ResetState()
    {
        foreach (Variable state in _kept ?? [])
        {
            state.Assign(Prim.Zeros(state.Shape, state.DType));
        }

        base.ResetState();
    }

    /// <summary>As <see cref="ResetState"/>: the name that it has in older code.</summary>
    public void ResetStates() => ResetState();

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _sequence.Check(this, input);
        if (FeatureAxis is { } axis)
        {
            _sequence = _sequence with { Axes = new Dictionary<int, int> { [axis] = input[axis < 0 ? axis + input.Rank : axis] } };
        }

        Cell.EnsureBuilt(input.Remove(1));
        if (Stateful && input.Remove(1).IsStatic)
        {
            KeepStates(input.Remove(1));
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        Check(x, arguments.MaskOf(0));
        Shape step = x.Shape.Remove(1);
        bool training = arguments.Training!.Value;
        if (Dispatch.Current is ShapeInterpreter)
        {
            return Symbolic(arguments, step);
        }

        Tensor[] states = FirstStates(arguments, step);
        Tensor? mask = arguments.MaskOf(0) is { } given ? Prim.Convert(given, DType.Bool) : null;
        Tensor[] constants = Cell.Draw(step, x.DType, training);
        (Tensor output, Tensor[] last) = WholeSequence.TryRun(this, x, states, mask, constants, startsAtZero: arguments.Inputs.Length == 1 && !Stateful)
            ?? RecurrentLoop.Run(this, x, states, mask, constants, training);
        for (int i = 0; Stateful && i < last.Length; i++)
        {
            _kept![i].Assign(last[i]);
        }

        return ReturnState ? [output, .. last] : [output];
    }

    /// <summary>Keras records the mask as an argument of the call (<c>"kwargs": {"mask": ...}</c>), and the layers after it have none.</summary>
    internal override bool EndsMaskInModels => true;

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        // A mask that is given in the call ends here, as in Keras; one that the input carries goes on.
        return ReturnSequences && index == 0 && arguments.Masks is null ? arguments.Inputs[0].Mask : null;
    }

    private void Check(Tensor x, Tensor? mask)
    {
        _sequence.Check(this, x.Shape);
        if (x.Shape[1] == 0)
        {
            throw new ShapeException($"{Label}: a sequence must have one position or more. Received: inputs.Shape={x.Shape}. Pad it, and mask the padding.");
        }

        if (Unroll && x.Shape[1] < 0)
        {
            throw new ShapeException(
                $"{Label}: to unroll the positions their number must be known. Received: inputs.Shape={x.Shape}. Give the time axis a size, or leave out unroll.");
        }

        if (mask is not null && (mask.Rank != 2 || !mask.Shape.IsCompatibleWith(x.Shape[..2])))
        {
            throw new ShapeException($"{Label}: the mask must have the shape (batch, time) of the sequence. Received: mask.Shape={mask.Shape}, inputs.Shape={x.Shape}.", nameof(mask));
        }
    }

    /// <summary>Shapes and dtypes of the outputs, from one step. Sizes of batch and time may be unknown.</summary>
    private Tensor[] Symbolic(CallArguments arguments, Shape step)
    {
        CheckGiven(arguments, step);
        Tensor x = arguments.Inputs[0];
        Tensor[] states = [.. Cell.StateShapes(step).Select(shape => new Tensor(shape, ComputeDType, symbol: null))];
        Tensor[] after = Cell.Invoke(new CallArguments([new Tensor(step, x.DType, symbol: null), .. states]) { Training = arguments.Training });
        Tensor output = ReturnSequences ? new Tensor(after[0].Shape.Insert(1, x.Shape[1]), after[0].DType, symbol: null) : after[0];
        return ReturnState ? [output, .. after[1..]] : [output];
    }

    private Tensor[] FirstStates(CallArguments arguments, Shape step)
    {
        if (arguments.Inputs.Length > 1)
        {
            CheckGiven(arguments, step);
            return arguments.Inputs[1..];
        }

        if (Stateful)
        {
            KeepStates(step);
            return Array.ConvertAll(_kept!, v => v.Value);
        }

        return Cell.FirstStates(step);
    }

    /// <summary>Refuses initial states that are not the cell's.</summary>
    private void CheckGiven(CallArguments arguments, Shape step)
    {
        if (arguments.Inputs.Length == 1)
        {
            return;
        }

        Shape[] expected = Cell.StateShapes(step), found = [.. arguments.Inputs.Skip(1).Select(state => state.Shape)];
        if (expected.Length != found.Length || expected.Zip(found).Any(pair => pair.First.Rank != pair.Second.Rank || !pair.First.IsCompatibleWith(pair.Second)))
        {
            throw new ShapeException(
                $"{Label}: the initial states must have the shapes {string.Join(", ", expected.Select(shape => shape.ToString()))}. Received: initialState.Shape={string.Join(", ", found.Select(shape => shape.ToString()))}.");
        }
    }

    private void KeepStates(Shape step)
    {
        if (_kept is not null)
        {
            if (_kept[0].Shape[0] != step[0])
            {
                throw new ShapeException(
                    $"{Label}: a stateful layer goes on with the samples of the batch before, so that all batches must have one size. Received: a batch of {step[0]} after one of {_kept[0].Shape[0]}. Use a batch size that divides the data, or stateful: false.");
            }

            return;
        }

        _kept = [.. Cell.StateShapes(step).Select(shape => DeferredWeights.Make(Label, shape, ComputeDType, () => Prim.Zeros(shape, ComputeDType), trainable: false, "rnn_state"))];
        Array.ForEach(_kept, state => state.Path = $"{Name}/rnn_state");
    }
}
