using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>
/// Which axes of (batch, ..., features) are attended over. Kernels take (samples, positions, heads, depth): the attended axes are joined to positions, the
/// others join the batch.
/// </summary>
internal sealed class AttendedAxes
{
    private readonly int[] _attended;
    private readonly int[] _others;

    /// <param name="rank">Rank of the query, with batch and features.</param>
    /// <param name="axes">The axes; all but batch and features where null.</param>
    /// <param name="owner">The layer, for messages.</param>
    public AttendedAxes(int rank, IReadOnlyList<int>? axes, Layer owner)
    {
        int[] inner = [.. Enumerable.Range(1, rank - 2)];
        _attended = axes is null ? inner : [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
        if (_attended.Length == 0 || _attended.Distinct().Count() != _attended.Length || _attended.Any(axis => !inner.Contains(axis)))
        {
            throw new ShapeException(
                $"{owner.Label}: it attends over axes between batch and features, each once. Received: attentionAxes=({string.Join(", ", axes ?? [])}), a query of rank {rank}.");
        }

        _others = [.. inner.Except(_attended)];
    }

    private bool IsPlain => _others.Length == 0 && _attended.Length == 1;

    /// <summary>Number of attended positions in (batch, ..., features), or unknown.</summary>
    public int Positions(Shape shape) => CountOf(shape, _attended);

    /// <summary>(batch, ..., heads, depth) to (samples, positions, heads, depth).</summary>
    public Tensor Join(Tensor x)
    {
        if (IsPlain)
        {
            return x;
        }

        int[] order = [0, .. _others, .. _attended, x.Rank - 2, x.Rank - 1];
        Shape shape = x.Shape;
        return Prim.Reshape(Prim.Transpose(x, order), Shape.Of(CountOf(shape, [0, .. _others]), CountOf(shape, _attended), shape[^2], shape[^1]));
    }

    /// <summary>Undoes <see cref="Join"/>, to the outer axes (batch, ...) of the query.</summary>
    public Tensor Split(Tensor x, Shape outer)
    {
        if (IsPlain)
        {
            return x;
        }

        int[] order = [0, .. _others, .. _attended];
        Tensor apart = Prim.Reshape(x, Pick(outer, order).Concat(x.Shape[2..]));
        int[] back = [.. Enumerable.Range(0, order.Length).Select(axis => Array.IndexOf(order, axis)), order.Length, order.Length + 1];
        return Prim.Transpose(apart, back);
    }

    /// <summary>Scores (samples, heads, queries, keys) with the axes of query and key: (batch, others, heads, queries ..., keys ...).</summary>
    public Tensor SplitScores(Tensor scores, Shape query, Shape key) => IsPlain
        ? scores
        : Prim.Reshape(scores, Pick(query, [0, .. _others]).Concat([scores.Shape[1]]).Concat(Pick(query, _attended)).Concat(Pick(key, _attended)));

    /// <summary>A mask that ends with the axes (queries ..., keys ...), with axes of size 1 where the scores have others before those.</summary>
    public Tensor Expand(Tensor mask)
    {
        int lead = mask.Rank - (2 * _attended.Length), wanted = 2 + _others.Length;
        Shape shape = mask.Shape;
        return lead >= wanted ? mask : Prim.Reshape(mask, shape[..lead].Concat(Shape.Of([.. Enumerable.Repeat(1, wanted - lead)])).Concat(shape[lead..]));
    }

    /// <summary>A mask over positions joined, (batch or 1, queries, keys), with the axes of query and key.</summary>
    public Tensor SplitMask(Tensor mask, Shape query, Shape key) =>
        _attended.Length == 1 ? mask : Prim.Reshape(mask, mask.Shape[..1].Concat(Pick(query, _attended)).Concat(Pick(key, _attended)));

    /// <summary>An expanded mask as kernels take it: (samples or 1, heads or 1, queries, keys).</summary>
    public Tensor JoinMask(Tensor mask, Shape query, Shape key)
    {
        if (IsPlain)
        {
            return mask;
        }

        int lead = 1 + _others.Length, heads = mask.Shape[lead];
        Shape positions = Shape.Of(Positions(query), Positions(key));
        if (_others.Length > 0)
        {
            mask = Prim.BroadcastTo(mask, Pick(query, [0, .. _others]).Concat(mask.Shape[lead..]));
        }

        return Prim.Reshape(mask, Shape.Of(CountOf(mask.Shape, [.. Enumerable.Range(0, lead)]), heads).Concat(positions));
    }

    private static Shape Pick(Shape shape, int[] axes) => Shape.Of([.. axes.Select(axis => shape[axis])]);

    private static int CountOf(Shape shape, int[] axes) => Pick(shape, axes) is { IsStatic: true } part ? (int)part.Count : Shape.Unknown;
}
