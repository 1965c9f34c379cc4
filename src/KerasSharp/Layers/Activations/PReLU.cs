using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Rectified linear unit with a slope below 0 that is trained: <c>x</c> above 0, <c>alpha * x</c> below (He et al. 2015).</summary>
/// <remarks>
/// Input and output shape: <c>(batch, ...)</c>, the same; sizes of axes that are not shared must be known.
/// Weights: <c>alpha</c>, of the shape of a sample with 1 for shared axes.
/// </remarks>
/// <param name="alphaInitializer">First values of alpha; zeros when not given.</param>
/// <param name="alphaRegularizer">A penalty on alpha.</param>
/// <param name="alphaConstraint">What alpha is brought to after each update.</param>
/// <param name="sharedAxes">Axes along which one alpha serves all, counted from 1: <c>[1, 2]</c> gives each channel of images one.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentException">A shared axis is the batch axis.</exception>
[KerasSerializable("keras.layers", "PReLU")]
public sealed partial class PReLU(
    Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null, int[]? sharedAxes = null,
    string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Layer(name, trainable, dtype)
{
    private readonly Initializer _alphaInitializer = alphaInitializer ?? "zeros";
    private readonly int[]? _sharedAxes = sharedAxes is null || Array.TrueForAll(sharedAxes, a => a >= 1) ? sharedAxes : throw new ArgumentException(
        $"PReLU: sharedAxes must be 1 or more, the batch axis being 0. Received: sharedAxes=({string.Join(", ", sharedAxes)}).", nameof(sharedAxes));

    private Variable? _alpha;

    private protected override bool PassesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape shape = input[1..];
        var fixedAxes = new Dictionary<int, int>();
        for (int axis = 1; axis < input.Rank; axis++)
        {
            if (_sharedAxes?.Contains(axis) == true)
            {
                shape = shape.With(axis - 1, 1);
            }
            else
            {
                fixedAxes[axis] = input[axis];
            }
        }

        if (_sharedAxes?.FirstOrDefault(a => a >= input.Rank) is > 0 and int beyond)
        {
            throw new ShapeException($"{Label}: sharedAxes must be axes of the input. Received: axis {beyond}, inputs.Shape={input}. Write axes from 1 to {input.Rank - 1}.", nameof(input));
        }

        _alpha = AddWeight("alpha", shape, _alphaInitializer, regularizer: alphaRegularizer, constraint: alphaConstraint);
        InputSpec = new InputSpec(Ndim: input.Rank, Axes: fixedAxes);
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Tensor alpha = Prim.Convert(_alpha!.Value, inputs.DType);
        return Prim.Subtract(Prim.Relu(inputs), Prim.Multiply(alpha, Prim.Relu(Prim.Negate(inputs))));
    }
}
