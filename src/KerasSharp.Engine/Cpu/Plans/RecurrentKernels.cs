using KerasSharp.Cpu.Kernels.Recurrent;
using KerasSharp.Primitives;
using Cells = KerasSharp.Cpu.Kernels.Recurrent;

namespace KerasSharp.Cpu.Plans;

/// <summary>Recurrent layers over whole sequences, in float32.</summary>
internal static unsafe class RecurrentKernels
{
    public static bool Has(Composite composite) => composite is Recurrence or RecurrenceGradient;

    public static Step? TryCreate(NodeSlots slots) => slots.Primitive switch
    {
        Recurrence recurrence when slots.IsFloat => Forward(slots, recurrence),
        RecurrenceGradient gradient when slots.IsFloat => Backward(slots, gradient),
        _ => null,
    };

    private static KernelStep Forward(NodeSlots slots, Recurrence recurrence)
    {
        RecurrentOperands operands = new(slots, recurrence, slots.Outputs);
        return recurrence switch
        {
            Lstm => slots.Step(s => Run<LstmCell>(operands, s)),
            Gru => slots.Step(s => Run<GruCell>(operands, s)),
            _ => slots.Step(s => Run<SimpleCell>(operands, s)),
        };
    }

    private static KernelStep Backward(NodeSlots slots, RecurrenceGradient gradient)
    {
        Recurrence of = gradient.Of;
        RecurrentOperands operands = new(slots, of, slots.Inputs[of.InputCount..]);
        RecurrentCotangents cotangents = new(slots, gradient);
        return of switch
        {
            Lstm => slots.Step(s => Run<LstmCell>(operands, cotangents, s)),
            Gru => slots.Step(s => Run<GruCell>(operands, cotangents, s)),
            _ => slots.Step(s => Run<SimpleCell>(operands, cotangents, s)),
        };
    }

    private static void Run<TCell>(RecurrentOperands operands, byte** slots)
        where TCell : IRecurrentCell
    {
        RecurrentProblem problem = operands.Bind(slots);
        Cells.Recurrence<TCell>.Forward(&problem, 1);
    }

    private static void Run<TCell>(RecurrentOperands operands, RecurrentCotangents cotangents, byte** slots)
        where TCell : IRecurrentCell
    {
        RecurrentProblem problem = operands.Bind(slots);
        RecurrentGradients gradients = cotangents.Bind(slots);
        Cells.Recurrence<TCell>.Gradient(&problem, &gradients, 1);
    }
}
