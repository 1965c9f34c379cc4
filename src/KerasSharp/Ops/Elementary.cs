using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Functions of single elements. Integers become float32 where the result is not whole.</content>
public static partial class Ops
{
    /// <summary>e to the x.</summary>
    public static Tensor Exp(Tensor x) => Op.Float("exp", x, Prim.Exp);

    /// <summary>exp(x) - 1, accurate near 0.</summary>
    public static Tensor Expm1(Tensor x) => Op.Float("expm1", x, Prim.Expm1);

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => Op.Float("log", x, Prim.Log);

    /// <summary>log(1 + x), accurate near 0.</summary>
    public static Tensor Log1p(Tensor x) => Op.Float("log1p", x, Prim.Log1p);

    /// <summary>The square root.</summary>
    public static Tensor Sqrt(Tensor x) => Op.Float("sqrt", x, Prim.Sqrt);

    /// <summary>1 / sqrt(x).</summary>
    public static Tensor Rsqrt(Tensor x) => Op.Float("rsqrt", x, Prim.Rsqrt);

    /// <summary>The sine.</summary>
    public static Tensor Sin(Tensor x) => Op.Float("sin", x, Prim.Sin);

    /// <summary>The cosine.</summary>
    public static Tensor Cos(Tensor x) => Op.Float("cos", x, Prim.Cos);

    /// <summary>The tangent.</summary>
    public static Tensor Tan(Tensor x) => Op.Float("tan", x, Prim.Tan);

    /// <summary>The inverse sine.</summary>
    public static Tensor Arcsin(Tensor x) => Op.Float("arcsin", x, Prim.Asin);

    /// <summary>The inverse cosine.</summary>
    public static Tensor Arccos(Tensor x) => Op.Float("arccos", x, Prim.Acos);

    /// <summary>The inverse tangent.</summary>
    public static Tensor Arctan(Tensor x) => Op.Float("arctan", x, Prim.Atan);

    /// <summary>The hyperbolic sine.</summary>
    public static Tensor Sinh(Tensor x) => Op.Float("sinh", x, Prim.Sinh);

    /// <summary>The hyperbolic cosine.</summary>
    public static Tensor Cosh(Tensor x) => Op.Float("cosh", x, Prim.Cosh);

    /// <summary>The hyperbolic tangent.</summary>
    public static Tensor Tanh(Tensor x) => Op.Float("tanh", x, Prim.Tanh);

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Tensor Arcsinh(Tensor x) => Op.Float("arcsinh", x, Prim.Asinh);

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Tensor Arccosh(Tensor x) => Op.Float("arccosh", x, Prim.Acosh);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Tensor Arctanh(Tensor x) => Op.Float("arctanh", x, Prim.Atanh);

    /// <summary>The error function.</summary>
    public static Tensor Erf(Tensor x) => Op.Float("erf", x, Prim.Erf);

    /// <summary>The inverse error function.</summary>
    public static Tensor Erfinv(Tensor x) => Op.Float("erfinv", x, Prim.ErfInv);

    /// <summary>1 - erf(x).</summary>
    public static Tensor Erfc(Tensor x) => Op.Float("erfc", x, t => Prim.Subtract(1, Prim.Erf(t)));

    /// <summary>2 to the x.</summary>
    public static Tensor Exp2(Tensor x) => Op.Float("exp2", x, t => Prim.Exp(Prim.Multiply(t, Math.Log(2))));

    /// <summary>The logarithm to base 2.</summary>
    public static Tensor Log2(Tensor x) => Op.Float("log2", x, t => Prim.Divide(Prim.Log(t), Math.Log(2)));

    /// <summary>The logarithm to base 10.</summary>
    public static Tensor Log10(Tensor x) => Op.Float("log10", x, t => Prim.Divide(Prim.Log(t), Math.Log(10)));

    /// <summary>1 / x.</summary>
    public static Tensor Reciprocal(Tensor x) => Op.Float("reciprocal", x, t => Prim.Divide(Prim.Scalar(1, t.DType), t));

    /// <summary>The cube root, of negative numbers too.</summary>
    public static Tensor Cbrt(Tensor x) => Op.Float("cbrt", x, t => Prim.Multiply(Prim.Sign(t), Prim.Power(Prim.Abs(t), Prim.Scalar(1.0 / 3, t.DType))));

    /// <summary>Degrees as radians.</summary>
    public static Tensor Deg2rad(Tensor x) => Op.Float("deg2rad", x, t => Prim.Multiply(t, Math.PI / 180));

    /// <summary>Radians as degrees.</summary>
    public static Tensor Rad2deg(Tensor x) => Op.Float("rad2deg", x, t => Prim.Multiply(t, 180 / Math.PI));

    /// <summary>The largest whole number not above x.</summary>
    public static Tensor Floor(Tensor x) => Op.Float("floor", x, Prim.Floor);

    /// <summary>The smallest whole number not below x.</summary>
    public static Tensor Ceil(Tensor x) => Op.Float("ceil", x, Prim.Ceil);

    /// <summary>x without its fraction.</summary>
    public static Tensor Trunc(Tensor x) => Op.Call("trunc", x, t => t.DType.IsFloating() ? Prim.Trunc(t) : t);

    /// <summary>x rounded to a number of decimals, halves to the even digit.</summary>
    public static Tensor Round(Tensor x, int decimals = 0) => Op.Call("round", x, t =>
    {
        double scale = Math.Pow(10, decimals);
        return !t.DType.IsFloating() ? (decimals >= 0 ? NotBool(t) : Prim.Convert(Round(Prim.Convert(t, DType.Float64), decimals), t.DType)) : decimals == 0 ? Prim.Round(t) : Prim.Divide(Prim.Round(Prim.Multiply(t, scale)), scale);
    }, decimals);

    /// <summary>The absolute value.</summary>
    public static Tensor Abs(Tensor x) => Op.Call("abs", x, t => t.DType == DType.Bool ? t : Prim.Abs(t));

    /// <summary>The absolute value.</summary>
    public static Tensor Absolute(Tensor x) => Op.Call("absolute", x, t => t.DType == DType.Bool ? t : Prim.Abs(t));

    /// <summary>-x.</summary>
    public static Tensor Negative(Tensor x) => Op.Call("negative", x, Prim.Negate);

    /// <summary>-1, 0 or 1 by the sign.</summary>
    public static Tensor Sign(Tensor x) => Op.Call("sign", x, t => Prim.Sign(NotBool(t)));

    /// <summary>x * x.</summary>
    public static Tensor Square(Tensor x) => Op.Call("square", x, t => Prim.Square(NotBool(t)));

    /// <summary>Whether elements are neither infinite nor NaN.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isfinite(Tensor x) => Op.Call("isfinite", x, t => Test(t, Prim.IsFinite, true));

    /// <summary>Whether elements are infinite.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isinf(Tensor x) => Op.Call("isinf", x, t => Test(t, Prim.IsInf, false));

    /// <summary>Whether elements are NaN.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isnan(Tensor x) => Op.Call("isnan", x, t => Test(t, Prim.IsNan, false));

    /// <summary>x as a constant to differentiation.</summary>
    [NotDifferentiable("That is its purpose: it makes a constant.")]
    public static Tensor StopGradient(Tensor variable) => Op.Call("stop_gradient", variable, Prim.StopGradient);

    /// <summary>x in another dtype.</summary>
    public static Tensor Cast(Tensor x, DType dtype) => Op.Call("cast", x, t => Prim.Convert(t, dtype), dtype);

    /// <summary>x in another dtype, limited to its range first.</summary>
    public static Tensor SaturateCast(Tensor x, DType dtype) => Op.Call("saturate_cast", x, t =>
    {
        if (!dtype.IsInteger() || t.DType == DType.Bool)
        {
            return Prim.Convert(t, dtype);
        }

        int bits = dtype.Size() * 8;
        double low = dtype.IsUnsigned() ? 0 : -Math.Pow(2, bits - 1), high = Math.Pow(2, dtype.IsUnsigned() ? bits : bits - 1) - 1;
        return Prim.Convert(Prim.Minimum(Prim.Maximum(Prim.Convert(t, DType.Float64), low), high), dtype);
    }, dtype);

    /// <summary>NaN and infinities replaced: by <paramref name="nan"/>, and by the largest and least number of the dtype where nothing else is given.</summary>
    public static Tensor NanToNum(Tensor x, double nan = 0, double? posinf = null, double? neginf = null) => Op.Call("nan_to_num", x, t =>
    {
        if (!t.DType.IsFloating())
        {
            return t;
        }

        double top = t.DType switch { DType.Float16 => 65504, DType.Float64 => double.MaxValue, DType.BFloat16 => 3.3895313892515355e38, _ => float.MaxValue };
        Tensor zero = Prim.Scalar(0, t.DType), infinite = Prim.IsInf(t);
        Tensor result = Prim.Select(Prim.IsNan(t), Prim.Scalar(nan, t.DType), t);
        result = Prim.Select(Prim.LogicalAnd(infinite, Prim.Greater(t, zero)), Prim.Scalar(posinf ?? top, t.DType), result);
        return Prim.Select(Prim.LogicalAnd(infinite, Prim.Less(t, zero)), Prim.Scalar(neginf ?? -top, t.DType), result);
    }, nan, posinf, neginf);

    private static Tensor Test(Tensor x, Func<Tensor, Tensor> test, bool ofIntegers) =>
        x.DType.IsFloating() ? test(x) : Prim.BroadcastTo(Prim.Scalar(ofIntegers ? 1 : 0, DType.Bool), x.Shape);
}
