using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class PoolingContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("MaxPooling1D", d => new MaxPooling1D(2, dtype: d), [4, 6, 2]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("MaxPooling1D, channels first, same", d => new MaxPooling1D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: d), [4, 2, 6])
        {
            Output = [4, 2, 3], Mask = MaskRule.Ends,
        };
        yield return new("GlobalMaxPooling1D", d => new GlobalMaxPooling1D(dtype: d), [4, 6, 2]) { Output = [4, 2], Mask = MaskRule.Ends };
        yield return new("GlobalMaxPooling1D, channels first, keepdims", d => new GlobalMaxPooling1D("channels_first", keepdims: true, dtype: d), [4, 2, 6])
        {
            Output = [4, 2, 1], Mask = MaskRule.Ends,
        };
        yield return new("AdaptiveMaxPooling1D", d => new AdaptiveMaxPooling1D(3, dtype: d), [4, 6, 2]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("AveragePooling1D", d => new AveragePooling1D(2, dtype: d), [4, 6, 2]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("AveragePooling1D, channels first, same", d => new AveragePooling1D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: d), [4, 2, 6])
        {
            Output = [4, 2, 3], Mask = MaskRule.Ends,
        };
        yield return new("GlobalAveragePooling1D", d => new GlobalAveragePooling1D(dtype: d), [4, 6, 2]) { Output = [4, 2], Mask = MaskRule.Ends };
        yield return new("GlobalAveragePooling1D, channels first, keepdims", d => new GlobalAveragePooling1D("channels_first", keepdims: true, dtype: d), [4, 2, 6])
        {
            Output = [4, 2, 1], Mask = MaskRule.Own,
        };
        yield return new("AdaptiveAveragePooling1D", d => new AdaptiveAveragePooling1D(3, dtype: d), [4, 6, 2]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("MaxPooling2D, channels first, same", d => new MaxPooling2D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 2, 3, 3], Mask = MaskRule.Ends,
        };
        yield return new("GlobalMaxPooling2D", d => new GlobalMaxPooling2D(dtype: d), [4, 5, 6, 2]) { Output = [4, 2], Mask = MaskRule.Ends };
        yield return new("GlobalMaxPooling2D, channels first, keepdims", d => new GlobalMaxPooling2D("channels_first", keepdims: true, dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 2, 1, 1], Mask = MaskRule.Ends,
        };
        yield return new("AdaptiveMaxPooling2D", d => new AdaptiveMaxPooling2D(3, dtype: d), [4, 5, 6, 2]) { Output = [4, 3, 3, 2], Mask = MaskRule.Ends };
        yield return new("AveragePooling2D, channels first, same", d => new AveragePooling2D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 2, 3, 3], Mask = MaskRule.Ends,
        };
        yield return new("GlobalAveragePooling2D, channels first, keepdims", d => new GlobalAveragePooling2D("channels_first", keepdims: true, dtype: d), [4, 2, 5, 6])
        {
            Output = [4, 2, 1, 1], Mask = MaskRule.Ends,
        };
        yield return new("AdaptiveAveragePooling2D", d => new AdaptiveAveragePooling2D(3, dtype: d), [4, 5, 6, 2]) { Output = [4, 3, 3, 2], Mask = MaskRule.Ends };
        yield return new("MaxPooling3D", d => new MaxPooling3D(2, dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 2, 2, 3, 2], Mask = MaskRule.Ends };
        yield return new("MaxPooling3D, channels first, same", d => new MaxPooling3D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: d), [4, 2, 4, 5, 6])
        {
            Output = [4, 2, 2, 3, 3], Mask = MaskRule.Ends,
        };
        yield return new("GlobalMaxPooling3D", d => new GlobalMaxPooling3D(dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 2], Mask = MaskRule.Ends };
        yield return new("GlobalMaxPooling3D, channels first, keepdims", d => new GlobalMaxPooling3D("channels_first", keepdims: true, dtype: d), [4, 2, 4, 5, 6])
        {
            Output = [4, 2, 1, 1, 1], Mask = MaskRule.Ends,
        };
        yield return new("AdaptiveMaxPooling3D", d => new AdaptiveMaxPooling3D(3, dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 3, 3, 3, 2], Mask = MaskRule.Ends };
        yield return new("AveragePooling3D", d => new AveragePooling3D(2, dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 2, 2, 3, 2], Mask = MaskRule.Ends };
        yield return new("AveragePooling3D, channels first, same", d => new AveragePooling3D(3, strides: 2, padding: "same", dataFormat: "channels_first", dtype: d), [4, 2, 4, 5, 6])
        {
            Output = [4, 2, 2, 3, 3], Mask = MaskRule.Ends,
        };
        yield return new("GlobalAveragePooling3D", d => new GlobalAveragePooling3D(dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 2], Mask = MaskRule.Ends };
        yield return new("GlobalAveragePooling3D, channels first, keepdims", d => new GlobalAveragePooling3D("channels_first", keepdims: true, dtype: d), [4, 2, 4, 5, 6])
        {
            Output = [4, 2, 1, 1, 1], Mask = MaskRule.Ends,
        };
        yield return new("AdaptiveAveragePooling3D", d => new AdaptiveAveragePooling3D(3, dtype: d), [4, 4, 5, 6, 2])
        {
            Output = [4, 3, 3, 3, 2], Mask = MaskRule.Ends,
        };
    }
}
