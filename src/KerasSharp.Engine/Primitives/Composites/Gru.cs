namespace KerasSharp.Primitives;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014) with the reset gate after the product with the recurrent kernel, gates in Keras's order z, r, h, sigmoid gates and
/// tanh activation. The bias is (2, 3 units): of the inputs' product, and of the states'.
/// </summary>
internal sealed record Gru(bool Reverse, bool HasMask = false) : Recurrence(Reverse, HasMask)
{
    /// <inheritdoc/>
    public override string Name => "gru";

    /// <inheritdoc/>
    public override int Gates => 3;

    /// <inheritdoc/>
    public override int SavedGates => 4;

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override int Biases => 2;

    /// <inheritdoc/>
    protected override (Tensor[] States, Tensor? Gates) Step(Tensor x, Tensor[] states, Tensor kernel, Tensor recurrent, Tensor bias)
    {
        int units = recurrent.Shape[0];
        Tensor h = states[0];
        Tensor inputs = Prim.Add(Prim.Dot(x, kernel), Prim.SliceAxis(bias, 0, 0, 1)), inner = Prim.Add(Prim.Dot(h, recurrent), Prim.SliceAxis(bias, 0, 1, 2));
        Tensor z = Prim.Sigmoid(Prim.Add(Gate(inputs, 0, units), Gate(inner, 0, units))), r = Prim.Sigmoid(Prim.Add(Gate(inputs, 1, units), Gate(inner, 1, units)));
        Tensor state = Gate(inner, 2, units), candidate = Prim.Tanh(Prim.Add(Gate(inputs, 2, units), Prim.Multiply(r, state)));
        return ([Prim.Add(Prim.Multiply(z, h), Prim.Multiply(Prim.Subtract(1, z), candidate))], Prim.Concatenate(1, z, r, candidate, state));
    }
}
