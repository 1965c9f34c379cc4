using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The lower incomplete gamma function, regularised: P(a, x) = ∫ t^(a-1) exp(-t) dt / Γ(a) from 0 to x. Operands a, not negative, and x, not negative; NaN elsewhere.
/// </summary>
internal sealed record GammaInc : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "gammainc";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => SameType(inputs).IsFloating()
        ? inputs[0].DType
        : throw Misfit("the operands must be floating-point tensors.", inputs);

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        for (int i = 0; i < output.Count; i++)
        {
            ElementReader.WriteDouble(output, i, IncompleteGamma.P(ElementReader.ReadDouble(inputs[0], i), ElementReader.ReadDouble(inputs[1], i)));
        }
    }

    /// <summary>Of x the integrand. Of a there is no elementary form; central differences of the function, which is computed in double, give it.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor a = context.Inputs[0], x = context.Inputs[1], g = context.Cotangent;
        Tensor? da = context.Needs(0) ? Prim.Multiply(g, Dispatch.Bind1(new GammaIncSlope(), a, x)) : null;
        Tensor log = Prim.Subtract(Prim.Subtract(Prim.Multiply(Prim.Subtract(a, 1), Prim.Log(x)), x), Prim.Lgamma(a));
        return [da, Prim.Multiply(g, Prim.Exp(log))];
    }
}

/// <summary>The derivative of <see cref="GammaInc"/> for a, by a central difference of fourth order in double.</summary>
internal sealed record GammaIncSlope : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "gammainc_slope";

    /// <inheritdoc/>
    protected override string NoGradientReason => "the derivative of gammainc for its first argument is a numerical one.";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType;

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        for (int i = 0; i < output.Count; i++)
        {
            double a = ElementReader.ReadDouble(inputs[0], i), x = ElementReader.ReadDouble(inputs[1], i), h = 1e-3 * Math.Max(a, 1e-3);
            double near = IncompleteGamma.P(a + h, x) - IncompleteGamma.P(a - h, x), far = IncompleteGamma.P(a + (2 * h), x) - IncompleteGamma.P(a - (2 * h), x);
            ElementReader.WriteDouble(output, i, ((8 * near) - far) / (12 * h));
        }
    }
}

/// <summary>The incomplete gamma function in double.</summary>
internal static class IncompleteGamma
{
    /// <summary>P(a, x): the series below a + 1 (Abramowitz and Stegun 6.5.29), the continued fraction of 1 - P above (6.5.31).</summary>
    public static double P(double a, double x)
    {
        if (double.IsNaN(a) || double.IsNaN(x) || a < 0 || x < 0 || (a == 0 && x == 0) || (double.IsInfinity(a) && double.IsInfinity(x)))
        {
            return double.NaN;
        }

        if (x == 0 || double.IsInfinity(a))
        {
            return 0;
        }

        if (a == 0 || double.IsInfinity(x))
        {
            return 1;
        }

        double scale = Math.Exp((a * Math.Log(x)) - x - SpecialFunctions.Lgamma(a));
        return x < a + 1 ? scale * Series(a, x) : 1 - (scale * Fraction(a, x));
    }

    private static double Series(double a, double x)
    {
        double term = 1 / a, sum = term;
        for (int n = 1; n < 100_000 && term > 1e-17 * sum; n++)
        {
            term *= x / (a + n);
            sum += term;
        }

        return sum;
    }

    /// <summary>Lentz's evaluation (Numerical Recipes, section 5.2): factors instead of sums, so that no intermediate overflows.</summary>
    private static double Fraction(double a, double x)
    {
        const double tiny = 1e-300;
        double b = x + 1 - a, c = 1 / tiny, d = 1 / b, value = d;
        for (int n = 1; n < 100_000; n++)
        {
            double numerator = n * (a - n);
            b += 2;
            d = (numerator * d) + b;
            d = 1 / (Math.Abs(d) < tiny ? tiny : d);
            c = b + (numerator / c);
            c = Math.Abs(c) < tiny ? tiny : c;
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-16)
            {
                break;
            }
        }

        return value;
    }
}

internal static partial class Prim
{
    /// <summary>The regularised lower incomplete gamma function.</summary>
    public static Tensor GammaInc(Tensor a, Tensor x) => Dispatch.Bind1(new GammaInc(), a, x);
}
