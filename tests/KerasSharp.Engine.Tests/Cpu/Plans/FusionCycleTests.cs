using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>Loops are joined only where no value would have to be ready before itself.</summary>
public sealed class FusionCycleTests
{
    /// <summary>
    /// The product of two normalised matrices and its gradient: values of one shape that meet on either side of sums over rows, so that a loop holds early and late
    /// nodes of the graph.
    /// </summary>
    [Fact]
    public void Compile_GradientThroughTwoNormalisations_GivesWhatEagerGives()
    {
        var random = new RandomTensors(3);
        Tensor x = random.Floats(4, 3), y = random.Floats(4, 3);
        Tensor[] expected = Both(x, y), found = Function.Compile(t => Both(t[0], t[1])).Call([x, y]);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.InRange(RandomTensors.Distance(found[i], expected[i]), 0, 1e-6);
        }
    }

    private static Tensor[] Both(Tensor x, Tensor y)
    {
        using var tape = new GradientTape();
        tape.Watch(x);
        Tensor product = Prim.Negate(Prim.ReduceSum(Prim.Multiply(Normalised(y), Normalised(x)), 1));
        return [product, tape.Gradient(Prim.ReduceSum(product), x)];
    }

    private static Tensor Normalised(Tensor x)
    {
        Tensor inverse = Prim.Rsqrt(Prim.ReduceSum(Prim.Square(x), 1));
        return Prim.Multiply(x, Prim.Reshape(Prim.Minimum(inverse, 1e7), x.Shape.With(1, 1)));
    }
}
