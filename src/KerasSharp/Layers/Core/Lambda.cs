using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>A C# function as a layer.</summary>
/// <remarks>
/// Input and output shapes: those of the function. No weights: variables that the function uses are not found, for which a class derived from <see cref="Layer"/>
/// is the way. What Keras passes as <c>arguments</c> is captured by the function here. A function cannot be written to a file, and Python functions are not run:
/// loading a model that has one says so.
/// </remarks>
[KerasSerializable("keras.layers", "Lambda")]
public sealed partial class Lambda : Layer
{
    private readonly Func<CallArguments, Tensor[]> _function;
    private readonly Shape? _outputShape;
    private readonly Func<Tensor, Tensor?, Tensor?>? _mask;

    /// <summary>A function of one tensor.</summary>
    /// <param name="function">The function, made of <see cref="Ops"/> and operators.</param>
    /// <param name="outputShape">Shape of a sample of the output, without the batch axis; needed only where the function cannot be run on shapes alone.</param>
    /// <param name="mask">The mask of the output from the input and its mask; without it, masks end here.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    public Lambda(
        Func<Tensor, Tensor> function, Shape? outputShape = null, Func<Tensor, Tensor?, Tensor?>? mask = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : this(WithOne(function), outputShape, mask, name, trainable, dtype)
    {
    }

    /// <summary>A function of several tensors, masks and the training flag.</summary>
    /// <param name="function">The function.</param>
    /// <param name="outputShape">Shape of a sample of the first output, without the batch axis; needed only where the function cannot be run on shapes alone.</param>
    /// <param name="mask">The mask of the outputs from the first input and its mask; without it, masks end here.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights.</param>
    public Lambda(
        Func<CallArguments, Tensor[]> function, Shape? outputShape = null, Func<Tensor, Tensor?, Tensor?>? mask = null, string? name = null, bool trainable = true,
        DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
        ArgumentNullException.ThrowIfNull(function);
        (_function, _outputShape, _mask) = (function, outputShape, mask);
    }

    /// <inheritdoc/>
    internal override bool TreatsSamplesAlone(bool training) => false;

    private protected override bool PassesMask => _mask is not null;

    /// <summary>Refuses: a file cannot hold a C# function.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Config GetConfig() => throw new NotSupportedException(
        $"{Label}: a function cannot be written to a file. Make it a class: partial, derived from Layer, with the function in Call, marked [KerasSerializable(\"Custom\", \"MyLayer\")]. Or save weights alone.");

    /// <summary>Refuses: files hold Python functions.</summary>
    /// <param name="config">The config.</param>
    /// <exception cref="ModelFormatException">Always.</exception>
    public static Lambda FromConfig(Config config)
    {
        ArgumentNullException.ThrowIfNull(config);
        string name = config.TryGetValue("name", out object? value) && value is string text ? text : "lambda";
        throw new ModelFormatException(
            $"Lambda '{name}': the file holds a Python function, which is not run here. Received: function={ConfigJson.Write(config.TryGetValue("function", out object? f) ? f : null)}. "
            + "In Python, replace the layer by one of Keras's own or by a registered class, whose C# counterpart is marked [KerasSerializable(package, name)].");
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return _outputShape is not null && Dispatch.Current is ShapeInterpreter
            ? [Op.Unknown(Shape.Of([arguments.Inputs[0].Shape[0], .. _outputShape.ToArray()]), ComputeDType)]
            : _function(arguments);
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return _mask?.Invoke(arguments.Inputs[0], arguments.MaskOf(0));
    }

    private static Func<CallArguments, Tensor[]> WithOne(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return arguments => arguments.Inputs.Length == 1 ? [function(arguments.Inputs[0])] : throw new ArgumentException(
            $"Lambda: the function takes one tensor. Received: {arguments.Inputs.Length} tensors. Write a function of CallArguments.", nameof(arguments));
    }
}
