using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The modified Bessel function of the first kind of a whole order, I(n, x).</summary>
internal sealed record BesselI(int Order) : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "bessel_i";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType.IsFloating()
        ? inputs[0].DType
        : throw Misfit("the operand must be a floating-point tensor.", inputs);

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        for (int i = 0; i < output.Count; i++)
        {
            ElementReader.WriteDouble(output, i, BesselFunctions.I(Order, ElementReader.ReadDouble(inputs[0], i)));
        }
    }

    /// <summary>(I(n - 1, x) + I(n + 1, x)) / 2, and I(-1) = I(1) (Abramowitz and Stegun 9.6.26).</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], above = Prim.BesselI(x, Order + 1);
        Tensor slope = Order == 0 ? above : Prim.Multiply(Prim.Add(Prim.BesselI(x, Order - 1), above), 0.5);
        return [Prim.Multiply(context.Cotangent, slope)];
    }
}

/// <summary>Bessel functions in double.</summary>
internal static class BesselFunctions
{
    /// <summary>
    /// I(n, x): the power series, whose terms all have one sign (Abramowitz and Stegun 9.6.10), and for large x the asymptotic one (9.7.1), whose error is then
    /// beyond double.
    /// </summary>
    public static double I(int order, double x)
    {
        double size = Math.Abs(x), sign = x < 0 && order % 2 == 1 ? -1 : 1;
        if (double.IsNaN(x) || double.IsInfinity(x))
        {
            return double.IsNaN(x) ? x : sign * double.PositiveInfinity;
        }

        return sign * (size > 25 + (order * order) ? Asymptotic(order, size) : Series(order, size));
    }

    private static double Series(int order, double x)
    {
        double term = 1;
        for (int k = 1; k <= order; k++)
        {
            term *= x / 2 / k;
        }

        double sum = term;
        for (int k = 1; term > 1e-17 * sum; k++)
        {
            term *= x / 2 * (x / 2) / ((double)k * (k + order));
            sum += term;
        }

        return sum;
    }

    private static double Asymptotic(int order, double x)
    {
        double term = 1, sum = 1, mu = 4.0 * order * order;
        for (int k = 1; k < 60; k++)
        {
            double next = -term * (mu - (((2.0 * k) - 1) * ((2 * k) - 1))) / (k * 8 * x);
            if (Math.Abs(next) > Math.Abs(term) || Math.Abs(next) < 1e-17)
            {
                break;
            }

            term = next;
            sum += term;
        }

        // exp(x) alone would overflow before the product does.
        return Math.Exp(x / 2) / Math.Sqrt(2 * Math.PI * x) * sum * Math.Exp(x / 2);
    }
}

internal static partial class Prim
{
    /// <summary>The modified Bessel function of the first kind.</summary>
    public static Tensor BesselI(Tensor x, int order) => Dispatch.Bind1(new BesselI(order), x);
}
