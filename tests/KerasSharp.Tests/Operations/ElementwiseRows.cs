using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Functions of single elements and of pairs.</summary>
internal static class ElementwiseRows
{
    public static IEnumerable<OpRow> All() =>
    [
        .. Functions(), .. Activations(), .. Flat(), .. Pairs(), .. Tests(), .. Integers(),
        Of("Clip", t => Ops.Clip(t[0], -0.5, 0.5), X(1, 3, 7)) with { Elementwise = true, Smooth = 1 },
        Of("Clip: by tensors", t => Ops.Clip(t[0], t[1], t[2]), X(1, 3, 7), U(2, -0.6, -0.4, 7), U(3, 0.4, 0.6, 3, 1)) with { Smooth = 1, AnyBatch = false },
        Of("Where", t => Ops.Where(t[0] > 0, t[1], t[2]), X(1, 3, 4), X(2, 3, 4), X(3, 3, 4)),
        Of("Round: decimals", t => Ops.Round(t[0], 1), X(1, 3, 4)) with { Smooth = 1 },
        Of("Cast", t => Ops.Cast(t[0], DType.Float64), X(1, 3, 4)), Of("SaturateCast", t => Ops.SaturateCast(t[0], DType.UInt8), U(1, -300, 300, 3, 4)) with { Smooth = 0 },
        Of("Fmax: NaN", t => Ops.Fmax(t[0], t[1]), Tensor.From([double.NaN, 1, 2], [3]), Tensor.From([1, double.NaN, 3.0], [3])) with { Smooth = 0 },
        Of("Fmin: NaN", t => Ops.Fmin(t[0], t[1]), Tensor.From([double.NaN, 1, 2], [3]), Tensor.From([1, double.NaN, 3.0], [3])) with { Smooth = 0 },
        Of("Ldexp", t => Ops.Ldexp(t[0], t[1]), X(1, 3), Ints(2, -3, 5)), Of("View", t => Ops.View(t[0], DType.Int32), X(1, 3, 4)) with { Smooth = 0 },
        Of("Gammainc", t => Ops.Gammainc(t[0], t[1]), U(1, 0.5, 4, 3, 4), U(2, 0.2, 5, 3, 4)) with { Smooth = 1 },
        Of("Abs: complex", t => Ops.Abs((t[0], t[1])), X(1, 5), X(2, 5)), Of("Angle", t => Ops.Angle((t[0], t[1])), X(1, 5), X(2, 5)), Of("Angle: real", t => Ops.Angle(t[0]), X(1, 5)) with { Smooth = 1 },
        Of("Real", t => Ops.Real(t[0]), X(1, 3)), Of("Imag", t => Ops.Imag(t[0]), X(1, 3)), Of("Conj", t => Ops.Conj(t[0]), X(1, 3)), Of("Conjugate", t => Ops.Conjugate(t[0]), X(1, 3)),
        Two("Conj: complex", t => Ops.Conj((t[0], t[1])), X(1, 3), X(2, 3)), Two("Polar", t => Ops.Polar(t[0], t[1]), U(1, 0.2, 2, 4), X(2, 4)),
        Two("ViewAsComplex", t => Ops.ViewAsComplex(t[0]), X(1, 3, 2)), Of("ViewAsReal", t => Ops.ViewAsReal((t[0], t[1])), X(1, 3), X(2, 3)),
        Of("Isreal", t => Ops.Isreal((t[0], t[1])), X(1, 3), X(2, 3)) with { Smooth = 0 },
        Of("Isclose", t => Ops.Isclose(t[0], t[1]), X(1, 3), X(1, 3)) with { Smooth = 0 }, Of("Allclose", t => Ops.Allclose(t[0], t[1]), X(1, 3), X(1, 3)) with { Smooth = 0 },
        Of("StopGradient", t => Ops.StopGradient(t[0]), X(1, 3)) with { Smooth = 0 }, Of("Copy", t => Ops.Copy(t[0]), X(1, 3)),
    ];

    private static IEnumerable<OpRow> Functions() =>
        from f in new (string Name, Func<Tensor, Tensor> Apply, double Low, double High)[]
        {
            ("Abs", Ops.Abs, 0.1, 2), ("Absolute", Ops.Absolute, 0.1, 2), ("Fabs", Ops.Fabs, 0.1, 2), ("Negative", Ops.Negative, -2, 2), ("Square", Ops.Square, -2, 2), ("Sqrt", Ops.Sqrt, 0.2, 2),
            ("Rsqrt", Ops.Rsqrt, 0.2, 2), ("Cbrt", Ops.Cbrt, 0.2, 2), ("Reciprocal", Ops.Reciprocal, 0.5, 2), ("Exp", Ops.Exp, -2, 2), ("Exp2", Ops.Exp2, -2, 2), ("Expm1", Ops.Expm1, -2, 2),
            ("Log", Ops.Log, 0.2, 3), ("Log1p", Ops.Log1p, -0.5, 3), ("Log2", Ops.Log2, 0.2, 3), ("Log10", Ops.Log10, 0.2, 3), ("Sin", Ops.Sin, -3, 3), ("Cos", Ops.Cos, -3, 3), ("Tan", Ops.Tan, -1, 1),
            ("Arcsin", Ops.Arcsin, -0.8, 0.8), ("Arccos", Ops.Arccos, -0.8, 0.8), ("Arctan", Ops.Arctan, -2, 2), ("Sinh", Ops.Sinh, -2, 2), ("Cosh", Ops.Cosh, -2, 2), ("Tanh", Ops.Tanh, -2, 2),
            ("Arcsinh", Ops.Arcsinh, -2, 2), ("Arccosh", Ops.Arccosh, 1.2, 3), ("Arctanh", Ops.Arctanh, -0.8, 0.8), ("Erf", Ops.Erf, -2, 2), ("Erfc", Ops.Erfc, -2, 2), ("Erfinv", Ops.Erfinv, -0.8, 0.8),
            ("Deg2rad", Ops.Deg2rad, -90, 90), ("Rad2deg", Ops.Rad2deg, -2, 2), ("Sinc", Ops.Sinc, 0.2, 2), ("I0", Ops.I0, -2, 2), ("NanToNum", x => Ops.NanToNum(x), -2, 2),
        }
        select Of(f.Name, t => f.Apply(t[0]), U(3, f.Low, f.High, 3, 7)) with { Elementwise = true };

    private static IEnumerable<OpRow> Activations() =>
        from f in new (string Name, Func<Tensor, Tensor> Apply, double Low, double High, int Smooth)[]
        {
            ("Relu", Ops.Relu, 0.1, 2, 2), ("Relu6", Ops.Relu6, -1, 8, 1), ("Sigmoid", Ops.Sigmoid, -3, 3, 2), ("LogSigmoid", Ops.LogSigmoid, 0.1, 3, 2), ("Softplus", Ops.Softplus, 0.1, 3, 2), ("Softsign", Ops.Softsign, 0.1, 3, 2),
            ("Silu", Ops.Silu, -3, 3, 2), ("Swish", Ops.Swish, -3, 3, 2), ("LeakyRelu", x => Ops.LeakyRelu(x), -2, -0.1, 2), ("Elu", x => Ops.Elu(x), -2, -0.1, 2), ("Selu", Ops.Selu, -2, -0.1, 2),
            ("Celu", x => Ops.Celu(x, 0.7), -2, -0.1, 2), ("Gelu", x => Ops.Gelu(x), -2, 2, 2), ("Gelu: exact", x => Ops.Gelu(x, false), -2, 2, 2), ("HardSigmoid", Ops.HardSigmoid, -2, 2, 1),
            ("HardSilu", Ops.HardSilu, -2, 2, 2), ("HardSwish", Ops.HardSwish, -2, 2, 2), ("HardTanh", Ops.HardTanh, -0.9, 0.9, 1), ("HardShrink", x => Ops.HardShrink(x), 0.6, 2, 2), ("SoftShrink", x => Ops.SoftShrink(x), 0.6, 2, 2),
            ("TanhShrink", Ops.TanhShrink, -2, 2, 2), ("Threshold", x => Ops.Threshold(x, 0.5, -1), 0.6, 2, 2), ("SparsePlus", Ops.SparsePlus, -0.9, 0.9, 2), ("SparseSigmoid", Ops.SparseSigmoid, -0.9, 0.9, 1),
            ("Squareplus", x => Ops.Squareplus(x), -2, 2, 2),
        }
        select Of(f.Name, t => f.Apply(t[0]), U(3, f.Low, f.High, 3, 7)) with { Elementwise = true, Smooth = f.Smooth };

    /// <summary>Functions in steps: the slope is 0 wherever there is one.</summary>
    private static IEnumerable<OpRow> Flat() =>
        from f in new (string Name, Func<Tensor, Tensor> Apply)[] { ("Floor", Ops.Floor), ("Ceil", Ops.Ceil), ("Trunc", Ops.Trunc), ("Round", x => Ops.Round(x)), ("Sign", Ops.Sign) }
        select Of(f.Name, t => f.Apply(t[0]), U(3, -3, 3, 3, 7)) with { Elementwise = true, Smooth = 1 };

    private static IEnumerable<OpRow> Pairs() =>
        from f in new (string Name, Func<Tensor, Tensor, Tensor> Apply, int Smooth)[]
        {
            ("Add", Ops.Add, 2), ("Subtract", Ops.Subtract, 2), ("Multiply", Ops.Multiply, 2), ("Divide", Ops.Divide, 2), ("TrueDivide", Ops.TrueDivide, 2), ("DivideNoNan", Ops.DivideNoNan, 2),
            ("FloorDivide", Ops.FloorDivide, 1), ("Mod", Ops.Mod, 1), ("Fmod", Ops.Fmod, 1), ("Power", Ops.Power, 2), ("Maximum", Ops.Maximum, 2), ("Minimum", Ops.Minimum, 2), ("Fmax", Ops.Fmax, 2), ("Fmin", Ops.Fmin, 2),
            ("Arctan2", Ops.Arctan2, 2), ("Hypot", Ops.Hypot, 2), ("LogAddExp", Ops.LogAddExp, 2), ("LogAddExp2", Ops.LogAddExp2, 2), ("Heaviside", Ops.Heaviside, 1),
        }
        from wide in new[] { true, false }
        select Of(f.Name + (wide ? ": broadcast" : ""), t => f.Apply(t[0], t[1]), wide ? [U(4, 0.5, 2, 3, 1, 4), U(5, 0.5, 2, 2, 1)] : [U(4, 0.5, 2, 3, 7), U(5, 0.5, 2, 3, 7)])
            with { Smooth = f.Smooth, Elementwise = !wide, AnyBatch = !wide };

    private static IEnumerable<OpRow> Tests() =>
    [
        .. from f in new (string Name, Func<Tensor, Tensor, Tensor> Apply)[]
           {
               ("Equal", Ops.Equal), ("NotEqual", Ops.NotEqual), ("Less", Ops.Less), ("LessEqual", Ops.LessEqual), ("Greater", Ops.Greater), ("GreaterEqual", Ops.GreaterEqual), ("LogicalAnd", Ops.LogicalAnd),
               ("LogicalOr", Ops.LogicalOr), ("LogicalXor", Ops.LogicalXor), ("Nextafter", Ops.Nextafter),
           }
           select Of(f.Name, t => f.Apply(t[0], t[1]), X(1, 3, 7), X(2, 3, 7)) with { Elementwise = true, Smooth = 0 },
        .. from f in new (string Name, Func<Tensor, Tensor> Apply)[]
           {
               ("LogicalNot", Ops.LogicalNot), ("Isfinite", Ops.Isfinite), ("Isinf", Ops.Isinf), ("Isnan", Ops.Isnan), ("Isneginf", Ops.Isneginf), ("Isposinf", Ops.Isposinf), ("Signbit", Ops.Signbit), ("Isreal: real", Ops.Isreal),
           }
           select Of(f.Name, t => f.Apply(t[0]), X(1, 3, 7)) with { Elementwise = true, Smooth = 0 },
    ];

    private static IEnumerable<OpRow> Integers() =>
    [
        .. from f in new (string Name, Func<Tensor, Tensor, Tensor> Apply)[]
           {
               ("BitwiseAnd", Ops.BitwiseAnd), ("BitwiseOr", Ops.BitwiseOr), ("BitwiseXor", Ops.BitwiseXor), ("BitwiseLeftShift", Ops.BitwiseLeftShift), ("BitwiseRightShift", Ops.BitwiseRightShift),
               ("LeftShift", Ops.LeftShift), ("RightShift", Ops.RightShift), ("Gcd", Ops.Gcd), ("Lcm", Ops.Lcm),
           }
           select Of(f.Name, t => f.Apply(t[0], t[1]), Ints(12, 18, 0, 7, 5), Ints(8, 27, 3, 0, 2)) with { Elementwise = true, Smooth = 0 },
        Of("BitwiseNot", t => Ops.BitwiseNot(t[0]), Ints(1, -2, 3)) with { Elementwise = true, Smooth = 0 }, Of("BitwiseInvert", t => Ops.BitwiseInvert(t[0]), Ints(1, -2, 3)) with { Elementwise = true, Smooth = 0 },
    ];
}
