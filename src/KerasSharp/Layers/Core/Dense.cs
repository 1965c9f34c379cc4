using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Fully connected layer: <c>y = activation(x · kernel + bias)</c>.</summary>
/// <remarks>
/// Input shape: <c>(batch, ..., inputDim)</c>, rank 2 or more. Output shape: <c>(batch, ..., units)</c>.
/// Weights: <c>kernel (inputDim, units)</c>, <c>bias (units,)</c>.
/// </remarks>
/// <param name="units">Size of the last output axis, at least 1.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="useBias">Whether there is a bias.</param>
/// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the bias; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernel.</param>
/// <param name="biasRegularizer">A penalty on the bias.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What the kernel is brought to after each update.</param>
/// <param name="biasConstraint">What the bias is brought to after each update.</param>
/// <param name="loraRank">Rank of a low-rank addition that is trained instead of the kernel (Hu et al. 2021); null for none.</param>
/// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
/// <param name="quantizationConfig">Must be null: quantisation is not there yet.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is less than 1.</exception>
[KerasSerializable("keras.layers", "Dense")]
public sealed partial class Dense(
    int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null, Initializer? biasInitializer = null,
    Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null,
    Constraint? biasConstraint = null, int? loraRank = null, double? loraAlpha = null, Config? quantizationConfig = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly int _units = Arguments.AtLeast(1, units, nameof(units), nameof(Dense));
    private readonly ActivationFunction _activation = activation ?? ActivationFunction.Linear;
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private int? _loraRank = loraRank is { } rank ? Arguments.AtLeast(1, rank, nameof(loraRank), nameof(Dense)) : null;
    private readonly Config? _quantizationConfig = Arguments.Unquantized(quantizationConfig, nameof(Dense));
    private Variable? _kernel, _bias;
    private double? _loraAlpha = loraAlpha ?? loraRank;
    private LowRankAddition? _lora;

    /// <summary>The kernel; null before the layer is built.</summary>
    public Variable? Kernel => _kernel;

    /// <summary>The bias; null before the layer is built, and without bias.</summary>
    public Variable? Bias => _bias;

    /// <inheritdoc/>
    protected internal override Variable? MainKernel => _kernel;

    private protected override bool PassesMask => true;

    /// <summary>Freezes the kernel and trains a low-rank addition to it instead (Hu et al. 2021): <c>enable_lora</c>.</summary>
    /// <param name="rank">Rank of the addition, at least 1.</param>
    /// <param name="loraAlpha">The addition is scaled by this over the rank; the rank when not given.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> when not given.</param>
    /// <param name="bInitializer">First values of the second factor; <c>"zeros"</c> when not given.</param>
    /// <exception cref="InvalidOperationException">The layer is not built, or has an addition.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null)
    {
        _lora = EnableLowRank(_lora, rank, loraAlpha, aInitializer, bInitializer);
        (_loraRank, _loraAlpha) = (rank, loraAlpha ?? rank);
    }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        Config config = base.GetConfig();
        config["units"] = _units;
        config["activation"] = _activation.ToConfigValue();
        config["use_bias"] = useBias;
        config["kernel_initializer"] = _kernelInitializer.ToConfigValue();
        config["bias_initializer"] = _biasInitializer.ToConfigValue();
        config["kernel_regularizer"] = kernelRegularizer?.ToConfigValue();
        config["bias_regularizer"] = biasRegularizer?.ToConfigValue();
        config["kernel_constraint"] = kernelConstraint?.ToConfigValue();
        config["bias_constraint"] = biasConstraint?.ToConfigValue();
        config["quantization_config"] = _quantizationConfig;
        return LowRankAddition.Write(config, _loraRank, _loraAlpha);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        InputSpec = new InputSpec(MinNdim: 2);
        InputSpec.Check(this, input);
        _kernel = AddWeight("kernel", [input[^1], _units], _kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint);
        _bias = useBias ? AddWeight("bias", [_units], _biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint) : null;
        _lora = _loraRank is { } rank ? AddLowRank(_kernel, rank, _loraAlpha!.Value) : null;
        InputSpec = new InputSpec(MinNdim: 2, Axes: new Dictionary<int, int> { [-1] = input[^1] });
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        Tensor y = Contraction.LastWithFirst(inputs, _lora is null ? _kernel!.Value : _lora.AddTo(_kernel!.Value));
        return _activation.Apply(_bias is null ? y : y + _bias.Value);
    }
}
