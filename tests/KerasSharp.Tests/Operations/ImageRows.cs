using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Images.</summary>
internal static class ImageRows
{
    private static readonly Tensor Colours = U(1, 0.1, 0.9, 2, 5, 6, 3);

    public static IEnumerable<OpRow> All() =>
    [
        Of("RgbToGrayscale", t => Ops.Image.RgbToGrayscale(t[0]), Colours), Of("RgbToHsv", t => Ops.Image.RgbToHsv(t[0]), Colours), Of("HsvToRgb", t => Ops.Image.HsvToRgb(t[0]), Colours),
        .. from kernel in new[] { "bilinear", "nearest", "bicubic", "lanczos3", "lanczos5" } select Of($"Resize: {kernel}", t => Ops.Image.Resize(t[0], [3, 9], kernel, kernel == "bilinear"), Colours),
        Of("Resize: one image, channels first", t => Ops.Image.Resize(t[0], 4, cropToAspectRatio: true, dataFormat: "channels_first"), X(1, 3, 5, 6)) with { AnyBatch = false },
        Of("Resize: margins", t => Ops.Image.Resize(t[0], 4, padToAspectRatio: true, fillValue: 0.5), Colours),
        Of("ScaleAndTranslate", t => Ops.Image.ScaleAndTranslate(t[0], [2, 4, 7, 3], t[1], t[2], [1, 2], "cubic"), Colours, U(2, 0.7, 1.3, 2), X(3, 2)) with { AnyBatch = false },
        Of("AffineTransform", t => Ops.Image.AffineTransform(t[0], Affine(t[1]), fillMode: "reflect"), Colours, Tensor.From([1.137, 0.113, -0.321, -0.117, 0.913, 0.229], [6])) with { AnyBatch = false },
        Of("AffineTransform: nearest", t => Ops.Image.AffineTransform(t[0], Affine(Tensor.From([1.137, 0.113, -0.321, -0.117, 0.913, 0.229], [6])), "nearest"), Colours) with { AnyBatch = false, Smooth = 1 },
        Of("PerspectiveTransform", t => Ops.Image.PerspectiveTransform(t[0], t[1], t[2]), Colours, Tensor.From([0.0, 0, 5, 0, 0, 4, 5, 4], [4, 2]), Tensor.From([0.3, 0.2, 4.7, 0.1, 0.2, 4.3, 4.6, 3.7], [4, 2])) with { AnyBatch = false, Smooth = 1 },
        .. from mode in new[] { "constant", "nearest", "wrap", "mirror", "reflect" }
           select Of($"MapCoordinates: {mode}", t => Ops.Image.MapCoordinates(t[0], t[1], 1, mode, 0.3), X(1, 4, 5), U(2, -6, 9, 2, 7)) with { AnyBatch = false },
        Of("ElasticTransform", t => Ops.Image.ElasticTransform(t[0], 2, 1, seed: 3), Colours), Of("GaussianBlur", t => Ops.Image.GaussianBlur(t[0], [3, 5], (0.7, 1.5)), Colours), Of("SobelEdges", t => Ops.Image.SobelEdges(t[0]), Colours),
        Of("Ssim", t => Ops.Image.Ssim(t[0], t[1], filterSize: 3), Colours, U(2, 0, 1, 2, 5, 6, 3)), Of("CropImages", t => Ops.Image.CropImages(t[0], 1, 2, targetHeight: 3, targetWidth: 2), Colours),
        Of("PadImages", t => Ops.Image.PadImages(t[0], 1, 2, targetHeight: 8, rightPadding: 1), Colours), Of("ExtractPatches", t => Ops.Image.ExtractPatches(t[0], 2, 1, padding: "same"), Colours),
        Of("ExtractPatches3d", t => Ops.Image.ExtractPatches3d(t[0], 2), X(1, 1, 4, 4, 2, 2)), Of("ReconstructPatches", t => Ops.Image.ReconstructPatches(t[0], 2, [5, 6], padding: "same"), X(1, 2, 3, 3, 12)),
    ];

    private static Tensor Affine(Tensor six) => Ops.Concatenate([six, Ops.Zeros([2], DType.Float64)]);
}
