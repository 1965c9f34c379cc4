using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <content>
/// Arithmetic. Operands of different dtypes are promoted as Keras does. A C# number is weak: it takes the dtype of the tensor where that can hold
/// it (an integer any numeric dtype, a <c>double</c> any floating one); else the result is int32 or float32.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Apply(left, right, Prim.Add);

    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor left, double right) => Apply(left, Weak(right, left), Prim.Add);

    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(double left, Tensor right) => Apply(Weak(left, right), right, Prim.Add);

    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor left, int right) => Apply(left, Weak(right, left), Prim.Add);

    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(int left, Tensor right) => Apply(Weak(left, right), right, Prim.Add);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Apply(left, right, Prim.Subtract);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor left, double right) => Apply(left, Weak(right, left), Prim.Subtract);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(double left, Tensor right) => Apply(Weak(left, right), right, Prim.Subtract);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor left, int right) => Apply(left, Weak(right, left), Prim.Subtract);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(int left, Tensor right) => Apply(Weak(left, right), right, Prim.Subtract);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Apply(left, right, Prim.Multiply);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(Tensor left, double right) => Apply(left, Weak(right, left), Prim.Multiply);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(double left, Tensor right) => Apply(Weak(left, right), right, Prim.Multiply);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(Tensor left, int right) => Apply(left, Weak(right, left), Prim.Multiply);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(int left, Tensor right) => Apply(Weak(left, right), right, Prim.Multiply);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Apply(left, right, TrueDivide);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(Tensor left, double right) => Apply(left, Weak(right, left), TrueDivide);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(double left, Tensor right) => Apply(Weak(left, right), right, TrueDivide);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(Tensor left, int right) => Apply(left, Weak(right, left), TrueDivide);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(int left, Tensor right) => Apply(Weak(left, right), right, TrueDivide);

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(Tensor left, Tensor right) => Apply(left, right, Prim.FloorMod);

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(Tensor left, double right) => Apply(left, Weak(right, left), Prim.FloorMod);

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(double left, Tensor right) => Apply(Weak(left, right), right, Prim.FloorMod);

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(Tensor left, int right) => Apply(left, Weak(right, left), Prim.FloorMod);

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(int left, Tensor right) => Apply(Weak(left, right), right, Prim.FloorMod);

    /// <summary>Element-wise negation.</summary>
    public static Tensor operator -(Tensor value) => Prim.Negate(value);

    /// <summary>A scalar of float32.</summary>
    public static implicit operator Tensor(float value) => Prim.Scalar(value, DType.Float32);

    /// <summary>A scalar of float32: as in Keras, a literal with a point is not double precision.</summary>
    public static implicit operator Tensor(double value) => Prim.Scalar(value, DType.Float32);

    /// <summary>A scalar of int32.</summary>
    public static implicit operator Tensor(int value) => Prim.Scalar(value, DType.Int32);

    /// <summary>A scalar of bool.</summary>
    public static implicit operator Tensor(bool value) => Prim.Scalar(value ? 1 : 0, DType.Bool);

    /// <summary>A number as a scalar of the tensor's dtype, or float32 where that is an integer type.</summary>
    internal static Tensor Weak(double number, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Prim.Scalar(number, tensor.DType.IsFloating() ? tensor.DType : DType.Float32);
    }

    /// <summary>An integer as a scalar of the tensor's dtype, or int32 where that is bool.</summary>
    internal static Tensor Weak(int number, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Prim.Scalar(number, tensor.DType == DType.Bool ? DType.Int32 : tensor.DType);
    }

    /// <summary>A primitive of two operands over their common dtype.</summary>
    internal static Tensor Apply(Tensor left, Tensor right, Func<Tensor, Tensor, Tensor> operation)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        DType common = DTypes.Promote(left.DType, right.DType);
        return operation(Prim.Convert(left, common), Prim.Convert(right, common));
    }

    private static Tensor TrueDivide(Tensor left, Tensor right) => left.DType.IsFloating()
        ? Prim.Divide(left, right)
        : Prim.Divide(Prim.Convert(left, DType.Float32), Prim.Convert(right, DType.Float32));
}
