using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Products that layers need.</summary>
internal static class Contraction
{
    /// <summary>Sums over the last axis of <paramref name="x"/> and the first of <paramref name="kernel"/>: (..., k) with (k, ...). Dtypes are promoted.</summary>
    public static Tensor LastWithFirst(Tensor x, Tensor kernel)
    {
        DType dtype = DTypes.Promote(x.DType, kernel.DType);
        return Prim.DotGeneral(Prim.Convert(x, dtype), Prim.Convert(kernel, dtype), [], [], [x.Rank - 1], [0]);
    }
}

/// <summary>Checks of constructor arguments, in the house style.</summary>
internal static class Arguments
{
    /// <summary>An error about an argument of a constructor that hands its arguments on in a record.</summary>
    public static ArgumentException Wrong(string message, string name) => new(message, name);

    public static int AtLeast(int least, int value, string name, string owner) => value >= least ? value : throw new ArgumentOutOfRangeException(
        name, $"{owner}: {name} must be at least {least}. Received: {name}={value}.");

    /// <summary>Refuses a quantisation, which is not there yet: to drop it silently would change the numbers.</summary>
    public static Config? Unquantized(Config? quantizationConfig, string owner) => quantizationConfig is null ? null : throw new NotSupportedException(
        $"{owner}: quantisation is not supported yet. Received: quantizationConfig={quantizationConfig.ToJson()}. Pass null, and load a model that is not quantised.");

    public static double Between(double low, double high, double value, string name, string owner) => value >= low && value <= high ? value
        : throw new ArgumentOutOfRangeException(name, $"{owner}: {name} must be between {low} and {high}. Received: {name}={value}.");
}
