using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <content>Arithmetic. Operands of different dtypes are promoted as Keras does; a C# number takes the dtype of the tensor where that can hold it.</content>
public sealed partial class Tensor
{
    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Apply(left, right, Prim.Add);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Apply(left, right, Prim.Multiply);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Apply(left, right, Prim.Subtract);

    /// <summary>A scalar of float32.</summary>
    public static implicit operator Tensor(float value) => Prim.Scalar(value, DType.Float32);

    private static Tensor Apply(Tensor left, Tensor right, Func<Tensor, Tensor, Tensor> operation)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        DType common = DTypes.Promote(left.DType, right.DType);
        return operation(Prim.Convert(left, common), Prim.Convert(right, common));
    }
}
