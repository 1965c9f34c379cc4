using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class AttentionContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("MultiHeadAttention", d => new MultiHeadAttention(2, 3, dtype: d), [4, 5, 4], [4, 6, 4])
        {
            Output = [4, 5, 4],
            Weights =
            [
                "kernel (4, 2, 3)", "bias (2, 3)", "kernel (4, 2, 3)", "bias (2, 3)", "kernel (4, 2, 3)", "bias (2, 3)", "kernel (2, 3, 4)", "bias (4,)",
            ],
        };
        yield return new("MultiHeadAttention, second axis, gate", d => new MultiHeadAttention(2, 3, valueDim: 4, attentionAxes: 2, outputShape: 5, useGate: true, useBias: false, dtype: d), [4, 3, 5, 4], [4, 3, 6, 4])
        {
            Output = [4, 3, 5, 5], Weights = ["kernel (4, 2, 3)", "kernel (4, 2, 3)", "kernel (4, 2, 4)", "kernel (4, 2, 4)", "kernel (2, 4, 5)"],
        };
        yield return new("GroupQueryAttention", d => new GroupQueryAttention(3, 4, 2, dtype: d), [4, 5, 4], [4, 6, 4])
        {
            Output = [4, 5, 4],
            Weights =
            [
                "kernel (4, 4, 3)", "bias (4, 3)", "kernel (4, 2, 3)", "bias (2, 3)", "kernel (4, 2, 3)", "bias (2, 3)", "kernel (4, 3, 4)", "bias (4,)",
            ],
        };
        yield return new("Attention", d => new Attention(useScale: true, dtype: d), [4, 5, 2], [4, 5, 2]) { Output = [4, 5, 2], Weights = ["scale ()"], TakesList = true };
        yield return new("Attention, concat", d => new Attention(scoreMode: "concat", dropout: 0.2, seed: 1, dtype: d), [4, 5, 2], [4, 5, 3], [4, 5, 2])
        {
            Output = [4, 5, 3], Weights = ["concat_score_weight ()"], TakesList = true,
        };
        yield return new("AdditiveAttention", d => new AdditiveAttention(dtype: d), [4, 5, 2], [4, 5, 2]) { Output = [4, 5, 2], Weights = ["scale (2,)"], TakesList = true };
    }
}
