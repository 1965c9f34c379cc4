namespace KerasSharp.Primitives;

/// <summary>The plain recurrent layer (Elman 1990) with tanh: h = tanh(x kernel + bias + h' recurrent).</summary>
internal sealed record SimpleRnn(bool Reverse, bool HasMask = false) : Recurrence(Reverse, HasMask)
{
    /// <inheritdoc/>
    public override string Name => "simple_rnn";

    /// <inheritdoc/>
    public override int Gates => 1;

    /// <inheritdoc/>
    public override int SavedGates => 0;

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    protected override (Tensor[] States, Tensor? Gates) Step(Tensor x, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor bias) =>
        ([Prim.Tanh(Prim.Add(Prim.Add(Prim.Dot(x, kernel), bias), Prim.Dot(states[0], recurrent)))], null);
}
