using System.Numerics;

namespace KerasSharp.Primitives;

/// <summary>Functions that the C# library lacks or computes inaccurately, in double: chosen to be easy to believe rather than fast.</summary>
internal static class SpecialFunctions
{
    /// <summary>Coefficients B(2k) / (2k (2k - 1)) of the Stirling series, k = 1, 2, ... (Abramowitz and Stegun 6.1.40).</summary>
    private static readonly double[] Stirling = [1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156];

    /// <summary>The Bernoulli numbers B(2k), k = 1, 2, ...</summary>
    private static readonly double[] Bernoulli = [1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6, -3617.0 / 510];

    /// <summary>A function of doubles applied to a number of any floating-point type.</summary>
    public static T InDouble<T>(T x, Func<double, double> function)
        where T : INumberBase<T> => T.CreateTruncating(function(double.CreateTruncating(x)));

    /// <summary>log(1 + x): the rounding of 1 + x is divided out (Higham, Accuracy and Stability of Numerical Algorithms, problem 1.5).</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) || u <= 0 ? Math.Log(u) : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>exp(x) - 1, by the same device (Higham, section 1.14.1).</summary>
    public static double Expm1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : double.IsInfinity(u) || u - 1 == -1 ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    /// <summary>The error function by its series of positive terms (Abramowitz and Stegun 7.1.6), which nothing cancels in.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 6)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>The inverse error function: Winitzki's approximation, made exact by Halley's iteration.</summary>
    public static double ErfInv(double x)
    {
        if (!(Math.Abs(x) < 1))
        {
            return x == 1 ? double.PositiveInfinity : x == -1 ? double.NegativeInfinity : double.NaN;
        }

        double log = Math.Log((1 - x) * (1 + x)), b = (2 / (Math.PI * 0.147)) + (log / 2);
        double y = Math.CopySign(Math.Sqrt(Math.Sqrt((b * b) - (log / 0.147)) - b), x);
        for (int i = 0; i < 4; i++)
        {
            double error = (Erf(y) - x) / (2 / Math.Sqrt(Math.PI) * Math.Exp(-y * y));
            y -= error / (1 + (y * error));
        }

        return y;
    }

    /// <summary>log |gamma(x)|: Stirling's series after shifting up, reflection below 1/2.</summary>
    public static double Lgamma(double x)
    {
        if (x < 0.5)
        {
            return x == Math.Floor(x) ? double.PositiveInfinity : Math.Log(Math.PI / Math.Abs(Math.Sin(Math.PI * x))) - Lgamma(1 - x);
        }

        if (double.IsInfinity(x))
        {
            return x;
        }

        double shift = 1;
        for (; x < 12; x++)
        {
            shift *= x;
        }

        double sum = 0, power = 1 / x;
        foreach (double coefficient in Stirling)
        {
            sum += coefficient * power;
            power /= x * x;
        }

        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + sum - Math.Log(shift);
    }

    /// <summary>The digamma function: asymptotic series (Abramowitz and Stegun 6.3.18) after shifting up, reflection below 0.</summary>
    public static double Digamma(double x)
    {
        if (x <= 0)
        {
            return x == Math.Floor(x) ? double.NaN : Digamma(1 - x) - (Math.PI / Math.Tan(Math.PI * x));
        }

        double shift = 0;
        for (; x < 12; x++)
        {
            shift += 1 / x;
        }

        double sum = Math.Log(x) - (0.5 / x), power = 1 / (x * x);
        for (int k = 0; k < Bernoulli.Length; k++)
        {
            sum -= Bernoulli[k] / (2 * (k + 1)) * power;
            power /= x * x;
        }

        return sum - shift;
    }

    /// <summary>The polygamma function: (-1)^(n+1) n! times the Hurwitz zeta function of n + 1, by Euler and Maclaurin's formula.</summary>
    public static double Polygamma(int n, double x)
    {
        double factorial = 1;
        for (int i = 2; i <= n; i++)
        {
            factorial *= i;
        }

        return (n % 2 == 0 ? -1 : 1) * factorial * Zeta(n + 1, x);
    }

    /// <summary>The sum of (x + k)^-s over k = 0, 1, ...</summary>
    private static double Zeta(int s, double x)
    {
        double sum = 0;
        for (; x < 12; x++)
        {
            sum += Math.Pow(x, -s);
        }

        sum += (Math.Pow(x, 1 - s) / (s - 1)) + (0.5 * Math.Pow(x, -s));
        double factor = s, power = Math.Pow(x, -s - 1);
        for (int k = 0; k < Bernoulli.Length; k++)
        {
            // B(2k) / (2k)! * s (s+1) ... (s+2k-2) * x^(-s-2k+1)
            sum += Bernoulli[k] * factor / Factorial(2 * (k + 1)) * power;
            factor *= (s + (2 * k) + 1) * (double)(s + (2 * k) + 2);
            power /= x * x;
        }

        return sum;
    }

    private static double Factorial(int n)
    {
        double product = 1;
        for (int i = 2; i <= n; i++)
        {
            product *= i;
        }

        return product;
    }
}
