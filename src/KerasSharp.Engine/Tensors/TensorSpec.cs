namespace KerasSharp.Tensors;

/// <summary>Shape and dtype of an operand: all that a shape rule may look at.</summary>
internal readonly record struct TensorSpec(Shape Shape, DType DType)
{
    public override string ToString() => $"{DType.Name()}{Shape}";
}
