using KerasSharp.Activations;
using KerasSharp.Constraints;

namespace KerasSharp.Layers;

/// <summary>What the constructors of all convolutions take.</summary>
internal readonly record struct ConvolutionSettings(
    int Rank, Sizes KernelSize, Sizes? Strides, string Padding, string? DataFormat, Sizes? DilationRate, ActivationFunction? Activation, bool UseBias,
    WeightSettings Bias, Regularizer? ActivityRegularizer, string? Name, bool Trainable, DTypePolicy? Dtype);

/// <summary>How a weight begins, what is added to the loss for it, and what it is brought to.</summary>
internal readonly record struct WeightSettings(Initializer? Initializer, Regularizer? Regularizer, Constraint? Constraint);
