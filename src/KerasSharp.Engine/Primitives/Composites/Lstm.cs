namespace KerasSharp.Primitives;

/// <summary>
/// A long short-term memory layer over whole sequences (Hochreiter and Schmidhuber 1997, with forget gates), gates in Keras's order i, f, c, o, sigmoid
/// gates and tanh activations. Operands: x (batch, time, inputs), kernel (inputs, 4 units), recurrent kernel (units, 4 units), bias (4 units), h0 and c0
/// (batch, units). Results: the states h of all steps (batch, time, units), in place of time also where <see cref="Reverse"/> (step t is then the state
/// after reading x[t], reading from the end); the activated gates (batch, time, 4 units) and the cell states c (batch, time, units), which the gradient
/// needs. The layout within the last two belongs to the kernel that made them.
/// </summary>
internal sealed record Lstm(bool Reverse) : Composite
{
    /// <inheritdoc/>
    public override string Name => "lstm";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<Tensors.TensorSpec> inputs, Span<Tensors.TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape, recurrent = inputs[2].Shape;
        if (x.Rank != 3 || recurrent.Rank != 2 || recurrent[1] != 4 * recurrent[0] || inputs[1].Shape != Shape.Of(x[2], recurrent[1]))
        {
            throw Misfit("x (batch, time, inputs), kernel (inputs, 4 units), recurrent kernel (units, 4 units), bias (4 units) and two states (batch, units) were expected.", inputs);
        }

        DType dtype = inputs[0].DType;
        outputs[0] = new(Shape.Of(x[0], x[1], recurrent[0]), dtype);
        outputs[1] = new(Shape.Of(x[0], x[1], recurrent[1]), dtype);
        outputs[2] = outputs[0];
    }

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        (Tensor x, Tensor kernel, Tensor recurrent, Tensor bias, Tensor h, Tensor c) = (inputs[0], inputs[1], inputs[2], inputs[3], inputs[4], inputs[5]);
        int steps = x.Shape[1];
        var states = new Tensor[steps];
        var gates = new Tensor[steps];
        var cells = new Tensor[steps];
        for (int turn = 0; turn < steps; turn++)
        {
            int t = Reverse ? steps - 1 - turn : turn;
            Tensor z = Prim.Add(Prim.Add(Prim.Dot(At(x, t), kernel), bias), Prim.Dot(h, recurrent));
            Tensor i = Prim.Sigmoid(Gate(z, 0)), f = Prim.Sigmoid(Gate(z, 1)), g = Prim.Tanh(Gate(z, 2)), o = Prim.Sigmoid(Gate(z, 3));
            c = Prim.Add(Prim.Multiply(f, c), Prim.Multiply(i, g));
            h = Prim.Multiply(o, Prim.Tanh(c));
            (states[t], gates[t], cells[t]) = (Row(h), Row(Prim.Concatenate(1, i, f, g, o)), Row(c));
        }

        return [Prim.Concatenate(1, states), Prim.Concatenate(1, gates), Prim.Concatenate(1, cells)];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        if (context.Cotangents[1] is not null)
        {
            return base.Gradient(context);
        }

        Tensor h0 = context.Inputs[4];
        Tensor dcell = context.Cotangents[2] is { } dc ? LastCell(dc) : Prim.Zeros(h0.Shape, h0.DType);
        Tensor[] found = Dispatch.Bind(
            new LstmGradient(Reverse), context.Inputs[0], context.Inputs[1], context.Inputs[2], h0, context.Inputs[5],
            context.Outputs[0], context.Outputs[1], context.Outputs[2], context.CotangentOrZero(0), dcell, context.Inputs[3]);
        return [.. found];
    }

    /// <summary>The cell states' cotangent: only the last step's flows from outside, as <see cref="Prim.Lstm"/> gives out only that.</summary>
    private Tensor LastCell(Tensor cells) => At(cells, Reverse ? 0 : cells.Shape[1] - 1);

    internal static Tensor At(Tensor sequence, int t) => Prim.Reshape(
        Prim.Slice(sequence, [0, t, 0], [sequence.Shape[0], t + 1, sequence.Shape[2]]), Shape.Of(sequence.Shape[0], sequence.Shape[2]));

    private static Tensor Gate(Tensor z, int gate)
    {
        int units = z.Shape[1] / 4;
        return Prim.Slice(z, [0, gate * units], [z.Shape[0], (gate + 1) * units]);
    }

    private static Tensor Row(Tensor x) => Prim.Reshape(x, x.Shape.Insert(1, 1));
}

/// <summary>
/// The gradient of <see cref="Lstm"/>. Operands: x, kernel, recurrent kernel, h0, c0, the three results, the cotangent of the states, that of the last cell
/// state, the bias. Results: the cotangents of x, kernel, recurrent kernel, bias, h0, c0.
/// </summary>
internal sealed record LstmGradient(bool Reverse) : Composite
{
    /// <inheritdoc/>
    public override string Name => "lstm_gradient";

    /// <inheritdoc/>
    public override int OutputCount => 6;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<Tensors.TensorSpec> inputs, Span<Tensors.TensorSpec> outputs)
    {
        ReadOnlySpan<int> from = [0, 1, 2, 10, 3, 4];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = inputs[from[i]];
        }
    }

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        // Differentiate the definition: the saved results are not needed then.
        using var tape = new GradientTape(persistent: false, watchVariables: false);
        Tensor[] arguments = [.. new[] { 0, 1, 2, 10, 3, 4 }.Select(i => Prim.Identity(inputs[i]))];
        foreach (Tensor argument in arguments)
        {
            tape.Watch(argument);
        }

        Tensor[] outputs = new Lstm(Reverse).Decompose(arguments);
        Tensor last = Lstm.At(outputs[2], Reverse ? 0 : outputs[2].Shape[1] - 1);
        Tensor?[] found = tape.GradientOf([outputs[0], last], arguments, [inputs[8], inputs[9]]);
        return [.. found.Select((g, i) => g ?? Prim.Zeros(arguments[i].Shape, arguments[i].DType))];
    }
}

internal static partial class Prim
{
    /// <summary>An LSTM over whole sequences: the states of all steps (batch, time, units), the last state and the last cell state (batch, units).</summary>
    public static (Tensor States, Tensor LastState, Tensor LastCell) Lstm(
        Tensor x, Tensor kernel, Tensor recurrent, Tensor bias, Tensor h0, Tensor c0, bool reverse = false)
    {
        Tensor[] results = Dispatch.Bind(new Lstm(reverse), x, kernel, recurrent, bias, h0, c0);
        int last = reverse ? 0 : x.Shape[1] - 1;
        return (results[0], Primitives.Lstm.At(results[0], last), Primitives.Lstm.At(results[2], last));
    }
}
