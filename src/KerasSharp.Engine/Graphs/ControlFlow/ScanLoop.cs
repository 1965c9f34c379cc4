using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Graphs.ControlFlow;

/// <summary>
/// Applies a graph along the first axis: (carry, slice of xs, captures) to (carry, slice of ys), <see cref="Length"/> times, from the end where
/// <see cref="Reverse"/>. Operands: carry, xs, captures. Results: the last carry, then the stacked ys.
/// </summary>
internal sealed record ScanLoop(Graph Body, int CarryCount, int SliceCount, int Length, bool Reverse) : Primitive
{
    private readonly Lazy<CompiledGraph> _body = new(() => CompiledGraph.Create(Body));

    /// <summary>The loop that this one runs again for a gradient: it gives all that one's results, and the carries that entered each turn.</summary>
    public ScanLoop? Repeats { get; init; }

    /// <inheritdoc/>
    public override string Name => "scan";

    /// <inheritdoc/>
    public override int OutputCount => Body.Outputs.Count;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            TensorSpec spec = Body.Outputs[i].Spec;
            outputs[i] = i < CarryCount ? spec : spec with { Shape = spec.Shape.Insert(0, Length) };
        }
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var tensors = new Tensor[Body.Parameters.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            bool slice = i >= CarryCount && i < CarryCount + SliceCount;
            tensors[i] = slice ? Tensor.Allocate(Body.Parameters[i].Shape, Body.Parameters[i].DType) : GraphReplay.CopyOf(inputs[i]);
        }

        // What a turn gives is written beside what it takes; the carries of both change places.
        CompiledGraph body = _body.Value;
        Tensor[] results = [.. Body.Outputs.Select(output => Tensor.Allocate(output.Shape, output.DType))];
        for (int turn = 0; turn < Length; turn++)
        {
            int at = Reverse ? Length - 1 - turn : turn;
            for (int i = CarryCount; i < CarryCount + SliceCount; i++)
            {
                Span<byte> slice = tensors[i].Data.Bytes;
                inputs[i].Bytes.Slice(at * slice.Length, slice.Length).CopyTo(slice);
            }

            body.Run(tensors, results);
            for (int i = 0; i < results.Length; i++)
            {
                if (i < CarryCount)
                {
                    (tensors[i], results[i]) = (results[i], tensors[i]);
                    continue;
                }

                Span<byte> slice = results[i].Data.Bytes;
                slice.CopyTo(outputs[i].Bytes.Slice(at * slice.Length, slice.Length));
            }
        }

        GraphReplay.CopyTo(tensors[..CarryCount], outputs[..CarryCount]);
        GC.KeepAlive(results);
        GC.KeepAlive(tensors);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor[] inputs = context.Inputs;
        Tensor[] initial = inputs[..CarryCount], xs = inputs[CarryCount..(CarryCount + SliceCount)], captures = inputs[(CarryCount + SliceCount)..];

        // Run forward again, keeping the carry that entered each turn. Where the first run is wanted too, one does for both.
        Graph body = Body;
        int carryCount = CarryCount, sliceCount = SliceCount;
        (_, Tensor[] results) = Control.Scan(
            (carry, x) =>
            {
                Tensor[] all = GraphReplay.Apply(body, [.. carry, .. x, .. captures]);
                return (all[..carryCount], [.. all[carryCount..], .. carry]);
            },
            initial,
            xs,
            Length,
            Reverse,
            repeats: this);
        Tensor[] carries = results[(OutputCount - carryCount)..];

        // Then backward: the cotangents of the carry, and of the captures, are carried; those of the slices come out.
        var lastCotangents = new Tensor[carryCount];
        for (int i = 0; i < carryCount; i++)
        {
            lastCotangents[i] = context.CotangentOrZero(i);
        }

        var sliceCotangents = new Tensor[OutputCount - carryCount];
        for (int i = 0; i < sliceCotangents.Length; i++)
        {
            sliceCotangents[i] = context.CotangentOrZero(carryCount + i);
        }

        Tensor[] zeroCaptures = Array.ConvertAll(captures, capture => Prim.Zeros(capture.Shape, capture.DType));
        (Tensor[] carried, Tensor[] dxs) = Control.Scan(
            (carry, x) =>
            {
                Tensor[] entered = x[..carryCount], slices = x[carryCount..(carryCount + sliceCount)], dys = x[(carryCount + sliceCount)..];
                Tensor[] arguments = [.. entered, .. slices, .. captures];
                Tensor?[] found = GraphReplay.Gradient(body, arguments, [.. carry[..carryCount], .. dys]);
                Tensor[] full = [.. found.Select((g, i) => g ?? Prim.Zeros(arguments[i].Shape, arguments[i].DType))];
                Tensor[] sums = [.. full[(carryCount + sliceCount)..].Select((g, i) => g.DType.IsFloating() ? Prim.Add(carry[carryCount + i], g) : g)];
                return ([.. full[..carryCount], .. sums], full[carryCount..(carryCount + sliceCount)]);
            },
            [.. lastCotangents, .. zeroCaptures],
            [.. carries, .. xs, .. sliceCotangents],
            Length,
            !Reverse);
        return [.. carried[..carryCount], .. dxs, .. carried[carryCount..]];
    }

    public bool Equals(ScanLoop? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
