namespace KerasSharp.Primitives;

/// <summary>Uniform float32 numbers in [0, 1): the upper 24 bits of <see cref="RandomBits"/>. Operand: the state.</summary>
internal sealed record RandomUnits(Shape Shape) : Composite
{
    /// <inheritdoc/>
    public override string Name => "random_units";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor word = Prim.ShiftRight(Prim.RandomBits(inputs[0], Shape), Prim.Scalar(8, DType.UInt32));
        return [Prim.Multiply(Prim.Convert(word, DType.Float32), 1.0 / (1 << 24))];
    }
}

/// <summary>Standard normal float32 numbers (Box and Muller 1958). Operand: the state.</summary>
internal sealed record RandomNormal(Shape Shape) : Composite
{
    /// <inheritdoc/>
    public override string Name => "random_normal";

    /// <summary>From two uniform numbers for each, along the first axis.</summary>
    public static Tensor Of(Tensor units, Shape shape)
    {
        Tensor Part(int i) => Prim.Reshape(Prim.SliceAxis(units, 0, i, i + 1), shape);
        Tensor radius = Prim.Sqrt(Prim.Multiply(Prim.Log(Prim.Subtract(1, Part(0))), -2));
        return Prim.Multiply(radius, Prim.Cos(Prim.Multiply(Part(1), 2 * Math.PI)));
    }

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs) => [Of(Prim.RandomUnits(inputs[0], Shape.Insert(0, 2)), Shape)];
}

internal static partial class Prim
{
    /// <summary>Uniform float32 numbers in [0, 1) from a state of two uint32 words.</summary>
    public static Tensor RandomUnits(Tensor state, Shape shape) => Dispatch.Bind1(new RandomUnits(shape), state);

    /// <summary>Standard normal float32 numbers from a state of two uint32 words.</summary>
    public static Tensor RandomNormal(Tensor state, Shape shape) => Dispatch.Bind1(new RandomNormal(shape), state);
}
