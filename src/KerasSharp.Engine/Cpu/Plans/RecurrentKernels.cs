using KerasSharp.Cpu.Kernels.Recurrent;
using KerasSharp.Primitives;
using Cells = KerasSharp.Cpu.Kernels.Recurrent;

namespace KerasSharp.Cpu.Plans;

/// <summary>Recurrent layers over whole sequences, one or two at once, in float32.</summary>
internal static unsafe class RecurrentKernels
{
    public static bool Has(Composite composite) => composite is Recurrence or RecurrenceGradient;

    public static Step? TryCreate(NodeSlots slots)
    {
        Primitive[] layers = slots.Primitive is RecurrentPairing.Pair pair ? [pair.First, pair.Second] : [slots.Primitive];
        return layers[0] switch
        {
            Recurrence when slots.IsFloat => Forward(slots, Array.ConvertAll(layers, layer => (Recurrence)layer)),
            RecurrenceGradient when slots.IsFloat => Backward(slots, Array.ConvertAll(layers, layer => (RecurrenceGradient)layer)),
            _ => null,
        };
    }

    private static KernelStep Forward(NodeSlots slots, Recurrence[] layers)
    {
        var operands = new RecurrentOperands[layers.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            operands[k] = Operands(slots, layers[k], Part(slots.Inputs, k, layers.Length), Part(slots.Outputs, k, layers.Length));
        }

        return layers[0] switch
        {
            Lstm => slots.Step(s => Run<LstmCell>(operands, s)),
            Gru => slots.Step(s => Run<GruCell>(operands, s)),
            _ => slots.Step(s => Run<SimpleCell>(operands, s)),
        };
    }

    private static KernelStep Backward(NodeSlots slots, RecurrenceGradient[] layers)
    {
        var operands = new RecurrentOperands[layers.Length];
        var cotangents = new RecurrentCotangents[layers.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            int[] inputs = Part(slots.Inputs, k, layers.Length);
            operands[k] = Operands(slots, layers[k].Of, inputs, inputs[layers[k].Of.InputCount..]);
            cotangents[k] = new RecurrentCotangents(layers[k], inputs, Part(slots.Outputs, k, layers.Length));
        }

        return layers[0].Of switch
        {
            Lstm => slots.Step(s => Run<LstmCell>(operands, cotangents, s)),
            Gru => slots.Step(s => Run<GruCell>(operands, cotangents, s)),
            _ => slots.Step(s => Run<SimpleCell>(operands, cotangents, s)),
        };
    }

    private static RecurrentOperands Operands(NodeSlots slots, Recurrence recurrence, int[] inputs, int[] results) =>
        new(recurrence, slots.InputShape(0), slots.InputShape(2)[0], inputs, results);

    private static int[] Part(int[] slots, int part, int parts) => slots[(part * slots.Length / parts)..((part + 1) * slots.Length / parts)];

    private static void Run<TCell>(RecurrentOperands[] operands, byte** slots)
        where TCell : IRecurrentCell
    {
        RecurrentProblem* problems = stackalloc RecurrentProblem[operands.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            problems[k] = operands[k].Bind(slots);
        }

        Cells.Recurrence<TCell>.Forward(problems, operands.Length);
    }

    private static void Run<TCell>(RecurrentOperands[] operands, RecurrentCotangents[] cotangents, byte** slots)
        where TCell : IRecurrentCell
    {
        RecurrentProblem* problems = stackalloc RecurrentProblem[operands.Length];
        RecurrentGradients* gradients = stackalloc RecurrentGradients[operands.Length];
        for (int k = 0; k < operands.Length; k++)
        {
            problems[k] = operands[k].Bind(slots);
            gradients[k] = cotangents[k].Bind(slots);
        }

        Cells.Recurrence<TCell>.Gradient(problems, gradients, operands.Length);
    }
}
