using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Runs a cell position by position: one loop node in a compiled function, unless it is to be unrolled.</summary>
internal static class RecurrentLoop
{
    public static (Tensor Output, Tensor[] States) Run(Recurrent layer, Tensor x, Tensor[] states, Tensor? mask, Tensor[] constants, bool training)
    {
        Func<Tensor, Tensor[], Tensor[]> step;
        if (layer.Cell is DropoutCell cell && cell.ComputesLike(layer))
        {
            // What the states have no part in is computed for all positions at once.
            x = cell.ProjectSequence(cell.DropInput(x, constants, isSequence: true));
            step = (projected, s) =>
            {
                Tensor[] next = cell.Advance(projected, s, constants);
                return [next[0], .. next];
            };
        }
        else
        {
            step = (xt, s) => layer.Cell.Invoke(new CallArguments([xt, .. s, .. constants]) { Training = training });
        }

        (Tensor output, states) = Begin(step, x.Shape.Remove(1), x.DType, states);
        bool sequences = layer.ReturnSequences, zero = layer.ZeroOutputForMask, keepsOutput = !sequences || (mask is not null && !zero);
        int count = states.Length;
        (Tensor[] carry, Tensor[] results) = Control.Scan(
            (carried, slices) =>
            {
                Tensor[] old = carried[..count], all = step(slices[0], old);
                Tensor y = all[0];
                Tensor[] next = all[1..];
                if (mask is not null)
                {
                    y = Masking(slices[1], y, zero ? Prim.Zeros(y.Shape, y.DType) : carried[^1]);
                    next = [.. next.Select((state, i) => Masking(slices[1], state, old[i]))];
                }

                return ([.. next, .. keepsOutput ? [y] : Array.Empty<Tensor>()], sequences ? [y] : []);
            },
            [.. states, .. keepsOutput ? [output] : Array.Empty<Tensor>()],
            mask is null ? [TimeAxis.Swap(x)] : [TimeAxis.Swap(x), TimeAxis.Swap(mask)],
            x.Shape[1],
            layer.GoBackwards,
            layer.Unroll || layer.Cell.AddsLosses); // Losses cannot leave the body of a loop.
        return (sequences ? TimeAxis.Swap(layer.GoBackwards ? Prim.Reverse(results[0], 0) : results[0]) : carry[^1], carry[..count]);
    }

    /// <summary>The output before the first step, zeros, and the states in the dtypes that steps give them.</summary>
    private static (Tensor Output, Tensor[] States) Begin(Func<Tensor, Tensor[], Tensor[]> step, Shape shape, DType dtype, Tensor[] states)
    {
        Tensor[] after;
        using (Dispatch.Enter(ShapeInterpreter.Instance))
        using (Dispatch.WithoutRecorders())
        {
            after = step(new Tensor(shape, dtype, symbol: null), states);
        }

        return (Prim.Zeros(after[0].Shape, after[0].DType), [.. states.Select((state, i) => state.DType == after[i + 1].DType ? state : Prim.Convert(state, after[i + 1].DType))]);
    }

    /// <summary>The new value of the samples that count at this position, the old one of the others.</summary>
    private static Tensor Masking(Tensor counts, Tensor value, Tensor old)
    {
        Shape shape = Shape.Of([value.Shape[0], .. Enumerable.Repeat(1, value.Rank - 1)]);
        return Prim.Select(Prim.BroadcastTo(Prim.Reshape(counts, shape), value.Shape), value, old);
    }
}
