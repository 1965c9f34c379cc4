using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Attention, and blocks of pixels as channels.</content>
public static partial class Ops
{
    /// <summary>
    /// softmax(query · key * scale + bias) · value, over tensors <c>(batch, length, heads, depth)</c>. Keys and values may have fewer heads, each shared by several
    /// of the query's.
    /// </summary>
    /// <param name="query">(batch, target length, heads, depth).</param>
    /// <param name="key">(batch, source length, heads of keys, depth).</param>
    /// <param name="value">(batch, source length, heads of keys, depth).</param>
    /// <param name="bias">Added to the scores; broadcasts to (batch, heads, target length, source length).</param>
    /// <param name="mask">Bool, of the same form: where it is false, nothing is attended to.</param>
    /// <param name="scale">By default 1 / sqrt(depth).</param>
    /// <param name="isCausal">Whether each place sees only those up to itself.</param>
    /// <param name="flashAttention">It changes nothing here: no table of all scores is kept either way.</param>
    /// <param name="attnLogitsSoftCap">If given, scores s are brought into the range of this number: cap tanh(s / cap), before bias and mask.</param>
    public static Tensor DotProductAttention(
        Tensor query, Tensor key, Tensor value, Tensor? bias = null, Tensor? mask = null, double? scale = null, bool isCausal = false, bool? flashAttention = null, double? attnLogitsSoftCap = null) =>
        Op.CallOptional("dot_product_attention", [query, key, value, bias, mask], t =>
        {
            DType dtype = Tensor.CommonType([t[0]!, t[1]!, t[2]!], floating: true);
            (Tensor q, Tensor k, Tensor v) = (Prim.Convert(t[0]!, dtype), Prim.Convert(t[1]!, dtype), Prim.Convert(t[2]!, dtype));
            if (q.Rank != 4 || k.Rank != 4 || v.Rank != 4)
            {
                throw new ShapeException(
                    $"DotProductAttention: query, key and value must have four axes (batch, length, heads, depth). Received: {q.Shape}, {k.Shape}, {v.Shape}.");
            }

            int share = q.Shape[2] / Math.Max(k.Shape[2], 1);
            (k, v) = share > 1 ? (Repeat(k, share, 2), Repeat(v, share, 2)) : (k, v);
            Tensor? added = t[3] is null ? null : Prim.Convert(t[3]!, dtype);
            if (t[4] is { } visible)
            {
                Tensor hidden = Prim.Select(Prim.Convert(visible, DType.Bool), Prim.Scalar(0, dtype), Prim.Scalar(dtype == DType.Float16 ? -45000 : -1e30, dtype));
                added = added is null ? hidden : Prim.Add(added, hidden);
            }

            _ = flashAttention;
            double factor = scale ?? (1 / Math.Sqrt(q.Shape[3]));
            return attnLogitsSoftCap is { } cap ? CappedAttention(q, k, v, factor, cap, isCausal, added) : Prim.ScaledDotProductAttention(q, k, v, factor, isCausal, added);
        }, isCausal, scale, flashAttention, attnLogitsSoftCap);

    /// <summary>Attention whose scores pass through cap tanh(s / cap).</summary>
    private static Tensor CappedAttention(Tensor q, Tensor k, Tensor v, double scale, double cap, bool causal, Tensor? added)
    {
        Tensor scores = Prim.Multiply(Prim.DotGeneral(q, k, [0, 2], [0, 2], [3], [3]), scale / cap);
        scores = Prim.Multiply(Prim.Tanh(scores), cap);
        scores = added is null ? scores : Prim.Add(scores, added);
        if (causal)
        {
            Tensor later = Prim.Greater(DiagonalIndex(scores.Shape[2..]), Prim.Scalar(0, DType.Int32));
            scores = Prim.Select(Prim.BroadcastTo(later, scores.Shape), Prim.Scalar(double.NegativeInfinity, scores.DType), scores);
        }

        return Prim.Transpose(Prim.DotGeneral(Prim.Softmax(scores), v, [0, 1], [0, 2], [3], [1]), 0, 2, 1, 3);
    }

    /// <summary>Blocks of pixels made channels: (batch, h, w, c) to (batch, h / b, w / b, b * b * c); with channels first, to c * b * b.</summary>
    public static Tensor SpaceToDepth(Tensor x, int blockSize, string dataFormat = "channels_last") => Op.Call("space_to_depth", x, t =>
    {
        bool last = IsLast(dataFormat, "SpaceToDepth");
        int n = t.Shape[0], c = t.Shape[last ? 3 : 1], h = Part(t.Shape[last ? 1 : 2], blockSize), w = Part(t.Shape[last ? 2 : 3], blockSize), b = blockSize;
        return last
            ? Prim.Reshape(Prim.Transpose(Prim.Reshape(t, KerasSharp.Shape.Of(n, h, b, w, b, c)), 0, 1, 3, 2, 4, 5), KerasSharp.Shape.Of(n, h, w, b * b * c))
            : Prim.Reshape(Prim.Transpose(Prim.Reshape(t, KerasSharp.Shape.Of(n, c, h, b, w, b)), 0, 1, 3, 5, 2, 4), KerasSharp.Shape.Of(n, c * b * b, h, w));
    }, blockSize, dataFormat);

    /// <summary>Channels made blocks of pixels: (batch, h, w, b * b * c) to (batch, h * b, w * b, c); with channels first, from c * b * b.</summary>
    public static Tensor DepthToSpace(Tensor x, int blockSize, string dataFormat = "channels_last") => Op.Call("depth_to_space", x, t =>
    {
        bool last = IsLast(dataFormat, "DepthToSpace");
        int n = t.Shape[0], h = t.Shape[last ? 1 : 2], w = t.Shape[last ? 2 : 3], b = blockSize, c = Part(t.Shape[last ? 3 : 1], b * b);
        Shape result = KerasSharp.Shape.Of(n, h < 0 ? -1 : h * b, w < 0 ? -1 : w * b, c);
        return last
            ? Prim.Reshape(Prim.Transpose(Prim.Reshape(t, KerasSharp.Shape.Of(n, h, w, b, b, c)), 0, 1, 3, 2, 4, 5), result)
            : Prim.Reshape(Prim.Transpose(Prim.Reshape(t, KerasSharp.Shape.Of(n, c, b, b, h, w)), 0, 1, 4, 2, 5, 3), KerasSharp.Shape.Of(n, c, result[1], result[2]));
    }, blockSize, dataFormat);

    private static bool IsLast(string dataFormat, string op) => dataFormat switch
    {
        "channels_last" => true,
        "channels_first" => false,
        _ => throw new ArgumentException($"{op}: dataFormat must be 'channels_last' or 'channels_first'. Received: dataFormat={dataFormat}.", nameof(dataFormat)),
    };

    private static int Part(int size, int block) => size < 0 ? -1 : size / block;
}
