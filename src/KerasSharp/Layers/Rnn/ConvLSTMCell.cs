using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>What a convolutional LSTM is made of, as its three layers take it.</summary>
internal sealed record ConvLSTMOptions(
    int Rank, int Filters, Sizes KernelSize, Sizes? Strides, string Padding, string? DataFormat, Sizes? DilationRate, ActivationFunction? Activation,
    ActivationFunction? RecurrentActivation, bool UseBias, Initializer? KernelInitializer, Initializer? RecurrentInitializer, Initializer? BiasInitializer, bool UnitForgetBias,
    Regularizer? KernelRegularizer, Regularizer? RecurrentRegularizer, Regularizer? BiasRegularizer, Constraint? KernelConstraint, Constraint? RecurrentConstraint,
    Constraint? BiasConstraint, double Dropout, double RecurrentDropout, int? Seed);

/// <summary>One step of an LSTM whose products are convolutions; gates in the order i, f, c, o. States are images of the size that the convolution gives.</summary>
internal sealed class ConvLSTMCell : DropoutCell
{
    private readonly ConvLSTMOptions _options;
    private readonly Sizes _ones;
    private Variable? _kernel, _recurrent, _bias;
    private Shape? _state;

    public ConvLSTMCell(ConvLSTMOptions options, string owner, bool trainable, DTypePolicy? dtype)
        : base(options.Dropout, options.RecurrentDropout, options.Seed, "conv_lstm_cell", trainable, dtype)
    {
        int rank = options.Rank;
        Arguments.AtLeast(1, options.Filters, "filters", owner);
        _ones = ((Sizes)1).For(rank, "strides", owner);
        _options = options with
        {
            KernelSize = options.KernelSize.For(rank, "kernelSize", owner),
            Strides = (options.Strides ?? 1).For(rank, "strides", owner),
            DilationRate = (options.DilationRate ?? 1).For(rank, "dilationRate", owner),
            Padding = Spatial.CheckPadding(options.Padding, allowCausal: false, owner),
            DataFormat = Spatial.CheckFormat(options.DataFormat, owner),
            Activation = options.Activation ?? "tanh",
            RecurrentActivation = options.RecurrentActivation ?? "sigmoid",
            KernelInitializer = options.KernelInitializer ?? "glorot_uniform",
            RecurrentInitializer = options.RecurrentInitializer ?? "orthogonal",
            BiasInitializer = options.BiasInitializer ?? "zeros",
        };
        if (_options.Strides!.Any(s => s > 1) && _options.DilationRate!.Any(d => d > 1))
        {
            throw new ArgumentException(
                $"{owner}: strides and dilationRate cannot both be greater than 1. Received: strides=({string.Join(", ", _options.Strides!)}), dilationRate=({string.Join(", ", _options.DilationRate!)}).", nameof(options));
        }
    }

    /// <summary>The options with every default filled in.</summary>
    public ConvLSTMOptions Options => _options;

    /// <inheritdoc/>
    public override IReadOnlyList<Shape> StateSize => _state is null
        ? [.. Enumerable.Repeat(Unknown, 2)]
        : [_state, _state];

    internal override (Variable Kernel, Variable Recurrent, Variable? Bias) Kernels => (_kernel!, _recurrent!, _bias);

    private Shape Unknown => IsLast
        ? Shape.Of([.. Enumerable.Repeat(Shape.Unknown, _options.Rank), _options.Filters])
        : Shape.Of([_options.Filters, .. Enumerable.Repeat(Shape.Unknown, _options.Rank)]);

    private bool IsLast => _options.DataFormat == "channels_last";

    internal override Tensor[] FirstStates(Shape step) => Array.ConvertAll(StateShapes(step), shape => Prim.Zeros(shape, ComputeDType));

    internal override Shape[] StateShapes(Shape step)
    {
        Shape gates;
        using (Dispatch.Enter(ShapeInterpreter.Instance))
        using (Dispatch.WithoutRecorders())
        {
            gates = Project(new Tensor(step, _kernel!.Value.DType, symbol: null)).Shape;
        }

        Shape state = gates.With(IsLast ? gates.Rank - 1 : 1, _options.Filters);
        return [state, state];
    }

    internal override Tensor Project(Tensor x) => Spatial.InLastFormat(x, _options.DataFormat!, last =>
    {
        Tensor z = Convolve(last, _kernel!.Value, _options.Strides!, _options.DilationRate!, _options.Padding);
        return _bias is null ? z : Prim.Add(z, _bias.Value);
    });

    internal override Tensor ProjectSequence(Tensor x) => TimeAxis.Fold([x], joined => [Project(joined[0])])[0];

    internal override Tensor[] Advance(Tensor projected, Tensor[] states, Tensor dropped)
    {
        Tensor inner = Spatial.InLastFormat(dropped, _options.DataFormat!, last => Convolve(last, _recurrent!.Value, _ones, _ones, "same"));
        return LstmGates.Advance(Prim.Add(projected, inner), _options.Filters, states[1], _options.Activation!, _options.RecurrentActivation!, IsLast ? -1 : 1);
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int channels = input[IsLast ? input.Rank - 1 : 1], filters = _options.Filters;
        Shape size = Shape.Of([.. _options.KernelSize]);
        _kernel = AddWeight(
            "kernel", size.Concat([channels, 4 * filters]), _options.KernelInitializer, regularizer: _options.KernelRegularizer, constraint: _options.KernelConstraint);
        _recurrent = AddWeight(
            "recurrent_kernel", size.Concat([filters, 4 * filters]), _options.RecurrentInitializer, regularizer: _options.RecurrentRegularizer, constraint: _options.RecurrentConstraint);
        if (_options.UseBias)
        {
            Initializer first = _options.UnitForgetBias ? new ForgetBias(_options.BiasInitializer!) : _options.BiasInitializer!;
            _bias = AddWeight("bias", [4 * filters], first, regularizer: _options.BiasRegularizer, constraint: _options.BiasConstraint);
        }

        _state = StateShapes(input)[0][1..];
    }

    private Tensor Convolve(Tensor x, Tensor kernel, Sizes strides, Sizes dilation, string padding)
    {
        (int Low, int High)[] margins =
            [.. _options.KernelSize.Select((size, i) => Spatial.Pad(x.Shape[i + 1], ((size - 1) * dilation[i]) + 1, strides[i], padding))];
        var geometry = new ConvolutionGeometry(
            new IntList([.. strides]), new IntList([.. margins.Select(m => m.Low)]), new IntList([.. margins.Select(m => m.High)]), new IntList([.. dilation]), Groups: 1);
        return Prim.Convolution(x, kernel, geometry);
    }
}
