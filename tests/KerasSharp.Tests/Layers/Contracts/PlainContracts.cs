using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class PlainContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("ELU", d => new ELU(0.7, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("LeakyReLU", d => new LeakyReLU(0.2, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("ThresholdedReLU", d => new ThresholdedReLU(0.1, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("AlphaDropout", d => new AlphaDropout(0.3, seed: 3, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("GaussianDropout", d => new GaussianDropout(0.3, seed: 3, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("GaussianNoise", d => new GaussianNoise(0.1, seed: 3, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("ActivityRegularization", d => new ActivityRegularization(0.001, 0.002, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("SpatialDropout1D", d => new SpatialDropout1D(0.3, seed: 3, dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("Identity", d => new Identity(dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("UnitNormalization", d => new UnitNormalization(dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("UnitNormalization, axes", d => new UnitNormalization([1, 2], dtype: d), [4, 2, 3]) { Output = [4, 2, 3] };
        yield return new("PReLU", d => new PReLU("ones", dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Weights = ["alpha (2, 3)"] };
        yield return new("PReLU, shared", d => new PReLU(sharedAxes: [1], dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Weights = ["alpha (1, 3)"] };
        yield return new("SpatialDropout2D", d => new SpatialDropout2D(0.3, "channels_first", seed: 3, dtype: d), [4, 5, 6, 2]) { Output = [4, 5, 6, 2] };
        yield return new("SpatialDropout3D", d => new SpatialDropout3D(0.3, "channels_first", seed: 3, dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 4, 5, 6, 2] };
        yield return new("Masking", d => new Masking(dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Mask = MaskRule.Own };
        yield return new("Lambda", d => new Lambda(x => x * 2, dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Mask = MaskRule.Ends, Serializable = false };
        yield return new("TernaryDense", d => new TernaryDense(3, dtype: d), [4, 5]) { Output = [4, 3], Weights = ["kernel (5, 3)", "bias (3,)"] };
        yield return new("TernaryDense, threshold", d => new TernaryDense(3, threshold: 0.05, activation: "tanh", useBias: false, dtype: d), [4, 2, 5])
        {
            Output = [4, 2, 3], Weights = ["kernel (5, 3)"],
        };
        yield return new("EinsumDense", d => new EinsumDense("abc,cd->abd", [2, 5], biasAxes: "d", dtype: d), [4, 2, 3])
        {
            Output = [4, 2, 5], Weights = ["kernel (3, 5)", "bias (5,)"], Mask = MaskRule.Ends,
        };
        yield return new("EinsumDense, any rank", d => new EinsumDense("...x,xy->...y", [5], activation: "tanh", biasAxes: "y", dtype: d), [4, 2, 3])
        {
            Output = [4, 2, 5], Weights = ["kernel (3, 5)", "bias (5,)"], Mask = MaskRule.Ends,
        };
        yield return new("EinsumDense, dots last", d => new EinsumDense("ab...,bc->ac...", [5], biasAxes: "c", dtype: d), [4, 2, 3])
        {
            Output = [4, 5, 3], Weights = ["kernel (2, 5)", "bias (5, 1)"], Mask = MaskRule.Ends,
        };
        yield return new("Dense, lora", d => new Dense(3, loraRank: 2, dtype: d), [4, 5])
        {
            Output = [4, 3], Weights = ["kernel (5, 3) frozen", "bias (3,)", "lora_kernel_a (5, 2)", "lora_kernel_b (2, 3)"],
        };
        yield return new("ReversibleEmbedding", d => new ReversibleEmbedding(7, 3, dtype: d), [4, 5])
        {
            Output = [4, 5, 3], Weights = ["embeddings (7, 3)"], Mask = MaskRule.Ends, IntegersBelow = 7,
        };
        yield return new("ReversibleEmbedding, untied", d => new ReversibleEmbedding(7, 3, tieWeights: false, maskZero: true, dtype: d), [4, 5])
        {
            Output = [4, 5, 3], Weights = ["embeddings (7, 3)", "reverse_embeddings (3, 7)"], Mask = MaskRule.Own, IntegersBelow = 7, Unused = ["reverse_embeddings"],
        };
        yield return new("Average", d => new Average(dtype: d), [4, 2, 3], [4, 2, 3]) { Output = [4, 2, 3], TakesList = true };
        yield return new("Maximum", d => new Maximum(dtype: d), [4, 2, 3], [4, 2, 3]) { Output = [4, 2, 3], TakesList = true };
        yield return new("Minimum", d => new Minimum(dtype: d), [4, 2, 3], [4, 2, 3]) { Output = [4, 2, 3], TakesList = true };
        yield return new("Subtract", d => new Subtract(dtype: d), [4, 2, 3], [4, 2, 3]) { Output = [4, 2, 3], TakesList = true };
        yield return new("Dot", d => new Dot(2, dtype: d), [4, 2, 3], [4, 5, 3]) { Output = [4, 2, 5], Mask = MaskRule.Ends, TakesList = true };
        yield return new("Dot, normalize", d => new Dot([2, 1], normalize: true, dtype: d), [4, 2, 3], [4, 3, 5])
        {
            Output = [4, 2, 5], Mask = MaskRule.Ends, TakesList = true,
        };
        yield return new("RMSNormalization", d => new RMSNormalization(dtype: d), [4, 2, 3]) { Output = [4, 2, 3], Weights = ["scale (3,)"], Mask = MaskRule.Ends };
        yield return new("RMSNormalization, axes", d => new RMSNormalization([1, 2], dtype: d), [4, 2, 3])
        {
            Output = [4, 2, 3], Weights = ["scale (2, 3)"], Mask = MaskRule.Ends,
        };
        yield return new("GroupNormalization", d => new GroupNormalization(2, dtype: d), [4, 3, 4]) { Output = [4, 3, 4], Weights = ["gamma (4,)", "beta (4,)"] };
        yield return new("GroupNormalization, of each channel, channels first", d => new GroupNormalization(-1, axis: 1, dtype: d), [4, 2, 3, 3])
        {
            Output = [4, 2, 3, 3], Weights = ["gamma (2,)", "beta (2,)"],
        };
        yield return new("SpectralNormalization", d => new SpectralNormalization(new Dense(3, dtype: d), dtype: d), [4, 5])
        {
            Output = [4, 3], Weights = ["kernel (5, 3)", "vector_u (1, 3) frozen", "bias (3,)"],
        };
    }
}
