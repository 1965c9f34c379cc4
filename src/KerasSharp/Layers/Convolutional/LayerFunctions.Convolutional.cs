using KerasSharp.Activations;
using KerasSharp.Constraints;

namespace KerasSharp.Layers;

/// <content>Other names of convolutions: <c>using static KerasSharp.Layers.LayerFunctions</c> makes them short.</content>
public static partial class LayerFunctions
{
    /// <summary>Keras's other name of <see cref="Conv1D"/>, which says what the arguments mean.</summary>
    public static Conv1D Convolution1D(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null, int groups = 1,
        ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, int? loraRank = null, double? loraAlpha = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer,
            biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, loraRank, loraAlpha, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="Conv1DTranspose"/>, which says what the arguments mean.</summary>
    public static Conv1DTranspose Convolution1DTranspose(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", Sizes? outputPadding = null, string? dataFormat = null,
        Sizes? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer, biasInitializer,
            kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="SeparableConv1D"/>, which says what the arguments mean.</summary>
    public static SeparableConv1D SeparableConvolution1D(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null,
        int depthMultiplier = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null, string? name = null,
        bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, activation, useBias, depthwiseInitializer, pointwiseInitializer,
            biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, activityRegularizer, depthwiseConstraint, pointwiseConstraint,
            biasConstraint, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="Conv2D"/>, which says what the arguments mean.</summary>
    public static Conv2D Convolution2D(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null, int groups = 1,
        ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, int? loraRank = null, double? loraAlpha = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer,
            biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, loraRank, loraAlpha, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="Conv2DTranspose"/>, which says what the arguments mean.</summary>
    public static Conv2DTranspose Convolution2DTranspose(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", Sizes? outputPadding = null, string? dataFormat = null,
        Sizes? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer, biasInitializer,
            kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="SeparableConv2D"/>, which says what the arguments mean.</summary>
    public static SeparableConv2D SeparableConvolution2D(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null,
        int depthMultiplier = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
        Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
        Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null, string? name = null,
        bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, activation, useBias, depthwiseInitializer, pointwiseInitializer,
            biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, activityRegularizer, depthwiseConstraint, pointwiseConstraint,
            biasConstraint, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="Conv3D"/>, which says what the arguments mean.</summary>
    public static Conv3D Convolution3D(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", string? dataFormat = null, Sizes? dilationRate = null, int groups = 1,
        ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
        Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
        Constraint? biasConstraint = null, int? loraRank = null, double? loraAlpha = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer, kernelRegularizer,
            biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, loraRank, loraAlpha, name, trainable, dtype);

    /// <summary>Keras's other name of <see cref="Conv3DTranspose"/>, which says what the arguments mean.</summary>
    public static Conv3DTranspose Convolution3DTranspose(
        int filters, Sizes kernelSize, Sizes? strides = null, string padding = "valid", Sizes? outputPadding = null, string? dataFormat = null,
        Sizes? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null) => new(
            filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer, biasInitializer,
            kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, name, trainable, dtype);
}
