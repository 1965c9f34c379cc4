using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>What costs less to compute again than to store is computed by each loop that needs it.</summary>
public sealed class RecomputationTests
{
    private const int Rows = 50, Columns = 24;

    [Fact]
    public void Compile_DeviationsNeededOnBothSidesOfASum_AreComputedTwiceAndNotStored()
    {
        (Function function, Tensor[] inputs) = Make(x => [Spread(Prim.Multiply(Prim.Subtract(x[0], x[1]), x[2]))]);
        string plan = function.DescribePlan(inputs);
        Assert.Contains("subtract+multiply+square", plan, StringComparison.Ordinal);
        Assert.Contains("subtract+multiply+multiply", plan, StringComparison.Ordinal);
        Check(function.Call(inputs)[0], inputs);
    }

    [Fact]
    public void Compile_DeviationsThatAreAResult_AreStoredOnce()
    {
        (Function function, Tensor[] inputs) = Make(x =>
        {
            Tensor deviations = Prim.Multiply(Prim.Subtract(x[0], x[1]), x[2]);
            return [Spread(deviations), deviations];
        });
        Assert.DoesNotContain("subtract+multiply+multiply", function.DescribePlan(inputs), StringComparison.Ordinal);
        Check(function.Call(inputs)[0], inputs);
    }

    private static (Function Function, Tensor[] Inputs) Make(Func<Tensor[], Tensor[]> body)
    {
        var random = new RandomTensors(5);
        return (Function.Compile(body), [random.Floats(Rows, Columns), random.Floats(Columns), random.Floats(Columns)]);
    }

    private static Tensor Spread(Tensor deviations) => Prim.Multiply(deviations, Prim.ReduceSum(Prim.Square(deviations), 0));

    private static void Check(Tensor found, Tensor[] inputs)
    {
        double[][] v = Array.ConvertAll(inputs, RandomTensors.Values);
        double[] values = RandomTensors.Values(found);
        for (int j = 0; j < Columns; j++)
        {
            double[] deviations = [.. Enumerable.Range(0, Rows).Select(i => (v[0][(i * Columns) + j] - v[1][j]) * v[2][j])];
            double sum = deviations.Sum(d => d * d);
            for (int i = 0; i < Rows; i++)
            {
                Assert.Equal(deviations[i] * sum, values[(i * Columns) + j], 1e-4);
            }
        }
    }
}
