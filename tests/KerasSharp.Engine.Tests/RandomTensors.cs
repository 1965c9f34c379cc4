using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.EngineTests;

/// <summary>Seeded random operands, and comparison of results.</summary>
internal sealed class RandomTensors(int seed)
{
    private readonly Random _random = new(seed);

    public Tensor Floats(params int[] shape) => Fill(shape, DType.Float32, -1, 1);

    public Tensor Doubles(params int[] shape) => Fill(shape, DType.Float64, -1, 1);

    public Tensor Integers(int limit, params int[] shape) => Fill(shape, DType.Int32, 0, limit);

    public Tensor Fill(int[] shape, DType dtype, double low, double high)
    {
        Tensor tensor = Tensor.Allocate(Shape.Of(shape), dtype);
        for (int i = 0; i < tensor.Count; i++)
        {
            ElementReader.WriteDouble(tensor.Data, i, low + (_random.NextDouble() * (high - low)));
        }

        return tensor;
    }

    public static double[] Values(Tensor tensor)
    {
        double[] values = Primitives.Doubles.Read(tensor.Data);
        GC.KeepAlive(tensor);
        return values;
    }

    /// <summary>The largest difference, relative where numbers are above 1.</summary>
    public static double Distance(Tensor a, Tensor b)
    {
        Assert.Equal(b.Shape, a.Shape);
        Assert.Equal(b.DType, a.DType);
        return Values(a).Zip(Values(b)).Max(pair => Math.Abs(pair.First - pair.Second) / Math.Max(1, Math.Abs(pair.Second)));
    }
}
