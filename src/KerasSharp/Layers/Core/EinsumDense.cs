using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Fully connected layer over axes of one's choice: <c>y = activation(einsum(equation, x, kernel) + bias)</c>.</summary>
/// <remarks>
/// Input and output shapes: as the equation says, such as <c>"abc,cd->abd"</c>, or <c>"...x,xy->...y"</c> for any rank.
/// Weights: <c>kernel</c>, with the axes of the equation's second term; <c>bias</c>, with the axes named for it, 1 for those between.
/// </remarks>
/// <param name="equation">The equation in Einstein's notation: <c>[X],[Y]->[Z]</c>, <c>...[X],[Y]->...[Z]</c> or <c>[X]...,[Y]->[Z]...</c>.</param>
/// <param name="outputShape">Shape of a sample of the output, without the batch axis and what <c>...</c> stands for; null sizes are the input's.</param>
/// <param name="activation">Activation function; none when not given.</param>
/// <param name="biasAxes">Axes of the output, by their letters, along which the bias differs; no bias when not given.</param>
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
/// <exception cref="ArgumentException">The equation has another form, or the output shape does not fit it.</exception>
[KerasSerializable("keras.layers", "EinsumDense")]
public sealed partial class EinsumDense(
    string equation, Shape outputShape, ActivationFunction? activation = null, string? biasAxes = null, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? kernelConstraint = null, Constraint? biasConstraint = null, int? loraRank = null, double? loraAlpha = null, Config? quantizationConfig = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly EinsumEquation _parts = EinsumEquation.Parse(equation, outputShape, biasAxes);
    private readonly ActivationFunction _activation = activation ?? ActivationFunction.Linear;
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private int? _loraRank = loraRank is { } rank ? Arguments.AtLeast(1, rank, nameof(loraRank), nameof(EinsumDense)) : null;
    private readonly Config? _quantizationConfig = Arguments.Unquantized(quantizationConfig, nameof(EinsumDense));
    private Variable? _kernel, _bias;
    private double? _loraAlpha = loraAlpha ?? loraRank;
    private LowRankAddition? _lora;

    /// <summary>The kernel; null before the layer is built.</summary>
    public Variable? Kernel => _kernel;

    /// <summary>The bias; null before the layer is built, and without bias.</summary>
    public Variable? Bias => _bias;

    /// <inheritdoc/>
    protected internal override Variable? MainKernel => _kernel;

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
        config["output_shape"] = ConfigConverter.Write(outputShape);
        config["equation"] = equation;
        config["activation"] = _activation.ToConfigValue();
        config["bias_axes"] = biasAxes;
        config["kernel_initializer"] = _kernelInitializer.ToConfigValue();
        config["bias_initializer"] = _biasInitializer.ToConfigValue();
        config["kernel_regularizer"] = kernelRegularizer?.ToConfigValue();
        config["bias_regularizer"] = biasRegularizer?.ToConfigValue();
        config["activity_regularizer"] = ActivityRegularizer?.ToConfigValue();
        config["kernel_constraint"] = kernelConstraint?.ToConfigValue();
        config["bias_constraint"] = biasConstraint?.ToConfigValue();
        config["quantization_config"] = _quantizationConfig;
        return LowRankAddition.Write(config, _loraRank, _loraAlpha);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        (Shape kernel, Shape? bias) = _parts.Weights(input, this);
        _kernel = AddWeight("kernel", kernel, _kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint);
        _bias = bias is null ? null : AddWeight("bias", bias, _biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint);
        _lora = _loraRank is { } rank ? AddLowRank(_kernel, rank, _loraAlpha!.Value) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        _parts.Check(inputs.Shape, this);
        Tensor y = Ops.Einsum(equation, inputs, _lora is null ? _kernel!.Value : _lora.AddTo(_kernel!.Value));
        y = _activation.Apply(_bias is null ? y : Prim.Add(y, _bias.Value));

        // Symbolic sizes are those that the output shape states, as in Keras: one that it leaves open stays open.
        return Dispatch.Current is ShapeInterpreter ? Op.Unknown(_parts.Output(inputs.Shape), y.DType) : y;
    }
}
