using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Arithmetic of two tensors, which broadcast and are promoted to a common dtype.</content>
public static partial class Ops
{
    /// <summary>Element-wise sum.</summary>
    public static Tensor Add(Tensor x1, Tensor x2) => Op.Binary("add", x1, x2, Prim.Add);

    /// <summary>Element-wise difference.</summary>
    public static Tensor Subtract(Tensor x1, Tensor x2) => Op.Binary("subtract", x1, x2, Prim.Subtract);

    /// <summary>Element-wise product.</summary>
    public static Tensor Multiply(Tensor x1, Tensor x2) => Op.Binary("multiply", x1, x2, Prim.Multiply);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor Divide(Tensor x1, Tensor x2) => Op.Binary("divide", x1, x2, Prim.Divide, floating: true);

    /// <summary>Element-wise quotient; integers divide as float32.</summary>
    public static Tensor TrueDivide(Tensor x1, Tensor x2) => Op.Binary("true_divide", x1, x2, Prim.Divide, floating: true);

    /// <summary>Element-wise quotient, 0 where the divisor is 0.</summary>
    public static Tensor DivideNoNan(Tensor x1, Tensor x2) => Op.Binary("divide_no_nan", x1, x2, SafeDivide, floating: true);

    /// <summary>Element-wise quotient rounded down.</summary>
    public static Tensor FloorDivide(Tensor x1, Tensor x2) => Op.Binary("floor_divide", x1, x2, (x, y) => Prim.FloorDivide(NotBool(x), NotBool(y)));

    /// <summary>Element-wise remainder with the sign of the divisor, as in Python.</summary>
    public static Tensor Mod(Tensor x1, Tensor x2) => Op.Binary("mod", x1, x2, (x, y) => Prim.FloorMod(NotBool(x), NotBool(y)));

    /// <summary>Element-wise remainder with the sign of the dividend, as in C.</summary>
    public static Tensor Fmod(Tensor x1, Tensor x2) => Op.Binary("fmod", x1, x2, (x, y) => Prim.Remainder(NotBool(x), NotBool(y)));

    /// <summary>x1 to the power x2.</summary>
    public static Tensor Power(Tensor x1, Tensor x2) => Op.Binary("power", x1, x2, Prim.Power);

    /// <summary>The larger of two elements; NaN where either is.</summary>
    public static Tensor Maximum(Tensor x1, Tensor x2) => Op.Binary("maximum", x1, x2, Prim.Maximum);

    /// <summary>The smaller of two elements; NaN where either is.</summary>
    public static Tensor Minimum(Tensor x1, Tensor x2) => Op.Binary("minimum", x1, x2, Prim.Minimum);

    /// <summary>The angle of the point (x2, x1).</summary>
    public static Tensor Arctan2(Tensor x1, Tensor x2) => Op.Binary("arctan2", x1, x2, Prim.Atan2, floating: true);

    /// <summary>The length of the hypotenuse over two legs, without overflow.</summary>
    public static Tensor Hypot(Tensor x1, Tensor x2) => Op.Binary("hypot", x1, x2, Hypotenuse, floating: true);

    /// <summary>log(exp(x1) + exp(x2)), without overflow.</summary>
    public static Tensor LogAddExp(Tensor x1, Tensor x2) => Op.Binary("logaddexp", x1, x2, LogSum, floating: true);

    /// <summary>x limited to the range from <paramref name="xMin"/> to <paramref name="xMax"/>, which wins where they cross. At the bounds the gradient is that of x.</summary>
    public static Tensor Clip(Tensor x, Tensor xMin, Tensor xMax) => Op.Call("clip", [x, xMin, xMax], t =>
    {
        DType dtype = Tensor.CommonType(t);
        dtype = dtype == DType.Bool ? DType.Int32 : dtype;
        (Tensor value, Tensor least, Tensor most) = (Prim.Convert(t[0], dtype), Prim.Convert(t[1], dtype), Prim.Convert(t[2], dtype));
        value = Prim.Select(Prim.Less(value, least), least, value);
        return Prim.Select(Prim.Greater(value, most), most, value);
    });

    /// <summary>Whether elements are equal.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Equal(Tensor x1, Tensor x2) => Op.Binary("equal", x1, x2, Prim.Equal);

    /// <summary>Whether elements differ.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor NotEqual(Tensor x1, Tensor x2) => Op.Binary("not_equal", x1, x2, Prim.NotEqual);

    /// <summary>Whether x1 is less than x2.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Less(Tensor x1, Tensor x2) => Op.Binary("less", x1, x2, Prim.Less);

    /// <summary>Whether x1 is at most x2.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor LessEqual(Tensor x1, Tensor x2) => Op.Binary("less_equal", x1, x2, Prim.LessEqual);

    /// <summary>Whether x1 is greater than x2.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Greater(Tensor x1, Tensor x2) => Op.Binary("greater", x1, x2, Prim.Greater);

    /// <summary>Whether x1 is at least x2.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor GreaterEqual(Tensor x1, Tensor x2) => Op.Binary("greater_equal", x1, x2, Prim.GreaterEqual);

    /// <summary>Whether both elements hold.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor LogicalAnd(Tensor x1, Tensor x2) => Op.Logical("logical_and", x1, x2, Prim.LogicalAnd);

    /// <summary>Whether either element holds.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor LogicalOr(Tensor x1, Tensor x2) => Op.Logical("logical_or", x1, x2, Prim.LogicalOr);

    /// <summary>Whether exactly one element holds.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor LogicalXor(Tensor x1, Tensor x2) => Op.Logical("logical_xor", x1, x2, Prim.LogicalXor);

    /// <summary>Whether an element does not hold.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor LogicalNot(Tensor x) => Op.Call("logical_not", x, t => Prim.LogicalNot(Prim.Convert(t, DType.Bool)));

    /// <summary>The bits set in both integers.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseAnd(Tensor x, Tensor y) => Op.Binary("bitwise_and", x, y, Prim.BitwiseAnd);

    /// <summary>The bits set in either integer.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseOr(Tensor x, Tensor y) => Op.Binary("bitwise_or", x, y, Prim.BitwiseOr);

    /// <summary>The bits set in exactly one of two integers.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseXor(Tensor x, Tensor y) => Op.Binary("bitwise_xor", x, y, Prim.BitwiseXor);

    /// <summary>The complement of an integer, bit by bit.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseNot(Tensor x) => Op.Call("bitwise_not", x, Prim.BitwiseNot);

    /// <summary>The complement of an integer, bit by bit.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseInvert(Tensor x) => Op.Call("bitwise_invert", x, Prim.BitwiseNot);

    /// <summary>x times 2 to the y.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseLeftShift(Tensor x, Tensor y) => Op.Binary("bitwise_left_shift", x, y, Prim.ShiftLeft);

    /// <summary>x divided by 2 to the y, rounded down.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor BitwiseRightShift(Tensor x, Tensor y) => Op.Binary("bitwise_right_shift", x, y, Prim.ShiftRight);

    /// <summary>x times 2 to the y.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor LeftShift(Tensor x, Tensor y) => BitwiseLeftShift(x, y);

    /// <summary>x divided by 2 to the y, rounded down.</summary>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor RightShift(Tensor x, Tensor y) => BitwiseRightShift(x, y);

    /// <summary>Whether elements are equal up to <c>atol + rtol * |x2|</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isclose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) => Op.Binary("isclose", x1, x2, (x, y) =>
    {
        Tensor close = Prim.LessEqual(Prim.Abs(Prim.Subtract(x, y)), Prim.Add(Prim.Multiply(Prim.Abs(y), rtol), atol));
        close = Prim.LogicalOr(Prim.LogicalAnd(close, Prim.IsFinite(y)), Prim.Equal(x, y));
        return equalNan ? Prim.LogicalOr(close, Prim.LogicalAnd(Prim.IsNan(x), Prim.IsNan(y))) : close;
    }, floating: true, rtol, atol, equalNan);

    /// <summary>x where the condition holds, else y, of their common dtype.</summary>
    public static Tensor Where(Tensor condition, Tensor x1, Tensor x2) => Op.Call("where", [condition, x1, x2], t =>
    {
        DType dtype = Tensor.CommonType([t[1], t[2]]);
        return Prim.Select(Prim.Convert(t[0], DType.Bool), Prim.Convert(t[1], dtype), Prim.Convert(t[2], dtype));
    });

    private static Tensor NotBool(Tensor x) => x.DType == DType.Bool ? Prim.Convert(x, DType.Int32) : x;

    private static Tensor SafeDivide(Tensor x, Tensor y)
    {
        Tensor none = Prim.Equal(y, Prim.Scalar(0, y.DType));
        Tensor quotient = Prim.Divide(x, Prim.Select(none, Prim.Scalar(1, y.DType), y));
        return Prim.Select(none, Prim.Scalar(0, y.DType), quotient);
    }

    private static Tensor Hypotenuse(Tensor x, Tensor y)
    {
        Tensor a = Prim.Abs(x), b = Prim.Abs(y), large = Prim.Maximum(a, b);
        Tensor ratio = SafeDivide(Prim.Minimum(a, b), large);
        return Prim.Multiply(large, Prim.Sqrt(Prim.Add(Prim.Square(ratio), 1)));
    }

    private static Tensor LogSum(Tensor x, Tensor y)
    {
        Tensor gap = Prim.Negate(Prim.Abs(Prim.Subtract(x, y)));
        Tensor sum = Prim.Add(Prim.Maximum(x, y), Prim.Log1p(Prim.Exp(gap)));
        return Prim.Select(Prim.IsNan(gap), Prim.Add(x, y), sum); // equal infinities
    }
}
