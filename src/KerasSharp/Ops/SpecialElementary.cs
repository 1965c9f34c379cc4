using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Rarer functions of single elements and pairs.</content>
public static partial class Ops
{
    /// <summary>The absolute value in floating point: <c>keras.ops.fabs</c>.</summary>
    public static Tensor Fabs(Tensor x) => Op.Float("fabs", x, Prim.Abs);

    /// <summary>The larger of two elements; where one is NaN, the other: <c>keras.ops.fmax</c>.</summary>
    public static Tensor Fmax(Tensor x1, Tensor x2) => Op.Binary("fmax", x1, x2, (x, y) => Prim.Select(Prim.LogicalOr(Prim.GreaterEqual(x, y), IsNotNumber(y)), x, y));

    /// <summary>The smaller of two elements; where one is NaN, the other: <c>keras.ops.fmin</c>.</summary>
    public static Tensor Fmin(Tensor x1, Tensor x2) => Op.Binary("fmin", x1, x2, (x, y) => Prim.Select(Prim.LogicalOr(Prim.LessEqual(x, y), IsNotNumber(y)), x, y));

    /// <summary>The greatest common divisor of integers, not negative: <c>keras.ops.gcd</c>. Integers have no gradient.</summary>
    /// <exception cref="ArgumentException">An argument is not of an integer dtype.</exception>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor Gcd(Tensor x1, Tensor x2) => Op.Binary("gcd", x1, x2, (x, y) => Prim.GreatestCommonDivisor(Whole("Gcd", x), Whole("Gcd", y)));

    /// <summary>The least common multiple of integers, not negative; 0 where either is 0: <c>keras.ops.lcm</c>. Integers have no gradient.</summary>
    /// <exception cref="ArgumentException">An argument is not of an integer dtype.</exception>
    [NotDifferentiable("Integers have no gradient.")]
    public static Tensor Lcm(Tensor x1, Tensor x2) => Op.Binary("lcm", x1, x2, (x, y) =>
    {
        Tensor divisor = Prim.GreatestCommonDivisor(Whole("Lcm", x), Whole("Lcm", y)), none = Prim.Equal(divisor, Prim.Scalar(0, divisor.DType));
        Tensor multiple = Prim.Multiply(Prim.FloorDivide(NotBool(x), Prim.Select(none, Prim.Scalar(1, divisor.DType), divisor)), NotBool(y));
        return divisor.DType.IsUnsigned() ? multiple : Prim.Abs(multiple);
    });

    /// <summary>x1 * 2^x2, without overflow on the way: <c>keras.ops.ldexp</c>.</summary>
    /// <param name="x1">Numbers.</param>
    /// <param name="x2">Whole exponents.</param>
    public static Tensor Ldexp(Tensor x1, Tensor x2) => Op.Call("ldexp", x1, x2, (x, exponent) =>
    {
        x = Op.ToFloat(x);
        Tensor e = Prim.Convert(exponent, x.DType), half = Prim.Trunc(Prim.Multiply(e, 0.5)), two = Prim.Scalar(2, x.DType);
        return Prim.Multiply(Prim.Multiply(x, Prim.Power(two, half)), Prim.Power(two, Prim.Subtract(e, half)));
    });

    /// <summary>0 below 0, 1 above, and x2 at 0: <c>keras.ops.heaviside</c>. Its slope is 0 wherever it has one.</summary>
    public static Tensor Heaviside(Tensor x1, Tensor x2) => Op.Binary("heaviside", x1, x2, (x, y) =>
    {
        Tensor zero = Prim.Scalar(0, x.DType);
        Tensor step = Prim.Select(Prim.Equal(x, zero), y, Prim.Convert(Prim.Greater(x, zero), x.DType));
        return x.DType.IsFloating() ? Prim.Select(Prim.IsNan(x), Prim.Scalar(double.NaN, x.DType), step) : step;
    }, floating: true);

    /// <summary>log2(2^x1 + 2^x2), without overflow: <c>keras.ops.logaddexp2</c>.</summary>
    public static Tensor LogAddExp2(Tensor x1, Tensor x2) => Op.Binary("logaddexp2", x1, x2, (x, y) =>
    {
        double log = Math.Log(2);
        return Prim.Divide(LogSum(Prim.Multiply(x, log), Prim.Multiply(y, log)), log);
    }, floating: true);

    /// <summary>The floating-point number that follows x1 in the direction of x2: <c>keras.ops.nextafter</c>. It has no gradient: it is a step of the number format.</summary>
    [NotDifferentiable("It works on the bits of numbers.")]
    public static Tensor Nextafter(Tensor x1, Tensor x2) => Op.Binary("nextafter", x1, x2, (from, y) =>
    {
        DType dtype = from.DType, bits = dtype.Size() switch { 8 => DType.Int64, 4 => DType.Int32, _ => DType.Int16 };
        Tensor zero = Prim.Scalar(0, dtype), raw = Prim.BitCast(from, bits);
        // Magnitudes are ordered as the integers of their bits: away from zero is up.
        Tensor away = Prim.Equal(Prim.Greater(y, from), Prim.Greater(from, zero));
        Tensor next = Prim.BitCast(Prim.Add(raw, Prim.Select(away, Prim.Scalar(1, bits), Prim.Scalar(-1, bits))), dtype);
        Tensor least = Prim.BitCast(Prim.BroadcastTo(Prim.Scalar(1, bits), next.Shape), dtype);
        next = Prim.Select(Prim.Equal(from, zero), Prim.Select(Prim.Greater(y, zero), least, Prim.Negate(least)), next);
        next = Prim.Select(Prim.Equal(from, y), y, next);
        return Prim.Select(Prim.LogicalOr(Prim.IsNan(from), Prim.IsNan(y)), Prim.Scalar(double.NaN, dtype), next);
    }, floating: true);

    /// <summary>sin(πx) / (πx), 1 at 0: <c>keras.ops.sinc</c>.</summary>
    public static Tensor Sinc(Tensor x) => Op.Float("sinc", x, t =>
    {
        Tensor zero = Prim.Equal(t, Prim.Scalar(0, t.DType)), angle = Prim.Multiply(Prim.Select(zero, Prim.Scalar(1, t.DType), t), Math.PI);
        return Prim.Select(zero, Prim.Scalar(1, t.DType), Prim.Divide(Prim.Sin(angle), angle));
    });

    /// <summary>The modified Bessel function of the first kind, order 0: <c>keras.ops.i0</c>.</summary>
    public static Tensor I0(Tensor x) => Op.Float("i0", x, t => Prim.BesselI(t, 0));

    /// <summary>The regularised lower incomplete gamma function P(x1, x2), x1 &gt; 0, x2 ≥ 0: <c>keras.ops.gammainc</c>. NaN outside.</summary>
    public static Tensor Gammainc(Tensor x1, Tensor x2) => Op.Binary("gammainc", x1, x2, Prim.GammaInc, floating: true);

    /// <summary>Whether the sign bit is set, as it is of -0: <c>keras.ops.signbit</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Signbit(Tensor x) => Op.Call("signbit", x, t =>
    {
        if (!t.DType.IsFloating())
        {
            return t.DType == DType.Bool ? Prim.BroadcastTo(Prim.Scalar(0, DType.Bool), t.Shape) : Prim.Less(t, Prim.Scalar(0, t.DType));
        }

        DType bits = t.DType.Size() switch { 8 => DType.Int64, 4 => DType.Int32, _ => DType.Int16 };
        return Prim.Less(Prim.BitCast(t, bits), Prim.Scalar(0, bits));
    });

    /// <summary>Whether elements are -∞: <c>keras.ops.isneginf</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isneginf(Tensor x) => Op.Call("isneginf", x, t => Test(t, f => Prim.Equal(f, Prim.Scalar(double.NegativeInfinity, f.DType)), false));

    /// <summary>Whether elements are +∞: <c>keras.ops.isposinf</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isposinf(Tensor x) => Op.Call("isposinf", x, t => Test(t, f => Prim.Equal(f, Prim.Scalar(double.PositiveInfinity, f.DType)), false));

    /// <summary>Whether all elements are close: <see cref="Isclose"/> of all. <c>keras.ops.allclose</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Allclose(Tensor x1, Tensor x2, double rtol = 1e-5, double atol = 1e-8, bool equalNan = false) => All(Isclose(x1, x2, rtol, atol, equalNan));

    /// <summary>The same bits read as another dtype; where sizes differ, the last axis grows or shrinks: <c>keras.ops.view</c>. It has no gradient.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="dtype">The dtype; that of x when not given.</param>
    /// <exception cref="ShapeException">The bytes of the last axis do not divide into elements of the dtype.</exception>
    [NotDifferentiable("It works on the bits of numbers.")]
    public static Tensor View(Tensor x, DType? dtype = null) => Op.Call("view", x, t => dtype is { } target ? Prim.BitCast(t, target) : t, dtype);

    private static Tensor IsNotNumber(Tensor x) => x.DType.IsFloating() ? Prim.IsNan(x) : Prim.BroadcastTo(Prim.Scalar(0, DType.Bool), x.Shape);

    private static Tensor Whole(string op, Tensor x) => x.DType.IsFloating()
        ? throw new ArgumentException($"{op}: the arguments must be integers. Received: dtype={x.DType.Name()}. Cast them, for instance to int32.")
        : NotBool(x);
}
