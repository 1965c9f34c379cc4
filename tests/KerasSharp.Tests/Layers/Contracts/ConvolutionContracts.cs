using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class ConvolutionContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("Conv1D, causal", d => new Conv1D(3, 2, padding: "causal", dilationRate: 2, dtype: d), [4, 6, 2])
        {
            Output = [4, 6, 3], Weights = ["kernel (2, 2, 3)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv2D, same", d => new Conv2D(4, 3, strides: 2, padding: "same", activation: "relu", dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 3, 3, 4], Weights = ["kernel (3, 3, 2, 4)", "bias (4,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv2D, channels first, groups", d => new Conv2D(4, [2, 3], dataFormat: "channels_first", groups: 2, useBias: false, dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 4, 4, 4], Weights = ["kernel (2, 3, 1, 4)"], Mask = MaskRule.Ends,
        };
        yield return new("DepthwiseConv2D", d => new DepthwiseConv2D(3, depthMultiplier: 2, dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 3, 4, 4], Weights = ["kernel (3, 3, 2, 2)", "bias (4,)"], Mask = MaskRule.Ends,
        };
        yield return new("MaxPooling2D", d => new MaxPooling2D(2, dtype: d), [4, 5, 6, 2]) { Output = [4, 2, 3, 2], Mask = MaskRule.Ends };
        yield return new("AveragePooling2D, same", d => new AveragePooling2D(2, strides: 1, padding: "same", dtype: d), [4, 5, 6, 2]) { Output = [4, 5, 6, 2], Mask = MaskRule.Ends };
        yield return new("GlobalAveragePooling2D", d => new GlobalAveragePooling2D(dtype: d), [4, 5, 6, 2]) { Output = [4, 2], Mask = MaskRule.Ends };
    }
}
