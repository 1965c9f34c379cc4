namespace KerasSharp.Documentation;

/// <summary>The families that the page of layers is divided into.</summary>
internal static class LayerFamilies
{
    /// <summary>Title, and names in their order.</summary>
    public static (string Title, string Names)[] All { get; } =
    [
        ("Core", "InputLayer Dense EinsumDense Embedding ReversibleEmbedding TernaryDense Identity Lambda Masking"),
        ("Activations", "Activation ReLU LeakyReLU PReLU ELU Softmax ThresholdedReLU"),
        (
            "Convolutions",
            "Conv1D Conv2D Conv3D Conv1DTranspose Conv2DTranspose Conv3DTranspose DepthwiseConv1D DepthwiseConv2D SeparableConv1D SeparableConv2D LocallyConnected1D LocallyConnected2D"),
        (
            "Pooling",
            "MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D "
            + "GlobalAveragePooling2D GlobalAveragePooling3D AdaptiveMaxPooling1D AdaptiveMaxPooling2D AdaptiveMaxPooling3D AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D"),
        ("Recurrence", "LSTM GRU SimpleRNN RNN Bidirectional TimeDistributed ConvLSTM1D ConvLSTM2D ConvLSTM3D LSTMCell GRUCell SimpleRNNCell StackedRNNCells"),
        ("Attention", "MultiHeadAttention GroupQueryAttention Attention AdditiveAttention"),
        ("Normalization", "BatchNormalization LayerNormalization GroupNormalization RMSNormalization UnitNormalization SpectralNormalization"),
        ("Regularization", "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D AlphaDropout GaussianDropout GaussianNoise ActivityRegularization"),
        ("Merging", "Add Subtract Multiply Average Maximum Minimum Concatenate Dot"),
        (
            "Reshaping",
            "Flatten Reshape Permute RepeatVector Cropping1D Cropping2D Cropping3D ZeroPadding1D ZeroPadding2D ZeroPadding3D UpSampling1D UpSampling2D UpSampling3D"),
        (
            "Preprocessing",
            "Normalization Rescaling Discretization CategoryEncoding Hashing HashedCrossing IntegerLookup StringLookup TextVectorization STFTSpectrogram MelSpectrogram FeatureSpace DenseFeatures"),
        ("Images", "Resizing CenterCrop Pipeline MaxNumBoundingBoxes"),
        (
            "Augmentation",
            "RandomFlip RandomCrop RandomTranslation RandomRotation RandomZoom RandomShear RandomPerspective RandomElasticTransform RandomBrightness RandomContrast RandomHue RandomSaturation "
            + "RandomColorJitter RandomColorDegeneration RandomGrayscale RandomInvert RandomPosterization RandomSharpness RandomGaussianBlur RandomErasing AutoContrast Equalization "
            + "ContrastLimitedAdaptiveHistogramEqualization Solarization AugMix RandAugment CutMix MixUp"),
    ];
}
