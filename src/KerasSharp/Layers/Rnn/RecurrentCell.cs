using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>
/// One step of a recurrent layer: from the input at one position and the states to an output and the next states. Derive from it to make a cell of one's
/// own, which <see cref="RNN"/> runs along sequences.
/// </summary>
/// <remarks>
/// Input shape: <c>(batch, ...)</c>, and <c>(batch, ...stateSize[i])</c> for each state. Outputs: <c>(batch, ...outputSize)</c>, then the next states. A derived class states
/// <see cref="StateSize"/>, makes its weights in <c>Build(Shape)</c>, which is given the shape of one step, and computes in
/// <see cref="Call(Tensor, Tensor[], bool)"/>.
/// </remarks>
public abstract class RecurrentCell : Layer
{
    /// <summary>Sets what all cells have.</summary>
    /// <param name="name">Its name; the class name in snake_case, numbered, when not given.</param>
    /// <param name="trainable">Whether its weights are trained.</param>
    /// <param name="dtype">Dtypes of computation and weights; float32 when not given.</param>
    protected RecurrentCell(string? name = null, bool trainable = true, DTypePolicy? dtype = null)
        : base(name, trainable, dtype)
    {
    }

    /// <summary>The shape of each state of one sample, without the batch axis: <c>[[units], [units]]</c> for an LSTM.</summary>
    public abstract IReadOnlyList<Shape> StateSize { get; }

    /// <summary>The shape of the output for one sample; that of the first state unless a derived class says otherwise.</summary>
    public virtual Shape OutputSize => StateSize[0];

    private protected override bool HandlesMask => true;

    /// <summary>The states before the first step, <c>(batch, ...stateSize[i])</c> each: zeros unless a derived class says otherwise.</summary>
    /// <param name="batchSize">Number of samples.</param>
    public virtual Tensor[] GetInitialState(int batchSize) => [.. StateSize.Select(size => Prim.Zeros(size.Insert(0, batchSize), ComputeDType))];

    /// <summary>One step: Keras's <c>cell(inputs, states)</c>.</summary>
    /// <param name="inputs">The input at one position, <c>(batch, ...)</c>.</param>
    /// <param name="states">The states, <c>(batch, ...stateSize[i])</c> each.</param>
    /// <param name="training">Whether to train; when not given, that of the enclosing call, else false.</param>
    /// <returns>The output and the next states.</returns>
    /// <exception cref="ArgumentException">There are more or fewer states than <see cref="StateSize"/> has.</exception>
    public (Tensor Output, Tensor[] States) Apply(Tensor inputs, IReadOnlyList<Tensor> states, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(states);
        CheckStates(states.Count);
        Tensor[] all = Invoke(new CallArguments([inputs, .. states]) { Training = training });
        return (all[0], all[1..]);
    }

    /// <summary>The computation of one step.</summary>
    /// <param name="inputs">The input at one position.</param>
    /// <param name="states">The states.</param>
    /// <param name="training">Whether it trains.</param>
    /// <returns>The output and the next states, of the shapes and dtypes that the states have.</returns>
    protected abstract (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training);

    /// <inheritdoc/>
    protected sealed override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int count = StateSize.Count;
        CheckStates(Math.Min(arguments.Inputs.Length - 1, count));
        bool training = arguments.Training!.Value;
        Tensor x = arguments.Inputs[0];
        Tensor[] constants = arguments.Inputs[(1 + count)..];
        (Tensor output, Tensor[] next) = Step(x, arguments.Inputs[1..(1 + count)], constants.Length > 0 ? constants : Draw(x.Shape, x.DType, training), training);
        return next.Length == count ? [output, .. next] : throw new InvalidOperationException(
            $"{Label}: a step must return as many states as StateSize has. Received: {next.Length} states, StateSize.Count={count}. Return them all, changed or not.");
    }

    /// <summary>The states before the first step, for a step of this shape.</summary>
    internal virtual Tensor[] FirstStates(Shape step) => GetInitialState(step[0]);

    /// <summary>Shapes of the states with the batch axis, for a step of this shape, whose batch may be unknown.</summary>
    internal virtual Shape[] StateShapes(Shape step) => [.. StateSize.Select(size => size.Insert(0, step[0]))];

    /// <summary>Number of tensors that <see cref="Draw"/> gives.</summary>
    internal virtual int ConstantCount(bool training) => 0;

    /// <summary>What is drawn at random once for all steps of a sequence.</summary>
    internal virtual Tensor[] Draw(Shape step, DType dtype, bool training) => [];

    /// <summary>The computation of one step, with what was drawn for the sequence.</summary>
    internal virtual (Tensor Output, Tensor[] States) Step(Tensor x, Tensor[] states, Tensor[] constants, bool training) => Call(x, states, training);

    private void CheckStates(int found)
    {
        if (found != StateSize.Count)
        {
            throw new ArgumentException(
                $"{Label}: a step takes {StateSize.Count} states, of the sizes {string.Join(", ", StateSize)}. Received: {found} states. Write Apply(inputs, states), with GetInitialState(batchSize) at first.");
        }
    }
}
