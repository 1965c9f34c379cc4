namespace KerasSharp.Saving;

/// <content>Operations on images.</content>
internal static partial class Operations
{
    private static IEnumerable<Operation> Images() =>
    [
        Of("image", "RGBToGrayscale(data_format)(images)", a => Ops.Image.RgbToGrayscale(a["images"], a.MaybeText("data_format"))),
        Of("image", "RGBToHSV(data_format)(images)", a => Ops.Image.RgbToHsv(a["images"], a.MaybeText("data_format"))),
        Of("image", "HSVToRGB(data_format)(images)", a => Ops.Image.HsvToRgb(a["images"], a.MaybeText("data_format"))),
        Of("image", "Resize(size, interpolation, antialias, crop_to_aspect_ratio, pad_to_aspect_ratio, fill_mode, fill_value, data_format)(images)", a => Ops.Image.Resize(
            a["images"], a.Axes("size"), a.Text("interpolation", "bilinear"), a.Flag("antialias"), a.Flag("crop_to_aspect_ratio"), a.Flag("pad_to_aspect_ratio"), a.Text("fill_mode", "constant"),
            a.Number("fill_value", 0), a.MaybeText("data_format"))),
        Of("image", "CropImages(top_cropping, left_cropping, bottom_cropping, right_cropping, target_height, target_width, data_format)(images)", a => Ops.Image.CropImages(
            a["images"], a.MaybeInt("top_cropping"), a.MaybeInt("left_cropping"), a.MaybeInt("bottom_cropping"), a.MaybeInt("right_cropping"), a.MaybeInt("target_height"), a.MaybeInt("target_width"),
            a.MaybeText("data_format"))),
        Of("image", "PadImages(top_padding, left_padding, bottom_padding, right_padding, target_height, target_width, data_format)(images)", a => Ops.Image.PadImages(
            a["images"], a.MaybeInt("top_padding"), a.MaybeInt("left_padding"), a.MaybeInt("bottom_padding"), a.MaybeInt("right_padding"), a.MaybeInt("target_height"), a.MaybeInt("target_width"),
            a.MaybeText("data_format"))),
        Of("image", "ExtractPatches(size, strides, dilation_rate, padding, data_format)(images)", a => Ops.Image.ExtractPatches(
            a["images"], a.Axes("size"), a.Axes("strides"), a.Axes("dilation_rate"), a.Text("padding", "valid"), a.MaybeText("data_format"))),
        Of("image", "ExtractPatches3D(size, strides, dilation_rate, padding, data_format)(volumes)", a => Ops.Image.ExtractPatches3d(
            a["volumes"], a.Axes("size"), a.Axes("strides"), a.Axes("dilation_rate"), a.Text("padding", "valid"), a.MaybeText("data_format")), "extract_patches_3d"),
        Of("image", "ReconstructPatches(size, output_size, strides, padding, data_format)(patches)", a => Ops.Image.ReconstructPatches(
            a["patches"], a.Axes("size"), a.Axes("output_size"), a.Axes("strides"), a.Text("padding", "valid"), a.MaybeText("data_format"))),
        Of("image", "AffineTransform(interpolation, fill_mode, fill_value, data_format)(images, transform)", a => Ops.Image.AffineTransform(
            a["images"], a["transform"], a.Text("interpolation", "bilinear"), a.Text("fill_mode", "constant"), a.Number("fill_value", 0), a.MaybeText("data_format"))),
        Of("image", "PerspectiveTransform(interpolation, fill_value, data_format)(images, start_points, end_points)", a => Ops.Image.PerspectiveTransform(
            a["images"], a["start_points"], a["end_points"], a.Text("interpolation", "bilinear"), a.Number("fill_value", 0), a.MaybeText("data_format"))),
        Of("image", "MapCoordinates(order, fill_mode, fill_value)(inputs, coordinates)", a => Ops.Image.MapCoordinates(
            a["inputs"], a["coordinates"], a.Int("order"), a.Text("fill_mode", "constant"), a.Number("fill_value", 0))),
        Of("image", "ScaleAndTranslate(spatial_dims, method, antialias)(images, :output_shape, scale, translation)", a => Ops.Image.ScaleAndTranslate(
            a["images"], a.Sizes("output_shape"), a["scale"], a["translation"], a.Axes("spatial_dims"), a.Text("method", "linear"), a.Flag("antialias", true))),
        Of("image", "GaussianBlur(kernel_size, sigma, data_format)(images)", a => Ops.Image.GaussianBlur(
            a["images"], a.Axes("kernel_size"), a.Numbers("sigma") switch { null => null, [var one] => (one, one), var two => (two[0], two[1]) }, a.MaybeText("data_format"))),
        Of("image", "SSIM(max_val, filter_size, filter_sigma, k1, k2, data_format)(image1, image2)", a => Ops.Image.Ssim(
            a["image1"], a["image2"], a.Number("max_val", 1), a.Int("filter_size", 11), a.Number("filter_sigma", 1.5), a.Number("k1", 0.01), a.Number("k2", 0.03), a.MaybeText("data_format"))),
        Of("image", "SobelEdges(data_format)(images)", a => Ops.Image.SobelEdges(a["images"], a.MaybeText("data_format"))),
    ];
}
