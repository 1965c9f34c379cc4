using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>What layers and losses are made of.</summary>
internal static class NetworkRows
{
    private static readonly Tensor Picture = X(1, 2, 6, 5, 4), Probabilities = Ops.Softmax(X(2, 3, 4));

    public static IEnumerable<OpRow> All() =>
    [
        Of("Softmax", t => Ops.Softmax(t[0]), X(1, 3, 4)), Of("Softmax: two axes", t => Ops.Softmax(t[0], [1, 2]), X(1, 3, 4, 2)), Of("LogSoftmax", t => Ops.LogSoftmax(t[0], 1), X(1, 3, 4, 2)), Of("Sparsemax", t => Ops.Sparsemax(t[0]), X(1, 3, 4)) with { Smooth = 1 },
        Of("Glu", t => Ops.Glu(t[0]), X(1, 3, 4)), Of("Normalize", t => Ops.Normalize(t[0]), X(1, 3, 4)), Of("BatchNormalization", t => Ops.BatchNormalization(t[0], t[1], t[2], -1, t[3], t[4]), X(1, 3, 4), X(2, 4), U(3, 0.5, 1, 4), X(4, 4), X(5, 4)) with { AnyBatch = false },
        Of("LayerNormalization", t => Ops.LayerNormalization(t[0], t[1], t[2]), X(1, 3, 4), X(2, 4), X(3, 4)) with { AnyBatch = false }, Of("RmsNormalization", t => Ops.RmsNormalization(t[0], t[1]), X(1, 3, 4), X(2, 4)) with { AnyBatch = false },
        .. from padding in new[] { "valid", "same" }
           from row in new[]
           {
               Of($"MaxPool: {padding}", t => Ops.MaxPool(t[0], 2, 2, padding), Picture), Of($"AveragePool: {padding}", t => Ops.AveragePool(t[0], 3, 2, padding), Picture),
               Of($"Conv: {padding}", t => Ops.Conv(t[0], t[1], 2, padding), Picture, X(2, 3, 2, 4, 3)) with { AnyBatch = false },
               Of($"DepthwiseConv: {padding}", t => Ops.DepthwiseConv(t[0], t[1], 1, padding), Picture, X(2, 3, 2, 4, 2)) with { AnyBatch = false },
               Of($"ConvTranspose: {padding}", t => Ops.ConvTranspose(t[0], t[1], 2, padding), Picture, X(2, 3, 2, 3, 4)) with { AnyBatch = false },
               Of($"SeparableConv: {padding}", t => Ops.SeparableConv(t[0], t[1], t[2], 1, padding), Picture, X(2, 3, 2, 4, 1), X(3, 1, 1, 4, 2)) with { AnyBatch = false },
           }
           select row,
        Of("AdaptiveAveragePool", t => Ops.AdaptiveAveragePool(t[0], [4, 3]), Picture), Of("AdaptiveMaxPool", t => Ops.AdaptiveMaxPool(t[0], 2), Picture), Of("SpaceToDepth", t => Ops.SpaceToDepth(t[0], 2), X(1, 2, 4, 6, 3)),
        Of("DepthToSpace", t => Ops.DepthToSpace(t[0], 2), X(1, 2, 2, 3, 8)), Of("Unfold", t => Ops.Unfold(t[0], [2, 3], 1, 1, 2), X(1, 2, 2, 5, 6)), Of("Fold", t => Ops.Fold(t[0], [5, 6], [2, 3], 1, 1, 2), X(1, 2, 12, 9)),
        Of("CategoricalCrossentropy", t => Ops.CategoricalCrossentropy(t[0], t[1]), Probabilities, Ops.Softmax(X(3, 3, 4))), Of("SparseCategoricalCrossentropy", t => Ops.SparseCategoricalCrossentropy(t[0], t[1], true), Ints(1, 0, 3), X(3, 3, 4)),
        Of("BinaryCrossentropy", t => Ops.BinaryCrossentropy(t[0], t[1]), U(1, 0, 1, 3), U(2, 0.1, 0.9, 3)), Of("OneHot", t => Ops.OneHot(t[0], 4, 0), Ints(1, 9, -1)) with { Smooth = 0 }, Of("MultiHot", t => Ops.MultiHot(t[0], 4), Tensor.From([0, 2, 3, 3], [2, 2])) with { Smooth = 0 },
        Of("Psnr", t => Ops.Psnr(t[0], t[1], 2), X(1, 3, 4), X(2, 3, 4)), Of("DotProductAttention", t => Ops.DotProductAttention(t[0], t[1], t[2], t[3], isCausal: true), X(1, 2, 3, 2, 4), X(2, 2, 3, 2, 4), X(3, 2, 3, 2, 4), X(4, 2, 2, 3, 3)),
        Of("DotProductAttention: capped", t => Ops.DotProductAttention(t[0], t[1], t[2], isCausal: true, attnLogitsSoftCap: 0.5), X(1, 2, 3, 2, 4), X(2, 2, 3, 2, 4), X(3, 2, 3, 2, 4)),
        Of("CtcLoss", t => Ops.CtcLoss(t[0], t[1], t[2], t[3]), Tensor.From([1, 2, 2, 3, 0, 0], [2, 3]), X(1, 2, 6, 4), Ints(3, 1), Ints(6, 5)), Two("CtcDecode", t => Ops.CtcDecode(t[0], t[1]), X(1, 2, 6, 4), Ints(6, 3)) with { Smooth = 0 },
        Two("CtcDecode: beams", t => Ops.CtcDecode(t[0], t[1], "beam_search", 4, 2), X(1, 2, 6, 4), Ints(6, 3)) with { Smooth = 0 },
    ];
}
