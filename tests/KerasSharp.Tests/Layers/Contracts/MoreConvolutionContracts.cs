using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class MoreConvolutionContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("Conv1DTranspose, strides", d => new Conv1DTranspose(3, 3, strides: 2, padding: "same", dtype: d), [4, 6, 2])
        {
            Output = [4, 12, 3], Weights = ["kernel (3, 3, 2)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv1DTranspose, output padding, channels first", d => new Conv1DTranspose(3, 2, strides: 2, outputPadding: 1, dataFormat: "channels_first", useBias: false, dtype: d), [4, 2, 6])
        {
            Output = [4, 3, 13], Weights = ["kernel (2, 3, 2)"], Mask = MaskRule.Ends,
        };
        yield return new("DepthwiseConv1D", d => new DepthwiseConv1D(2, depthMultiplier: 2, dtype: d), [4, 6, 2])
        {
            Output = [4, 5, 4], Weights = ["kernel (2, 2, 2)", "bias (4,)"], Mask = MaskRule.Ends,
        };
        yield return new("SeparableConv1D", d => new SeparableConv1D(3, 2, depthMultiplier: 2, padding: "same", dtype: d), [4, 6, 2])
        {
            Output = [4, 6, 3], Weights = ["depthwise_kernel (2, 2, 2)", "pointwise_kernel (1, 4, 3)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("LocallyConnected1D", d => new LocallyConnected1D(3, 2, dtype: d), [4, 6, 2])
        {
            Output = [4, 5, 3], Weights = ["kernel (5, 4, 3)", "bias (5, 3)"], Mask = MaskRule.Ends,
        };
        yield return new("LocallyConnected1D, same, channels first", d => new LocallyConnected1D(3, 2, padding: "same", dataFormat: "channels_first", useBias: false, implementation: 2, dtype: d), [4, 2, 6])
        {
            Output = [4, 3, 6], Weights = ["kernel (6, 4, 3)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv2DTranspose, strides", d => new Conv2DTranspose(3, 3, strides: 2, padding: "same", dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 10, 12, 3], Weights = ["kernel (3, 3, 3, 2)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv2DTranspose, output padding, channels first", d => new Conv2DTranspose(3, 2, strides: 2, outputPadding: 1, dataFormat: "channels_first", useBias: false, dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 3, 11, 13], Weights = ["kernel (2, 2, 3, 2)"], Mask = MaskRule.Ends,
        };
        yield return new("SeparableConv2D", d => new SeparableConv2D(3, 2, depthMultiplier: 2, padding: "same", dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 5, 6, 3], Weights = ["depthwise_kernel (2, 2, 2, 2)", "pointwise_kernel (1, 1, 4, 3)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("LocallyConnected2D", d => new LocallyConnected2D(3, 2, dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 4, 5, 3], Weights = ["kernel (20, 8, 3)", "bias (4, 5, 3)"], Mask = MaskRule.Ends,
        };
        yield return new("LocallyConnected2D, same, channels first", d => new LocallyConnected2D(3, 2, padding: "same", dataFormat: "channels_first", useBias: false, implementation: 2, dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 3, 5, 6], Weights = ["kernel (30, 8, 3)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv3D", d => new Conv3D(3, 2, dtype: d), [4, 4, 5, 6, 2])
        {
            Output = [4, 3, 4, 5, 3], Weights = ["kernel (2, 2, 2, 2, 3)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv3D, groups, dilation", d => new Conv3D(4, [1, 2, 2], dilationRate: 2, groups: 2, dtype: d), [4, 4, 5, 6, 2])
        {
            Output = [4, 4, 3, 4, 4], Weights = ["kernel (1, 2, 2, 1, 4)", "bias (4,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv3DTranspose, strides", d => new Conv3DTranspose(3, 3, strides: 2, padding: "same", dtype: d), [4, 4, 5, 6, 2])
        {
            Output = [4, 8, 10, 12, 3], Weights = ["kernel (3, 3, 3, 3, 2)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv3DTranspose, output padding, channels first", d => new Conv3DTranspose(3, 2, strides: 2, outputPadding: 1, dataFormat: "channels_first", useBias: false, dtype: d), [4, 2, 4, 5, 6])
        {
            Output = [4, 3, 9, 11, 13], Weights = ["kernel (2, 2, 2, 3, 2)"], Mask = MaskRule.Ends,
        };
        yield return new("Conv2D, lora", d => new Conv2D(3, 2, loraRank: 2, dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 4, 5, 3], Weights = ["kernel (2, 2, 2, 3) frozen", "bias (3,)", "lora_kernel_a (2, 2, 2, 2)", "lora_kernel_b (2, 3)"], Mask = MaskRule.Ends,
        };
    }
}
