using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>
/// One row of the table of primitives: what to apply, to which operands. A row buys the checks below: compiled equals eager, the shape rule tells the
/// shape that comes out (with a known first axis and with an unknown one), and gradients agree with finite differences to second order.
/// </summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Apply">The operation.</param>
/// <param name="Inputs">Operands, floats in float64 so that differences mean something.</param>
internal sealed record PrimitiveRow(string Name, Func<Tensor[], Tensor[]> Apply, params Tensor[] Inputs)
{
    /// <summary>Order to which gradients are checked: 0 for what has none.</summary>
    public int Smooth { get; init; } = 2;

    /// <summary>Whether the shape rule can be asked with an unknown first axis.</summary>
    public bool AnyBatch { get; init; } = true;

    public void CompiledEqualsEager()
    {
        Tensor[] eager = Apply(Inputs), compiled = Function.Compile(Apply, Name).Call(Inputs);
        for (int k = 0; k < eager.Length; k++)
        {
            Assert.Equal(eager[k].Shape, compiled[k].Shape);
            Assert.Equal(eager[k].DType, compiled[k].DType);
            AssertClose(Doubles(eager[k]), Doubles(compiled[k]), 1e-12, $"{Name}, result {k}, compiled");
        }
    }

    public void SymbolicShapeEqualsEagerShape()
    {
        Tensor[] eager = Apply(Inputs);
        foreach (bool unknown in AnyBatch ? [false, true] : new[] { false })
        {
            Tensor[] symbols = Array.ConvertAll(Inputs, x => new Tensor(unknown && x.Rank > 0 ? x.Shape.With(0, -1) : x.Shape, x.DType, symbol: null));
            using (Dispatch.Enter(ShapeInterpreter.Instance))
            {
                Tensor[] inferred = Apply(symbols);
                for (int k = 0; k < eager.Length; k++)
                {
                    Assert.True(
                        unknown ? inferred[k].Shape.IsCompatibleWith(eager[k].Shape) : inferred[k].Shape == eager[k].Shape,
                        $"{Name}: the rule says {inferred[k].Shape}, eager gives {eager[k].Shape}");
                    Assert.Equal(eager[k].DType, inferred[k].DType);
                }
            }
        }
    }

    /// <summary>The derivative along a random direction against a central difference; for the second order, of the gradient's own projection.</summary>
    public void GradientsMatchDifferences()
    {
        Func<Tensor[], Tensor> value = Projected(Apply, 7);
        for (int order = 1; order <= Smooth; order++)
        {
            Func<Tensor[], Tensor> now = value;
            Tensor[] gradients = Gradients(now, Inputs);
            Tensor[] directions = [.. Inputs.Select((x, i) => Random(x, 100 + order + i))];
            double exact = gradients.Zip(directions).Sum(pair => pair.First.DType.IsFloating() ? Prim.ReduceSum(Prim.Multiply(pair.First, pair.Second)).Item() : 0);
            const double Step = 1e-5;
            double above = now(Moved(directions, Step)).Item(), below = now(Moved(directions, -Step)).Item();
            double estimate = (above - below) / (2 * Step);
            Assert.True(
                Math.Abs(exact - estimate) <= 2e-5 * Math.Max(1, Math.Abs(estimate)), $"{Name}, order {order}: the gradient says {exact}, differences say {estimate}");
            value = Projected(inputs => [.. Gradients(now, inputs).Where(g => g.DType.IsFloating())], 17);
        }
    }

    public override string ToString() => Name;

    internal static double[] Doubles(Tensor x) => Prim.Convert(x, DType.Float64).ToArray<double>();

    internal static void AssertClose(double[] expected, double[] actual, double tolerance, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool close = expected[i].Equals(actual[i]) || Math.Abs(expected[i] - actual[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(close, $"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}");
        }
    }

    private static Tensor[] Gradients(Func<Tensor[], Tensor> value, Tensor[] inputs)
    {
        using var tape = new GradientTape(persistent: true);
        Tensor[] watched = Array.ConvertAll(inputs, x => x.DType.IsFloating() ? Prim.Identity(x) : x);
        foreach (Tensor x in watched)
        {
            tape.Watch(x);
        }

        return tape.Gradient(value(watched), watched);
    }

    /// <summary>The floating-point results weighted by fixed random numbers and summed: a scalar.</summary>
    private static Func<Tensor[], Tensor> Projected(Func<Tensor[], Tensor[]> apply, int seed) => inputs =>
    {
        Tensor sum = Prim.Scalar(0, DType.Float64);
        int number = seed;
        foreach (Tensor result in apply(inputs).Where(r => r.DType.IsFloating()))
        {
            sum = Prim.Add(sum, Prim.ReduceSum(Prim.Multiply(result, Random(result, number++))));
        }

        return sum;
    };

    private Tensor[] Moved(Tensor[] directions, double step) =>
        [.. Inputs.Zip(directions).Select(pair => pair.First.DType.IsFloating() ? Prim.Add(pair.First, Prim.Multiply(pair.Second, step)) : pair.First)];

    private static Tensor Random(Tensor like, int seed)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, (int)like.Count).Select(_ => (random.NextDouble() * 2) - 1).ToArray(), like.Shape);
    }
}
