using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class CoreContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("Dense", d => new Dense(3, dtype: d), [4, 5]) { Output = [4, 3], Weights = ["kernel (5, 3)", "bias (3,)"] };
        yield return new("Dense, sequence, no bias", d => new Dense(3, activation: "tanh", useBias: false, dtype: d), [4, 2, 5]) { Output = [4, 2, 3], Weights = ["kernel (5, 3)"] };
        yield return new("Embedding", d => new Embedding(7, 3, dtype: d), [4, 5]) { Output = [4, 5, 3], Weights = ["embeddings (7, 3)"], IntegersBelow = 7, Mask = MaskRule.Ends };
        yield return new("Embedding, maskZero", d => new Embedding(7, 3, maskZero: true, dtype: d), [4, 5])
        {
            Output = [4, 5, 3], Weights = ["embeddings (7, 3)"], IntegersBelow = 7, Mask = MaskRule.Own,
        };
        yield return new("Flatten", d => new Flatten(dtype: d), [4, 2, 3]) { Output = [4, 6], Mask = MaskRule.Ends };
        yield return new("Permute", d => new Permute([2, 1], dtype: d), [4, 2, 3]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("Reshape", d => new Reshape([3, -1], dtype: d), [4, 2, 3]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("ZeroPadding2D", d => new ZeroPadding2D([[1, 1], [2, 2]], dtype: d), [4, 2, 3, 2]) { Output = [4, 4, 7, 2], Mask = MaskRule.Ends };
        yield return new("Rescaling", d => new Rescaling(0.5, 1, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("Activation", d => new Activation("tanh", dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("ReLU", d => new ReLU(maxValue: 0.5, negativeSlope: 0.1, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("Softmax", d => new Softmax(dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Mask = MaskRule.Own };
        yield return new("Dropout", d => new Dropout(0.4, seed: 3, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("Add", d => new Add(dtype: d), [4, 2, 3], [4, 2, 3], [4, 2, 3]) { Output = [4, 2, 3], TakesList = true };
        yield return new("Multiply", d => new Multiply(dtype: d), [4, 2, 3], [4, 2, 3]) { Output = [4, 2, 3], TakesList = true };
        yield return new("Concatenate", d => new Concatenate(dtype: d), [4, 2, 3], [4, 2, 2]) { Output = [4, 2, 5], TakesList = true };
        yield return new("BatchNormalization", d => new BatchNormalization(dtype: d), [4, 2, 3])
        {
            Output = [4, 2, 3], Weights = ["gamma (3,)", "beta (3,)", "moving_mean (3,) frozen", "moving_variance (3,) frozen"],
        };
        yield return new("LayerNormalization", d => new LayerNormalization(dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Weights = ["gamma (3,)", "beta (3,)"] };
    }
}
