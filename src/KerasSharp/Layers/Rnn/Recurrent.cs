using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that run a cell over a sequence (keras/src/layers/rnn/rnn.py).</summary>
public abstract class Recurrent : Layer
{
    private Variable[]? _kept;

    /// <summary>What the sequence must be like. Not <see cref="Layer.InputSpec"/>, which would hold first states to it as well.</summary>
    private InputSpec _sequence = new(Ndim: 3, Hint: "A sequence has the shape (batch, time, features).");

    private protected Recurrent(
        RecurrentCell cell, bool returnSequences, bool returnState, bool goBackwards, bool stateful, bool unroll, bool zeroOutputForMask,
        Regularizer? activityRegularizer, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype, activityRegularizer)
    {
        Cell = Track(cell, "cell");
        ReturnSequences = returnSequences;
        ReturnState = returnState;
        GoBackwards = goBackwards;
        Stateful = stateful;
        Unroll = unroll;
        ZeroOutputForMask = zeroOutputForMask;
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

    /// <summary>Whether it computes position by position.</summary>
    public bool Unroll { get; }

    /// <summary>Whether outputs are 0 where the mask is false.</summary>
    public bool ZeroOutputForMask { get; internal set; }

    private protected override bool HandlesMask => true;

    private protected override bool WritesActivityRegularizer => true;

    /// <inheritdoc/>
    public override void ResetState()
    {
        foreach (Variable state in _kept ?? [])
        {
            state.Assign(Prim.Zeros(state.Shape, state.DType));
        }
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        _sequence.Check(this, input);
        _sequence = _sequence with { Axes = new Dictionary<int, int> { [-1] = input[2] } };
        Cell.EnsureBuilt(Shape.Of(input[0], input[2]));
        if (Stateful && input[0] >= 0)
        {
            KeepStates(input[0]);
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        _sequence.Check(this, x.Shape);
        if (x.Shape[1] == 0)
        {
            throw new ShapeException($"{Label}: a sequence must have one position or more. Received: inputs.Shape={x.Shape}. Pad it, and mask the padding.", nameof(arguments));
        }

        if (!x.Shape.IsStatic && Dispatch.IsAbstract)
        {
            return Symbolic(x);
        }

        Tensor[] states = FirstStates(arguments, x);
        (Tensor? Input, Tensor? State) drops = Cell.Drops(x, arguments.Training!.Value);
        Tensor? mask = arguments.MaskOf(0);
        Recurrence? whole = !Unroll && drops.State is null && x.Shape[1] > 0 ? Cell.Whole(GoBackwards, mask is not null) : null;
        bool startsAtZero = arguments.Inputs.Length == 1 && !Stateful;
        (Tensor output, Tensor[] last) = whole is null ? RunSteps(x, states, mask, drops) : RunWhole(whole, x, states, mask, drops.Input, startsAtZero);
        for (int i = 0; Stateful && i < last.Length; i++)
        {
            _kept![i].Assign(last[i]);
        }

        return ReturnState ? [output, .. last] : [output];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return ReturnSequences && index == 0 ? arguments.Masks is null ? arguments.Inputs[0].Mask : null : null;
    }

    private Tensor[] Symbolic(Tensor x)
    {
        Shape state = Shape.Of(x.Shape[0], Cell.Units);
        Tensor output = new(ReturnSequences ? Shape.Of(x.Shape[0], x.Shape[1], Cell.Units) : state, x.DType, symbol: null);
        return ReturnState ? [output, .. Enumerable.Range(0, Cell.StateCount).Select(_ => new Tensor(state, x.DType, symbol: null))] : [output];
    }

    private Tensor[] FirstStates(CallArguments arguments, Tensor x)
    {
        if (arguments.Inputs.Length > 1)
        {
            return arguments.Inputs.Length == 1 + Cell.StateCount ? arguments.Inputs[1..] : throw new ArgumentException(
                $"{Label}: it has {Cell.StateCount} states. Received: {arguments.Inputs.Length - 1} initial states.", nameof(arguments));
        }

        if (Stateful)
        {
            KeepStates(x.Shape[0]);
            return Array.ConvertAll(_kept!, v => v.Value);
        }

        Tensor zero = Prim.Zeros(Shape.Of(x.Shape[0], Cell.Units), x.DType);
        return [.. Enumerable.Repeat(zero, Cell.StateCount)];
    }

    private void KeepStates(int batch)
    {
        if (_kept is not null)
        {
            return;
        }

        using (Dispatch.Enter(null!))
        using (Dispatch.WithoutRecorders())
        {
            _kept = [.. Enumerable.Range(0, Cell.StateCount).Select(_ => new Variable(Prim.Zeros(Shape.Of(batch, Cell.Units), ComputeDType), trainable: false, name: "rnn_state"))];
        }
    }

    /// <summary>The whole sequence by one kernel.</summary>
    private (Tensor Output, Tensor[] States) RunWhole(Recurrence whole, Tensor x, Tensor[] states, Tensor? mask, Tensor? drop, bool startsAtZero)
    {
        if (drop is not null)
        {
            x = Prim.Multiply(x, Prim.Reshape(drop, Shape.Of(x.Shape[0], 1, x.Shape[2])));
        }

        (Variable kernel, Variable recurrent, Variable? bias) = Cell.Kernels;
        Tensor given = bias?.Value ?? Prim.Zeros(Shape.Of(whole.Biases, kernel.Shape[1]), x.DType);
        Tensor? counts = mask is null ? null : Prim.Convert(mask, x.DType);
        (Tensor sequence, Tensor[] last) = Prim.Recur(whole, x, kernel.Value, recurrent.Value, whole.Biases == 1 ? Prim.Reshape(given, Shape.Of(kernel.Shape[1])) : given, states, counts);

        // Where the mask is false the kernel gives the state, which is the last output; not so if that is to be 0, or if nothing but first states was before.
        if (counts is not null && (ZeroOutputForMask || !startsAtZero))
        {
            Tensor shows = ZeroOutputForMask ? counts : Prim.CumulativeMax(counts, 1, GoBackwards);
            shows = Prim.NotEqual(Prim.Reshape(shows, Shape.Of(counts.Shape[0], counts.Shape[1], 1)), Prim.Scalar(0, counts.DType));
            sequence = Prim.Select(Prim.BroadcastTo(shows, sequence.Shape), sequence, Prim.Zeros(sequence.Shape, sequence.DType));
        }

        Tensor output = !ReturnSequences ? Recurrence.At(sequence, whole.LastStep(sequence)) : GoBackwards ? Prim.Reverse(sequence, 1) : sequence;
        return (output, last);
    }

    /// <summary>Position by position.</summary>
    private (Tensor Output, Tensor[] States) RunSteps(Tensor x, Tensor[] states, Tensor? mask, (Tensor? Input, Tensor? State) drops)
    {
        int steps = x.Shape[1];
        var outputs = new Tensor[steps];
        Tensor? previous = null;
        for (int turn = 0; turn < steps; turn++)
        {
            int t = GoBackwards ? steps - 1 - turn : turn;
            Tensor[] next = Cell.Step(Recurrence.At(x, t), states, drops);
            Tensor output = next[0];
            if (mask is not null)
            {
                Tensor counts = Prim.BroadcastTo(Prim.SliceAxis(Prim.Convert(mask, DType.Bool), 1, t, t + 1), output.Shape);
                Tensor[] old = states;
                output = Prim.Select(counts, output, ZeroOutputForMask || previous is null ? Prim.Zeros(output.Shape, output.DType) : previous);
                next = [.. next.Select((state, i) => Prim.Select(counts, state, old[i]))];
            }

            (previous, states) = (output, next);
            outputs[turn] = Prim.Reshape(output, Shape.Of(output.Shape[0], 1, Cell.Units));
        }

        Tensor result = ReturnSequences ? Prim.Concatenate(1, outputs) : previous ?? states[0];
        return (result, states);
    }
}
