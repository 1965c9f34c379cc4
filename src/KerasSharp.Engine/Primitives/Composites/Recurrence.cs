using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A recurrent layer over whole sequences. Operands: x (batch, time, inputs), kernel (inputs, G units), recurrent kernel (units, G units), bias, the first
/// states (batch, units), and with <see cref="HasMask"/> a mask (batch, time), zero where a step leaves the states as they are. Results: the states of all
/// steps (batch, time, units), in place of time also where <see cref="Reverse"/> (step t is then the state after reading x[t], reading from the end);
/// where the cell has them, its gates (batch, time, saved units), laid out as the kernel that made them likes; and its second states (batch, time, units).
/// </summary>
internal abstract record Recurrence(bool Reverse, bool HasMask) : Composite
{
    /// <summary>Columns of the kernels, in units.</summary>
    public abstract int Gates { get; }

    /// <summary>Columns that the gradient needs, in units.</summary>
    public abstract int SavedGates { get; }

    /// <summary>Number of states: 2 with a cell state.</summary>
    public abstract int StateCount { get; }

    /// <summary>Number of biases, each of G units: 2 where inputs and states have their own.</summary>
    public virtual int Biases => 1;

    /// <inheritdoc/>
    public sealed override int OutputCount => StateCount + (SavedGates > 0 ? 1 : 0);

    /// <summary>Operands, the mask among them.</summary>
    public int InputCount => 4 + StateCount + (HasMask ? 1 : 0);

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape, recurrent = inputs[2].Shape;
        if (x.Rank != 3 || recurrent.Rank != 2 || recurrent[1] != Gates * recurrent[0] || inputs[1].Shape != Shape.Of(x[2], recurrent[1])
            || inputs[3].Shape.Count != Biases * recurrent[1])
        {
            throw Misfit(
                $"x (batch, time, inputs), kernel (inputs, {Gates} units), recurrent kernel (units, {Gates} units), {Biases} bias ({Gates} units) and {StateCount} states (batch, units) were expected.", inputs);
        }

        DType dtype = inputs[0].DType;
        TensorSpec states = new(Shape.Of(x[0], x[1], recurrent[0]), dtype);
        outputs[^1] = outputs[0] = states;
        if (SavedGates > 0)
        {
            outputs[1] = new(Shape.Of(x[0], x[1], SavedGates * recurrent[0]), dtype);
        }
    }

    /// <inheritdoc/>
    public sealed override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0];
        int steps = x.Shape[1];
        Tensor[] states = inputs[4..(4 + StateCount)];
        var results = new Tensor[OutputCount][];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = new Tensor[steps];
        }

        for (int turn = 0; turn < steps; turn++)
        {
            int t = Reverse ? steps - 1 - turn : turn;
            (Tensor[] next, Tensor? gates) = Step(At(x, t), states, inputs[1], inputs[2], inputs[3]);
            if (HasMask)
            {
                Tensor[] old = states;
                Tensor counts = Prim.NotEqual(Prim.SliceAxis(inputs[^1], 1, t, t + 1), Prim.Scalar(0, inputs[^1].DType));
                next = [.. next.Select((state, i) => Prim.Select(Prim.BroadcastTo(counts, state.Shape), state, old[i]))];
            }

            states = next;
            results[0][t] = Row(states[0]);
            results[^1][t] = Row(states[^1]);
            if (gates is not null)
            {
                results[1][t] = Row(gates);
            }
        }

        return [.. results.Select(rows => Prim.Concatenate(1, rows))];
    }

    /// <inheritdoc/>
    public sealed override Tensor?[] Gradient(in GradientContext context)
    {
        if (SavedGates > 0 && context.Cotangents[1] is not null)
        {
            return base.Gradient(context);
        }

        var operands = new List<Tensor>([.. context.Inputs, .. context.Outputs, context.CotangentOrZero(0)]);
        if (StateCount > 1)
        {
            // Only the last step's flows from outside, as Prim.Recur gives out only that.
            Tensor first = context.Inputs[5];
            operands.Add(context.Cotangents[^1] is { } cells ? At(cells, LastStep(cells)) : Prim.Zeros(first.Shape, first.DType));
        }

        bool needsInput = context.Needs(0);
        Tensor[] found = Dispatch.Bind(new RecurrenceGradient(this, needsInput), [.. operands]);
        var gradients = new Tensor?[InputCount];
        found.CopyTo(gradients, needsInput ? 0 : 1);
        return gradients;
    }

    /// <summary>The definition of one step: the new states, and what is saved of the gates.</summary>
    protected abstract (Tensor[] States, Tensor? Gates) Step(Tensor x, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor bias);

    /// <summary>Place of the step that is read last.</summary>
    internal int LastStep(Tensor sequence) => Reverse ? 0 : sequence.Shape[1] - 1;

    /// <summary>One step of a sequence.</summary>
    internal static Tensor At(Tensor sequence, int t) => Prim.Reshape(
        Prim.Slice(sequence, [0, t, 0], [sequence.Shape[0], t + 1, sequence.Shape[2]]), Shape.Of(sequence.Shape[0], sequence.Shape[2]));

    /// <summary>The columns of a gate.</summary>
    private protected static Tensor Gate(Tensor z, int gate, int units) => Prim.Slice(z, [0, gate * units], [z.Shape[0], (gate + 1) * units]);

    private static Tensor Row(Tensor x) => Prim.Reshape(x, x.Shape.Insert(1, 1));
}

/// <summary>
/// The gradient of a <see cref="Recurrence"/>. Operands: its operands, its results, the cotangent of the states and, with a second state, that of its last
/// value. Results: the cotangents of its operands without the mask; that of x only with <see cref="NeedsInput"/>.
/// </summary>
internal sealed record RecurrenceGradient(Recurrence Of, bool NeedsInput) : Composite
{
    /// <inheritdoc/>
    public override string Name => $"{Of.Name}_gradient";

    /// <inheritdoc/>
    public override int OutputCount => 4 + Of.StateCount - First;

    /// <summary>The first operand of the forward pass that gets a cotangent.</summary>
    public int First => NeedsInput ? 0 : 1;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => inputs.Slice(First, outputs.Length).CopyTo(outputs);

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        // Differentiate the definition: the saved results are not needed then.
        using var tape = new GradientTape(persistent: false, watchVariables: false);
        Tensor[] arguments = Array.ConvertAll(inputs[..Of.InputCount], Prim.Identity);
        Tensor[] watched = arguments[First..(First + OutputCount)];
        foreach (Tensor argument in watched)
        {
            tape.Watch(argument);
        }

        Tensor[] outputs = Of.Decompose(arguments);
        Tensor[] cotangents = inputs[(Of.InputCount + Of.OutputCount)..];
        Tensor[] targets = Of.StateCount > 1 ? [outputs[0], Recurrence.At(outputs[^1], Of.LastStep(outputs[^1]))] : [outputs[0]];
        Tensor?[] found = tape.GradientOf(targets, watched, cotangents);
        return [.. found.Select((g, i) => g ?? Prim.Zeros(watched[i].Shape, watched[i].DType))];
    }
}

internal static partial class Prim
{
    /// <summary>A recurrent layer over whole sequences: the states of all steps (batch, time, units), and each state after the last (batch, units).</summary>
    public static (Tensor States, Tensor[] Last) Recur(Recurrence recurrence, Tensor x, Tensor kernel, Tensor recurrent, Tensor bias, Tensor[] states, Tensor? mask)
    {
        Tensor[] results = Dispatch.Bind(recurrence, mask is null ? [x, kernel, recurrent, bias, .. states] : [x, kernel, recurrent, bias, .. states, mask]);
        int last = recurrence.LastStep(x);
        Tensor hidden = Recurrence.At(results[0], last);
        return (results[0], recurrence.StateCount == 1 ? [hidden] : [hidden, Recurrence.At(results[^1], last)]);
    }
}
