using KerasSharp.EngineTests;
using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>Sorting of all dtypes, in lines short and long, against LINQ's stable order.</summary>
public sealed class OrderingTests
{
    public static TheoryData<DType, int> Cases =>
    [
        .. from dtype in Enum.GetValues<DType>() where dtype != DType.String from size in new[] { 1, 7, 100, 300, 5000, 70_000 } select new TheoryDataRow<DType, int>(dtype, size),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void ArgSort_AnyDType_IsTheStableOrder(DType dtype, int size)
    {
        var random = new Random(size);
        double[] numbers = [.. Enumerable.Range(0, size).Select(i => i % 11 == 3 && dtype.IsFloating() ? double.NaN : i % 7 == 1 ? -0.0 : dtype.IsUnsigned() || dtype == DType.Bool ? random.Next(0, 90) : random.Next(-90, 90))];
        Tensor x = Prim.Convert(Tensor.From(numbers, Shape.Of(size)), dtype);
        double[] values = Prim.Convert(x, DType.Float64).ToArray<double>();
        int[] expected = [.. Enumerable.Range(0, size).OrderBy(i => double.IsNaN(values[i]) ? double.PositiveInfinity : values[i] + 0.0)];
        Assert.Equal(expected, Prim.ArgSort(x, 0).ToArray<int>());
        int[] largest = [.. Enumerable.Range(0, size).OrderByDescending(i => double.IsNaN(values[i]) ? double.PositiveInfinity : values[i] + 0.0).Take(5)];
        Assert.Equal(largest, Prim.TopK(x, Math.Min(5, size)).Indices.ToArray<int>());
    }

    [Fact]
    public void Sort_Extremes_StandWhereTheyBelong()
    {
        Assert.Equal([long.MinValue, -1, 0, long.MaxValue], Prim.Sort(Tensor.From((long[])[0, long.MaxValue, -1, long.MinValue], Shape.Of(4)), 0).ToArray<long>());
        Assert.Equal([0u, 1, uint.MaxValue], Prim.Sort(Tensor.From((uint[])[uint.MaxValue, 0, 1], Shape.Of(3)), 0).ToArray<uint>());
        Assert.Equal([int.MinValue, 0, int.MaxValue], Prim.Sort(Tensor.From((int[])[int.MaxValue, 0, int.MinValue], Shape.Of(3)), 0).ToArray<int>());
        Assert.Equal([double.NegativeInfinity, -1e-320, 0, double.PositiveInfinity, double.NaN], Prim.Sort(Tensor.From((double[])[double.NaN, 0, double.PositiveInfinity, -1e-320, double.NegativeInfinity], Shape.Of(5)), 0).ToArray<double>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Sort_AnyAxis_SortsEachLine(int axis)
    {
        float[] numbers = new RandomTensors(3).Floats(9, 40, 17).ToArray<float>();
        Tensor x = Tensor.From(numbers, Shape.Of(9, 40, 17));
        int[] shape = [9, 40, 17], steps = [40 * 17, 17, 1];
        float[] sorted = Prim.Sort(x, axis).ToArray<float>();
        int[] order = Prim.ArgSort(x, axis).ToArray<int>();
        for (int i = 0; i < numbers.Length; i++)
        {
            if (i / steps[axis] % shape[axis] == 0)
            {
                int[] line = [.. Enumerable.Range(0, shape[axis]).Select(k => i + (k * steps[axis]))];
                Assert.Equal([.. line.Select(at => numbers[at]).Order()], line.Select(at => sorted[at]).ToArray());
                Assert.Equal([.. Enumerable.Range(0, line.Length).OrderBy(k => numbers[line[k]])], line.Select(at => order[at]).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(3, 1000)]
    [InlineData(200, 1000)]
    [InlineData(500, 1000)]
    [InlineData(20, 20)]
    public void TopK_AnyShare_IsTheStableOrder(int k, int columns)
    {
        var random = new Random(k);
        float[] numbers = [.. Enumerable.Range(0, 50 * columns).Select(_ => random.Next(0, columns / 4) - 5f)];
        (Tensor values, Tensor places) = Prim.TopK(Tensor.From(numbers, Shape.Of(50, columns)), k);
        int[] expected = [.. Enumerable.Range(0, 50).SelectMany(row => Enumerable.Range(0, columns).OrderByDescending(c => numbers[(row * columns) + c]).Take(k))];
        Assert.Equal(expected, places.ToArray<int>());
        Assert.Equal([.. expected.Select((place, i) => numbers[(i / k * columns) + place])], values.ToArray<float>());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SearchSorted_AnyDType_CountsWhatIsBefore(DType dtype, int size)
    {
        var random = new Random(size);
        bool isSigned = !dtype.IsUnsigned() && dtype != DType.Bool;
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => i % 9 == 4 && dtype.IsFloating() ? double.NaN : i % 5 == 1 && isSigned ? -0.0 : random.Next(isSigned ? -90 : 0, 90))];
        Tensor line = Prim.Sort(Prim.Convert(Tensor.From(Numbers(size), Shape.Of(size)), dtype), 0), values = Prim.Convert(Tensor.From(Numbers(75), Shape.Of(75)), dtype);
        double[] Keys(Tensor x) => [.. Prim.Convert(x, DType.Float64).ToArray<double>().Select(v => double.IsNaN(v) ? double.PositiveInfinity : v)];
        double[] sorted = Keys(line);
        Assert.Equal([.. Keys(values).Select(v => sorted.Count(element => element < v))], Prim.SearchSorted(line, values, after: false).ToArray<int>());
        Assert.Equal([.. Keys(values).Select(v => sorted.Count(element => element <= v))], Prim.SearchSorted(line, values, after: true).ToArray<int>());
    }

    [Fact]
    public void SearchSorted_Extremes_StandAtTheEnds()
    {
        Tensor line = Tensor.From([.. Enumerable.Repeat(ulong.MaxValue, 70)], Shape.Of(70)), values = Tensor.From((ulong[])[0, ulong.MaxValue - 1, ulong.MaxValue], Shape.Of(3));
        Assert.Equal([0, 0, 0], Prim.SearchSorted(line, values, after: false).ToArray<int>());
        Assert.Equal([0, 0, 70], Prim.SearchSorted(line, values, after: true).ToArray<int>());
    }

    [Fact]
    public void Sort_LongNumbersEqualInOneHalf_AreOrderedByTheOther()
    {
        var random = new Random(1);
        long[] numbers = [.. Enumerable.Range(0, 3000).Select(i => i % 2 == 0 ? (long)random.Next(-3, 3) << 32 : random.Next(-3, 3))];
        Assert.Equal([.. numbers.Order()], Prim.Sort(Tensor.From(numbers, Shape.Of(3000)), 0).ToArray<long>());
    }
}
