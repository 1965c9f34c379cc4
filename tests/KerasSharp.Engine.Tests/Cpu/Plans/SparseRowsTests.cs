using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Cpu.Plans;

/// <summary>Gradients of tables that only an update reads give the numbers of the whole table.</summary>
[Collection(nameof(KernelTests))]
public sealed class SparseRowsTests
{
    private const int Rows = 2100;

    [Theory]
    [InlineData(32, 700)]
    [InlineData(96, 900)]
    [InlineData(64, 1)]
    public void Update_RepeatedIndices_EqualsTheWholeTable(int columns, int count)
    {
        Tensor[] operands = Operands(columns, count, Rows);
        double[] expected = [.. Update(operands).SelectMany(RandomTensors.Values)];
        KernelTest.Check(
            () =>
            {
                (CpuPlan plan, Graph graph) = Build(Update, operands);
                Assert.Contains(graph.Nodes, node => node.Primitive is SparseRows.RowTable);
                return Run(plan, graph, operands);
            },
            expected,
            1e-6);
    }

    [Fact]
    public void Update_FewDistinctIndices_SumsInOrder()
    {
        Tensor[] operands = Operands(32, 2000, 5);
        KernelTest.Check(
            () =>
            {
                (CpuPlan plan, Graph graph) = Build(Update, operands);
                return Run(plan, graph, operands);
            },
            [.. Update(operands).SelectMany(RandomTensors.Values)],
            1e-5);
    }

    [Fact]
    public void Update_SlicesReadElsewhere_KeepsTheWholeTable()
    {
        Tensor[] operands = Operands(32, 700, Rows);
        Tensor[] Both(Tensor[] x)
        {
            Tensor slices = Slices(x);
            return [.. Update(x, slices), Prim.ReduceSum(slices, 0, 1)];
        }

        (CpuPlan plan, Graph graph) = Build(Both, operands);
        Assert.DoesNotContain(graph.Nodes, node => node.Primitive is SparseRows.RowTable);
        float[] found = Run(plan, graph, operands);
        double[] expected = [.. Both(operands).SelectMany(RandomTensors.Values)];
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Rows)]
    public void Update_IndexOutside_IsRefusedAsByTheWholeTable(int index)
    {
        Tensor[] operands = Operands(32, 700, Rows);
        int[] indices = operands[1].ToArray<int>();
        indices[123] = index;
        operands[1] = Tensor.From(indices);
        (CpuPlan plan, Graph graph) = Build(Update, operands);
        ArgumentOutOfRangeException sparse = Assert.Throws<ArgumentOutOfRangeException>(() => Run(plan, graph, operands));
        ArgumentOutOfRangeException whole = Assert.Throws<ArgumentOutOfRangeException>(() => Update(operands));
        Assert.Equal(whole.Message, sparse.Message);
    }

    private static Tensor[] Operands(int columns, int count, int limit)
    {
        var r = new RandomTensors(columns);
        return [r.Floats(count, columns), r.Integers(limit, count), r.Floats(Rows, columns), r.Floats(Rows, columns)];
    }

    /// <summary>A step of Adam without its corrections: all rows move, also those without a slice.</summary>
    private static Tensor[] Update(Tensor[] x) => Update(x, Slices(x));

    private static Tensor[] Update(Tensor[] x, Tensor slices)
    {
        Tensor gradient = Prim.ScatterAddAxis(slices, x[1], 0, x[2].Shape);
        Tensor m = Prim.Add(Prim.Multiply(x[2], 0.9), Prim.Multiply(gradient, 0.1));
        Tensor v = Prim.Add(Prim.Multiply(Prim.Square(x[3]), 0.99), Prim.Multiply(Prim.Square(gradient), 0.01));
        return [m, Prim.Divide(m, Prim.Add(Prim.Sqrt(v), 0.1))];
    }

    private static Tensor Slices(Tensor[] x) => Prim.Multiply(x[0], 2);

    private static (CpuPlan Plan, Graph Graph) Build(Func<Tensor[], Tensor[]> function, Tensor[] operands)
    {
        Graph graph = Tracer.Trace("update", function, Array.ConvertAll(operands, t => t.Spec));
        return (PlanBuilder.Build(graph), graph);
    }

    private static float[] Run(CpuPlan plan, Graph graph, Tensor[] operands)
    {
        Tensor[] outputs = [.. graph.Outputs.Select(v => Tensor.Allocate(v.Shape, v.DType))];
        plan.Run(operands, outputs);
        return [.. outputs.SelectMany(t => t.ToArray<float>())];
    }
}
