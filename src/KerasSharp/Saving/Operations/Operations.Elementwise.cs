namespace KerasSharp.Saving;

/// <content>Operations on elements.</content>
internal static partial class Operations
{
    private static IEnumerable<Operation> Elementwise() =>
    [
        .. Unary("numpy",
            ("Absolute", Ops.Absolute), ("Angle", Ops.Angle), ("Arccos", Ops.Arccos), ("Arccosh", Ops.Arccosh), ("Arcsin", Ops.Arcsin), ("Arcsinh", Ops.Arcsinh), ("Arctan", Ops.Arctan),
            ("Arctanh", Ops.Arctanh), ("BitwiseInvert", Ops.BitwiseInvert), ("Cbrt", Ops.Cbrt), ("Ceil", Ops.Ceil), ("Conjugate", Ops.Conj), ("Copy", Ops.Copy), ("Corrcoef", Ops.Corrcoef),
            ("Cos", Ops.Cos), ("Cosh", Ops.Cosh), ("Deg2rad", Ops.Deg2rad), ("Exp", Ops.Exp), ("Exp2", Ops.Exp2), ("Expm1", Ops.Expm1), ("Fabs", Ops.Fabs), ("Floor", Ops.Floor), ("I0", Ops.I0),
            ("Isfinite", Ops.Isfinite), ("Isinf", Ops.Isinf), ("Isnan", Ops.Isnan), ("Isneginf", Ops.Isneginf), ("Isposinf", Ops.Isposinf), ("Isreal", Ops.Isreal), ("Log", Ops.Log),
            ("Log10", Ops.Log10), ("Log1p", Ops.Log1p), ("Log2", Ops.Log2), ("LogicalNot", Ops.LogicalNot), ("Negative", Ops.Negative), ("Rad2deg", Ops.Rad2deg), ("Real", Ops.Real),
            ("Reciprocal", Ops.Reciprocal), ("Sign", Ops.Sign), ("Signbit", Ops.Signbit), ("Sin", Ops.Sin), ("Sinc", Ops.Sinc), ("Sinh", Ops.Sinh), ("Sqrt", Ops.Sqrt), ("Square", Ops.Square),
            ("Tan", Ops.Tan), ("Tanh", Ops.Tanh), ("Trunc", Ops.Trunc)),
        .. Unary("nn",
            ("HardSigmoid", Ops.HardSigmoid), ("HardSilu", Ops.HardSilu), ("HardTanh", Ops.HardTanh), ("LogSigmoid", Ops.LogSigmoid), ("Relu", Ops.Relu), ("Relu6", Ops.Relu6), ("Selu", Ops.Selu),
            ("Sigmoid", Ops.Sigmoid), ("Silu", Ops.Silu), ("Softplus", Ops.Softplus), ("Softsign", Ops.Softsign), ("SparsePlus", Ops.SparsePlus), ("SparseSigmoid", Ops.SparseSigmoid),
            ("TanhShrink", Ops.TanhShrink)),
        .. Unary("math", ("Erf", Ops.Erf), ("Erfc", Ops.Erfc), ("Erfinv", Ops.Erfinv), ("Rsqrt", Ops.Rsqrt)),
        .. Binary("x1, x2",
            ("Add", Ops.Add), ("Arctan2", Ops.Arctan2), ("Divide", Ops.Divide), ("DivideNoNan", Ops.DivideNoNan), ("Equal", Ops.Equal), ("FloorDivide", Ops.FloorDivide), ("Fmax", Ops.Fmax),
            ("Fmin", Ops.Fmin), ("Fmod", Ops.Fmod), ("Gcd", Ops.Gcd), ("Greater", Ops.Greater), ("GreaterEqual", Ops.GreaterEqual), ("Heaviside", Ops.Heaviside), ("Hypot", Ops.Hypot), ("Lcm", Ops.Lcm),
            ("Ldexp", Ops.Ldexp), ("Less", Ops.Less), ("LessEqual", Ops.LessEqual), ("Logaddexp", Ops.LogAddExp), ("Logaddexp2", Ops.LogAddExp2), ("LogicalAnd", Ops.LogicalAnd),
            ("LogicalOr", Ops.LogicalOr), ("LogicalXor", Ops.LogicalXor), ("Maximum", Ops.Maximum), ("Minimum", Ops.Minimum), ("Mod", Ops.Mod), ("Multiply", Ops.Multiply),
            ("Nextafter", Ops.Nextafter), ("NotEqual", Ops.NotEqual), ("Power", Ops.Power), ("Subtract", Ops.Subtract), ("TrueDivide", Ops.TrueDivide)),
        .. Binary("x, y",
            ("BitwiseAnd", Ops.BitwiseAnd), ("BitwiseLeftShift", Ops.BitwiseLeftShift), ("BitwiseOr", Ops.BitwiseOr), ("BitwiseRightShift", Ops.BitwiseRightShift), ("BitwiseXor", Ops.BitwiseXor),
            ("LeftShift", Ops.LeftShift), ("RightShift", Ops.RightShift)),
        Of("numpy", "Clip(*x_min, *x_max)(x)", a => Ops.Clip(a.X, a["x_min"], a["x_max"])),
        Of("numpy", "Where()(condition, x1, x2)", a => Ops.Where(a["condition"], a["x1"], a["x2"])),
        Of("numpy", "Isclose(rtol, atol, equal_nan)(x1, x2)", a => Ops.Isclose(a["x1"], a["x2"], a.Number("rtol", 1e-5), a.Number("atol", 1e-8), a.Flag("equal_nan"))),
        Of("numpy", "Round(decimals)(x)", a => Ops.Round(a.X, a.Int("decimals", 0))),
        Of("numpy", "NanToNum(nan, posinf, neginf)(x)", a => Ops.NanToNum(a.X, a.Number("nan", 0), a.MaybeNumber("posinf"), a.MaybeNumber("neginf"))),
        Of("math", "Gammainc()(x1, x2)", a => Ops.Gammainc(a["x1"], a["x2"])),
        Of("core", "Cast(dtype)(x)", a => Ops.Cast(a.X, a.MaybeDType() ?? DType.Float32)),
        Of("core", "SaturateCast(dtype)(x)", a => Ops.SaturateCast(a.X, a.MaybeDType() ?? DType.Float32)),
        Of("core", "StopGradient()(variable)", a => Ops.StopGradient(a["variable"])),
        Of("numpy", "View(dtype)(x)", a => Ops.View(a.X, a.MaybeDType())),
        Of("nn", "Celu(alpha)(x)", a => Ops.Celu(a.X, a.Number("alpha", 1))),
        Of("nn", "Elu(alpha)(x)", a => Ops.Elu(a.X, a.Number("alpha", 1))),
        Of("nn", "Gelu(approximate)(x)", a => Ops.Gelu(a.X, a.Flag("approximate", true))),
        Of("nn", "Glu(axis)(x)", a => Ops.Glu(a.X, a.Int("axis", -1))),
        Of("nn", "HardShrink(threshold)(x)", a => Ops.HardShrink(a.X, a.Number("threshold", 0.5))),
        Of("nn", "LeakyRelu(negative_slope)(x)", a => Ops.LeakyRelu(a.X, a.Number("negative_slope", 0.2))),
        Of("nn", "SoftShrink(threshold)(x)", a => Ops.SoftShrink(a.X, a.Number("threshold", 0.5))),
        Of("nn", "Squareplus(b)(x)", a => Ops.Squareplus(a.X, a.Number("b", 4))),
        Of("nn", "Threshold(threshold, default_value)(x)", a => Ops.Threshold(a.X, a.Number("threshold", 0), a.Number("default_value", 0))),
        Of("nn", "Softmax(axis)(x)", a => Ops.Softmax(a.X, a.Axes().Or(-1))),
        Of("nn", "LogSoftmax(axis)(x)", a => Ops.LogSoftmax(a.X, a.Axes().Or(-1))),
        Of("nn", "Sparsemax(axis)(x)", a => Ops.Sparsemax(a.X, a.Int("axis", -1))),
    ];

    private static IEnumerable<Operation> Unary(string module, params (string ClassName, Func<Tensor, Tensor> Apply)[] all) =>
        all.Select(item => Of(module, $"{item.ClassName}()(x)", a => item.Apply(a.X)));

    private static IEnumerable<Operation> Binary(string operands, params (string ClassName, Func<Tensor, Tensor, Tensor> Apply)[] all)
    {
        string[] names = operands.Split(", ");
        return all.Select(item => Of("numpy", $"{item.ClassName}()({operands})", a => item.Apply(a[names[0]], a[names[1]])));
    }
}
