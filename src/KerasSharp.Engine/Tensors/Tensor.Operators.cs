using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <content>
/// Arithmetic. Operands of different dtypes are promoted as Keras does. A C# number is weak: it takes the dtype of the tensor where that can hold
/// it (an integer any numeric dtype, a <c>float</c> or <c>double</c> any floating one); else the result is int32 or float32.
/// </content>
public sealed partial class Tensor
{
    /// <summary>Whether the tensor was a C# number: its dtype gives way to those of tensors.</summary>
    internal bool IsWeak { get; init; }

    /// <summary>Element-wise sum.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Operator("add", left, right, Prim.Add);

    /// <summary>Element-wise difference.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Operator("subtract", left, right, Prim.Subtract);

    /// <summary>Element-wise product.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Operator("multiply", left, right, Prim.Multiply);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Operator("divide", left, right, Prim.Divide, floating: true);

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor operator %(Tensor left, Tensor right) => Operator("mod", left, right, Prim.FloorMod);

    /// <summary>Element-wise negation.</summary>
    public static Tensor operator -(Tensor value) => IsSymbolic(value) ? Dispatch.SymbolicOp(new("negative", []), [value], static t => [Prim.Negate(t[0])])[0] : Prim.Negate(value);

    /// <summary>Whether elements are less than those of the other: bool. For equality write <c>Ops.Equal</c>; <c>==</c> compares references.</summary>
    public static Tensor operator <(Tensor left, Tensor right) => Operator("less", left, right, Prim.Less);

    /// <summary>Whether elements are less than or equal to those of the other: bool. For equality write <c>Ops.Equal</c>; <c>==</c> compares references.</summary>
    public static Tensor operator <=(Tensor left, Tensor right) => Operator("less_equal", left, right, Prim.LessEqual);

    /// <summary>Whether elements are greater than those of the other: bool. For equality write <c>Ops.Equal</c>; <c>==</c> compares references.</summary>
    public static Tensor operator >(Tensor left, Tensor right) => Operator("greater", left, right, Prim.Greater);

    /// <summary>Whether elements are greater than or equal to those of the other: bool. For equality write <c>Ops.Equal</c>; <c>==</c> compares references.</summary>
    public static Tensor operator >=(Tensor left, Tensor right) => Operator("greater_equal", left, right, Prim.GreaterEqual);

    /// <summary>A scalar of float32 that gives way to the dtype of floating-point tensors.</summary>
    public static implicit operator Tensor(float value) => Weak(value, DType.Float32);

    /// <summary>A scalar of float32 that gives way to the dtype of floating-point tensors: as in Keras, a literal with a point is not double precision.</summary>
    public static implicit operator Tensor(double value) => Weak(value, DType.Float32);

    /// <summary>A scalar of int32 that gives way to the dtype of numeric tensors.</summary>
    public static implicit operator Tensor(int value) => Weak(value, DType.Int32);

    /// <summary>A scalar of bool.</summary>
    public static implicit operator Tensor(bool value) => Prim.Scalar(value ? 1 : 0, DType.Bool);

    /// <summary>The dtype of a computation over several tensors: Keras's promotion, in which C# numbers are weak.</summary>
    /// <param name="tensors">The operands.</param>
    /// <param name="floating">Whether integers become float32.</param>
    internal static DType CommonType(ReadOnlySpan<Tensor> tensors, bool floating = false)
    {
        DType? strong = null, weak = null;
        foreach (Tensor tensor in tensors)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            ref DType? kind = ref tensor.IsWeak ? ref weak : ref strong;
            kind = kind is { } known ? DTypes.Promote(known, tensor.DType) : tensor.DType;
        }

        DType common = strong switch
        {
            null => weak!.Value,
            { } dtype when weak is null || dtype.IsFloating() || (weak == DType.Int32 && dtype != DType.Bool) => dtype,
            _ => weak!.Value,
        };
        return floating && !common.IsFloating() ? DType.Float32 : common;
    }

    /// <summary>A primitive of two operands over their common dtype.</summary>
    internal static Tensor Apply(Tensor left, Tensor right, Func<Tensor, Tensor, Tensor> operation, bool floating = false)
    {
        DType common = CommonType([left, right], floating);
        return operation(Prim.Convert(left, common), Prim.Convert(right, common));
    }

    private static Tensor Operator(string name, Tensor left, Tensor right, Func<Tensor, Tensor, Tensor> operation, bool floating = false)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return IsSymbolic(left) || IsSymbolic(right)
            ? Dispatch.SymbolicOp(new(name, []), [left, right], t => [Apply(t[0], t[1], operation, floating)])[0]
            : Apply(left, right, operation, floating);
    }

    /// <summary>Whether a tensor is one of a model being described.</summary>
    private static bool IsSymbolic(Tensor? tensor) => tensor is { IsConcrete: false } && !Dispatch.IsAbstract;

    private static Tensor Weak(double value, DType dtype)
    {
        Tensor scalar = Prim.Scalar(value, dtype);
        return scalar.IsConcrete
            ? new Tensor(scalar.Storage, scalar.Shape, dtype) { IsWeak = true }
            : new Tensor(scalar.Shape, dtype, scalar.Symbol) { IsWeak = true };
    }
}
