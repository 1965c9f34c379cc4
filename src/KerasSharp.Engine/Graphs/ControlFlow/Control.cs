using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.ControlFlow;

/// <summary>
/// Control flow over tensors. Run eagerly it is ordinary C# control flow, seen step by step by tapes; traced it becomes one node that holds the traced
/// bodies.
/// </summary>
internal static class Control
{
    /// <summary>The results of one of two functions, chosen by a bool scalar.</summary>
    public static Tensor[] Cond(Tensor predicate, Func<Tensor[]> whenTrue, Func<Tensor[]> whenFalse)
    {
        if (predicate.Shape.Rank != 0)
        {
            throw new ShapeException($"cond: the predicate must be a scalar. Received: predicate.Shape={predicate.Shape}. Reduce it with Any or All first.", nameof(predicate));
        }

        Tensor flag = Prim.Convert(predicate, DType.Bool);
        if (flag.IsConcrete)
        {
            return flag.Item() != 0 ? whenTrue() : whenFalse();
        }

        if (Dispatch.Current is ShapeInterpreter)
        {
            return whenTrue();
        }

        (Graph first, Tensor[] firstCaptures) = GraphReplay.Trace("cond_true", _ => whenTrue(), []);
        (Graph second, Tensor[] secondCaptures) = GraphReplay.Trace("cond_false", _ => whenFalse(), []);
        GraphReplay.CheckSame("cond", second, SpecsOf(first));
        return Dispatch.Bind(new Conditional(first, second), [flag, .. firstCaptures, .. secondCaptures]);
    }

    /// <summary>Repeats <paramref name="body"/> on the state while <paramref name="condition"/> holds; shapes and dtypes of the state stay.</summary>
    public static Tensor[] While(Func<Tensor[], Tensor> condition, Func<Tensor[], Tensor[]> body, Tensor[] state, int? maximumIterations = null)
    {
        if (!Dispatch.IsAbstract)
        {
            for (int turn = 0; turn != maximumIterations && condition(state).Item() != 0; turn++)
            {
                state = body(state);
            }

            return state;
        }

        if (Dispatch.Current is ShapeInterpreter)
        {
            return body(state);
        }

        if (maximumIterations is { } limit)
        {
            // Count the turns in one more state.
            Tensor[] result = While(
                s => Prim.LogicalAnd(Prim.Less(s[^1], Prim.Scalar(limit, DType.Int32)), condition(s[..^1])),
                s => [.. body(s[..^1]), Prim.Add(s[^1], Prim.Scalar(1, DType.Int32))],
                [.. state, Prim.Scalar(0, DType.Int32)]);
            return result[..^1];
        }

        TensorSpec[] specs = Array.ConvertAll(state, tensor => tensor.Spec);
        (Graph test, Tensor[] testCaptures) = GraphReplay.Trace("while_condition", s => [condition(s[..specs.Length])], specs);
        (Graph turnGraph, Tensor[] bodyCaptures) = GraphReplay.Trace("while_body", body, specs);
        GraphReplay.CheckSame("while", turnGraph, specs);
        return Dispatch.Bind(new WhileLoop(test, turnGraph, state.Length), [.. state, .. testCaptures, .. bodyCaptures]);
    }

    /// <summary>
    /// Applies <paramref name="body"/> to (carry, slice of xs) along the first axis; gives the last carry and the stacked results. Variables that the body
    /// assigns are carried along. Traced it is one node, unless it is to be unrolled.
    /// </summary>
    public static (Tensor[] Carry, Tensor[] Results) Scan(
        Func<Tensor[], Tensor[], (Tensor[] Carry, Tensor[] Result)> body, Tensor[] carry, Tensor[] xs, int length, bool reverse = false, bool unroll = false,
        ScanLoop? repeats = null)
    {
        TensorSpec[] specs = [.. carry.Select(c => c.Spec), .. xs.Select(x => x.Spec with { Shape = x.Shape[1..] })];
        int slices = xs.Length, carried = carry.Length;
        if (Dispatch.Current is ShapeInterpreter)
        {
            // One turn tells all shapes; the number of turns may be unknown.
            (Tensor[] after, Tensor[] results) = body(carry, Array.ConvertAll(xs, x => new Tensor(x.Shape[1..], x.DType, symbol: null)));
            return (after, Array.ConvertAll(results, r => new Tensor(r.Shape.Insert(0, length), r.DType, symbol: null)));
        }

        if (Dispatch.IsAbstract && length > 0 && !unroll)
        {
            (Graph graph, Tensor[] captures, Variable[] assigned) = GraphReplay.TraceLoop(
                "scan_body",
                arguments =>
                {
                    (Tensor[] next, Tensor[] result) = body(arguments[..carried], arguments[carried..(carried + slices)]);
                    return (next, result);
                },
                specs,
                carried);
            if (!SpecsOf(graph).AsSpan(0, carried).SequenceEqual(specs.AsSpan(0, carried)))
            {
                throw new ShapeException("scan: the body must return a carry of the shapes and dtypes that it takes. "
                    + $"Received: ({string.Join(", ", SpecsOf(graph).Take(carried))}) where ({string.Join(", ", specs.Take(carried))}) was expected.");
            }

            int all = carried + assigned.Length;
            Tensor[] outputs = Dispatch.Bind(
                new ScanLoop(graph, all, slices, length, reverse) { Repeats = repeats }, [.. carry, .. assigned.Select(Dispatch.Read), .. xs, .. captures]);
            for (int i = 0; i < assigned.Length; i++)
            {
                Dispatch.Current.AssignVariable(assigned[i], outputs[carried + i]);
            }

            return (outputs[..carried], outputs[all..]);
        }

        var stacks = new List<Tensor[]>();
        for (int turn = 0; turn < length; turn++)
        {
            int at = reverse ? length - 1 - turn : turn;
            Tensor[] x = Array.ConvertAll(xs, tensor => Row(tensor, at));
            (carry, Tensor[] result) = body(carry, x);
            stacks.Add(result);
        }

        if (reverse)
        {
            stacks.Reverse();
        }

        Tensor[] stacked = stacks.Count == 0
            ? []
            : [.. Enumerable.Range(0, stacks[0].Length).Select(i => Prim.Concatenate(0, [.. stacks.Select(s => Prim.Reshape(s[i], s[i].Shape.Insert(0, 1)))]))];
        return (carry, stacked);
    }

    private static Tensor Row(Tensor tensor, int at)
    {
        int[] starts = new int[tensor.Rank], limits = tensor.Shape.ToArray();
        (starts[0], limits[0]) = (at, at + 1);
        return Prim.Reshape(Prim.Slice(tensor, starts, limits), tensor.Shape[1..]);
    }

    private static TensorSpec[] SpecsOf(Graph graph) => [.. graph.Outputs.Select(value => value.Spec)];
}
