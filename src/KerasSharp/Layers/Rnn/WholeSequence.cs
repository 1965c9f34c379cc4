using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Runs cells that have a kernel for whole sequences by it, cells in a stack one after the other.</summary>
internal static class WholeSequence
{
    /// <summary>Output and last states; null where a cell needs step after step.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">The sequence.</param>
    /// <param name="states">First states of all cells.</param>
    /// <param name="mask">Which positions count.</param>
    /// <param name="constants">What was drawn for dropout.</param>
    /// <param name="startsAtZero">Whether the first states are zeros.</param>
    public static (Tensor Output, Tensor[] States)? TryRun(Recurrent layer, Tensor x, Tensor[] states, Tensor? mask, Tensor[] constants, bool startsAtZero)
    {
        bool backwards = layer.GoBackwards, training = constants.Length > 0;
        IReadOnlyList<RecurrentCell> cells = layer.Cell is StackedRNNCells stack ? stack.Cells : [layer.Cell];
        if (layer.Unroll || cells.Any(cell => Of(cell, layer, backwards, mask is not null, training) is null))
        {
            return null;
        }

        Tensor? counts = mask is null ? null : Prim.Convert(mask, x.DType);
        List<Tensor> last = [];
        Recurrence whole = null!;
        int used = 0;
        foreach (DropoutCell cell in cells.Cast<DropoutCell>())
        {
            whole = Of(cell, layer, backwards, mask is not null, training)!;
            int drawn = cell.ConstantCount(training);
            x = cell.DropInput(x, constants[used..(used + drawn)], isSequence: true);
            used += drawn;
            (Variable kernel, Variable recurrent, Variable? bias) = cell.Kernels;
            Tensor given = bias?.Value ?? Prim.Zeros(Shape.Of(whole.Biases, kernel.Shape[1]), x.DType);
            given = whole.Biases == 1 ? Prim.Reshape(given, Shape.Of(kernel.Shape[1])) : given;
            (x, Tensor[] after) = Prim.Recur(whole, x, kernel.Value, recurrent.Value, given, states[last.Count..(last.Count + whole.StateCount)], counts);
            last.AddRange(after);
        }

        // Where the mask is false the kernel gives the state, which is the last output; not so if that is to be 0, or if nothing but first states was before.
        if (counts is not null && (layer.ZeroOutputForMask || !startsAtZero))
        {
            Tensor shows = layer.ZeroOutputForMask ? counts : Prim.CumulativeMax(counts, 1, backwards);
            shows = Prim.NotEqual(Prim.Reshape(shows, counts.Shape.Insert(2, 1)), Prim.Scalar(0, counts.DType));
            x = Prim.Select(Prim.BroadcastTo(shows, x.Shape), x, Prim.Zeros(x.Shape, x.DType));
        }

        Tensor output = !layer.ReturnSequences ? Recurrence.At(x, whole.LastStep(x)) : backwards ? Prim.Reverse(x, 1) : x;
        return (output, [.. last]);
    }

    private static Recurrence? Of(RecurrentCell cell, Recurrent layer, bool backwards, bool masked, bool training) =>
        cell is DropoutCell own && own.ComputesLike(layer) && !(training && own.DropsStates) ? own.Whole(backwards, masked) : null;
}
