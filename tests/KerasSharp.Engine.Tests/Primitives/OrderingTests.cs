using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>Sorting of all dtypes, in lines short and long, against LINQ's stable order.</summary>
public sealed class OrderingTests
{
    public static TheoryData<DType, int> Cases =>
    [
        .. from dtype in Enum.GetValues<DType>() where dtype != DType.String from size in new[] { 1, 7, 300, 5000 } select new TheoryDataRow<DType, int>(dtype, size),
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
}
