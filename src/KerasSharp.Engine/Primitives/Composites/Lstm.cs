namespace KerasSharp.Primitives;

/// <summary>
/// Long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates), gates in Keras's order i, f, c, o, sigmoid gates and tanh activations.
/// </summary>
internal sealed record Lstm(bool Reverse, bool HasMask = false) : Recurrence(Reverse, HasMask)
{
    /// <inheritdoc/>
    public override string Name => "lstm";

    /// <inheritdoc/>
    public override int Gates => 4;

    /// <inheritdoc/>
    public override int SavedGates => 4;

    /// <inheritdoc/>
    public override int StateCount => 2;

    /// <inheritdoc/>
    protected override (Tensor[] States, Tensor? Gates) Step(Tensor x, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor bias)
    {
        Tensor z = Prim.Add(Prim.Add(Prim.Dot(x, kernel), bias), Prim.Dot(states[0], recurrent));
        int units = recurrent.Shape[0];
        Tensor i = Prim.Sigmoid(Gate(z, 0, units)), f = Prim.Sigmoid(Gate(z, 1, units)), g = Prim.Tanh(Gate(z, 2, units)), o = Prim.Sigmoid(Gate(z, 3, units));
        Tensor c = Prim.Add(Prim.Multiply(f, states[1]), Prim.Multiply(i, g));
        return ([Prim.Multiply(o, Prim.Tanh(c)), c], Prim.Concatenate(1, i, f, g, o));
    }
}
