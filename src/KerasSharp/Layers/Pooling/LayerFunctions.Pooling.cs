namespace KerasSharp.Layers;

/// <content>Other names of pooling layers: <c>using static KerasSharp.Layers.LayerFunctions</c> makes them short.</content>
public static partial class LayerFunctions
{
    /// <summary>Keras's other name of <see cref="AveragePooling1D"/>, which says what the arguments mean.</summary>
    public static AveragePooling1D AvgPool1D(
        Sizes poolSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null) => new(
            poolSize, strides, padding, dataFormat, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="GlobalAveragePooling1D"/>, which says what the arguments mean.</summary>
    public static GlobalAveragePooling1D GlobalAvgPool1D(
        string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            dataFormat, keepdims, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="GlobalMaxPooling1D"/>, which says what the arguments mean.</summary>
    public static GlobalMaxPooling1D GlobalMaxPool1D(
        string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            dataFormat, keepdims, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="MaxPooling1D"/>, which says what the arguments mean.</summary>
    public static MaxPooling1D MaxPool1D(
        Sizes? poolSize = null, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null) => new(
            poolSize, strides, padding, dataFormat, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="AveragePooling2D"/>, which says what the arguments mean.</summary>
    public static AveragePooling2D AvgPool2D(
        Sizes poolSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null) => new(
            poolSize, strides, padding, dataFormat, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="GlobalAveragePooling2D"/>, which says what the arguments mean.</summary>
    public static GlobalAveragePooling2D GlobalAvgPool2D(
        string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            dataFormat, keepdims, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="GlobalMaxPooling2D"/>, which says what the arguments mean.</summary>
    public static GlobalMaxPooling2D GlobalMaxPool2D(
        string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            dataFormat, keepdims, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="MaxPooling2D"/>, which says what the arguments mean.</summary>
    public static MaxPooling2D MaxPool2D(
        Sizes? poolSize = null, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null) => new(
            poolSize, strides, padding, dataFormat, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="AveragePooling3D"/>, which says what the arguments mean.</summary>
    public static AveragePooling3D AvgPool3D(
        Sizes poolSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null) => new(
            poolSize, strides, padding, dataFormat, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="GlobalAveragePooling3D"/>, which says what the arguments mean.</summary>
    public static GlobalAveragePooling3D GlobalAvgPool3D(
        string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            dataFormat, keepdims, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="GlobalMaxPooling3D"/>, which says what the arguments mean.</summary>
    public static GlobalMaxPooling3D GlobalMaxPool3D(
        string? dataFormat = null, bool keepdims = false, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            dataFormat, keepdims, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="MaxPooling3D"/>, which says what the arguments mean.</summary>
    public static MaxPooling3D MaxPool3D(
        Sizes? poolSize = null, Sizes? strides = null, string padding = "valid", string? dataFormat = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null) => new(
            poolSize, strides, padding, dataFormat, name, trainable, dtype);
}
