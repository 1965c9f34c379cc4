using KerasSharp.Cpu.Kernels.Reduction;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class ReductionTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 3, 5, 1 }, { 4, 8, 1 }, { 7, 37, 1 }, { 1, 50_000, 1 }, { 2, 20_000, 1 }, { 1, 300, 10 }, { 1, 1000, 64 }, { 3, 17, 33 }, { 5, 600, 3 },
        { 2, 0, 4 }, { 3, 0, 1 },
    };

    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(3, 17, 1, false)]
    [InlineData(11, 9, 1, true)]
    [InlineData(2, 400, 1, true)]
    [InlineData(1, 9, 5, false)]
    [InlineData(40, 30, 67, true)]
    [InlineData(2, 5, 130, false)]
    public void RunningSum_AnyShape_AddsInOrder(int outer, int size, int inner, bool backward)
    {
        float[] x = Values(outer * size * inner, 1), y = New(x.Length);
        var expected = new double[x.Length];
        for (int lane = 0; lane < outer * inner; lane++)
        {
            float sum = 0;
            for (int k = 0; k < size; k++)
            {
                int at = (((lane / inner * size) + (backward ? size - 1 - k : k)) * inner) + (lane % inner);
                expected[at] = sum += x[at];
            }
        }
        Check(() => { RunningSum.Run(outer, size, inner, backward, Pointer(x), Pointer(y)); return [.. y]; }, expected, 0);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 31, 1)]
    [InlineData(2, 40_000, 1)]
    [InlineData(4, 5, 19)]
    [InlineData(70, 33, 20)]
    public void IntegerReduce_AnyShape_MatchesReference(int outer, int reduce, int inner)
    {
        var random = new Random(1);
        int[] x = GC.AllocateArray<int>(outer * reduce * inner, pinned: true), y = GC.AllocateArray<int>(outer * inner, pinned: true);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = random.Next(-1000, 1000);
        }
        foreach ((IntegerReduction kind, Func<IEnumerable<int>, int> reference) in new (IntegerReduction, Func<IEnumerable<int>, int>)[]
            { (IntegerReduction.Sum, Enumerable.Sum), (IntegerReduction.Max, Enumerable.Max), (IntegerReduction.Min, Enumerable.Min) })
        {
            double[] expected = [.. Enumerable.Range(0, y.Length).Select(o => (double)reference(Enumerable.Range(0, reduce).Select(r => x[(((o / inner * reduce) + r) * inner) + (o % inner)])))];
            Check(() => { IntegerReduce.Run(kind, outer, reduce, inner, Pointer(x), Pointer(y)); return [.. y.Select(v => (float)v)]; }, expected, 0);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Reduce_AnyShape_MatchesReference(int outer, int reduce, int inner)
    {
        float[] x = Values(outer * reduce * inner, 1), y = New(outer * inner);
        double[] wide = GC.AllocateArray<double>(x.Length, pinned: true), result = GC.AllocateArray<double>(y.Length, pinned: true);
        for (int i = 0; i < x.Length; i++)
        {
            wide[i] = x[i];
        }
        double[] Reference(double identity, Func<double, double, double> combine)
        {
            var expected = new double[outer * inner];
            for (int o = 0; o < outer * inner; o++)
            {
                expected[o] = identity;
                for (int r = 0; r < reduce; r++)
                {
                    expected[o] = combine(expected[o], x[(((o / inner * reduce) + r) * inner) + (o % inner)]);
                }
            }
            return expected;
        }
        double[] sum = Reference(0, (a, b) => a + b), max = Reference(double.NegativeInfinity, Math.Max), min = Reference(double.PositiveInfinity, Math.Min);
        double[] prod = Reference(1, (a, b) => a * b);
        Check(() => { Reduce.Sum(outer, reduce, inner, Pointer(x), Pointer(y)); return [.. y]; }, sum, 1e-5);
        Check(() => { Reduce.Max(outer, reduce, inner, Pointer(x), Pointer(y)); return [.. y]; }, max);
        Check(() => { Reduce.Min(outer, reduce, inner, Pointer(x), Pointer(y)); return [.. y]; }, min);
        Check(() => { Reduce.Prod(outer, reduce, inner, Pointer(x), Pointer(y)); return [.. y]; }, prod);
        Check(() => { Reduce.Sum(outer, reduce, inner, Pointer(wide), Pointer(result)); return [.. result.Select(v => (float)v)]; }, sum, 1e-6);
        Check(() => { Reduce.Max(outer, reduce, inner, Pointer(wide), Pointer(result)); return [.. result.Select(v => (float)v)]; }, max);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 10)]
    [InlineData(300, 100)]
    [InlineData(2, 1003)]
    public void ArgReduce_Ties_FirstWins(int rows, int cols)
    {
        float[] x = GC.AllocateArray<float>(rows * cols, pinned: true);
        int[] y = GC.AllocateArray<int>(rows, pinned: true);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = i * 31 % 7;
        }
        double[] max = new double[rows], min = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            float[] row = x[(r * cols)..((r + 1) * cols)];
            max[r] = Array.IndexOf(row, row.Max());
            min[r] = Array.IndexOf(row, row.Min());
        }
        Check(() => { ArgReduce.ArgMax(rows, cols, Pointer(x), Pointer(y)); return [.. y.Select(v => (float)v)]; }, max);
        Check(() => { ArgReduce.ArgMin(rows, cols, Pointer(x), Pointer(y)); return [.. y.Select(v => (float)v)]; }, min);
    }

    [Fact]
    public void ArgReduce_NaN_IsTheExtreme()
    {
        float[] x = Values(100, 1);
        x[41] = x[77] = float.NaN;
        int[] y = GC.AllocateArray<int>(1, pinned: true);
        ArgReduce.ArgMax(1, 100, Pointer(x), Pointer(y));
        Assert.Equal(41, y[0]);
    }
}
