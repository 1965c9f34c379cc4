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
    }
}
