using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class ReshapingContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("Cropping1D", d => new Cropping1D([1, 2], dtype: d), [4, 6, 2]) { Output = [4, 3, 2], Mask = MaskRule.Ends };
        yield return new("ZeroPadding1D", d => new ZeroPadding1D(1, dtype: d), [4, 6, 2]) { Output = [4, 8, 2], Mask = MaskRule.Ends };
        yield return new("UpSampling1D", d => new UpSampling1D(dtype: d), [4, 6, 2]) { Output = [4, 12, 2], Mask = MaskRule.Ends };
        yield return new("Cropping2D", d => new Cropping2D([[1, 1], [2, 1]], dtype: d), [4, 5, 6, 2]) { Output = [4, 3, 3, 2], Mask = MaskRule.Ends };
        yield return new("UpSampling2D", d => new UpSampling2D(dtype: d), [4, 5, 6, 2]) { Output = [4, 10, 12, 2], Mask = MaskRule.Ends };
        yield return new("Cropping3D", d => new Cropping3D([[1, 1], [1, 1], [2, 1]], dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 2, 3, 3, 2], Mask = MaskRule.Ends };
        yield return new("ZeroPadding3D", d => new ZeroPadding3D(1, dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 6, 7, 8, 2], Mask = MaskRule.Ends };
        yield return new("UpSampling3D", d => new UpSampling3D(dtype: d), [4, 4, 5, 6, 2]) { Output = [4, 8, 10, 12, 2], Mask = MaskRule.Ends };
        yield return new("UpSampling2D, bilinear", d => new UpSampling2D([2, 3], interpolation: "bilinear", dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 10, 18, 2], Mask = MaskRule.Ends,
        };
        yield return new("UpSampling2D, bicubic", d => new UpSampling2D([2, 3], interpolation: "bicubic", dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 10, 18, 2], Mask = MaskRule.Ends,
        };
        yield return new("UpSampling2D, lanczos3", d => new UpSampling2D([2, 3], interpolation: "lanczos3", dtype: d), [4, 5, 6, 2])
        {
            Output = [4, 10, 18, 2], Mask = MaskRule.Ends,
        };
        yield return new("RepeatVector", d => new RepeatVector(3, dtype: d), [4, 5]) { Output = [4, 3, 5], Mask = MaskRule.Ends };
    }
}
