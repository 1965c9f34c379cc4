using System.Runtime.InteropServices;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance;

/// <summary>Arrays of cases as tensors and back, and the comparison of both with what Keras computed.</summary>
internal static class CaseTensors
{
    public static Tensor Tensor(this ConformanceCase item, string key) => From(item.Array(key));

    /// <summary>The tensor of a descriptor: numbers of the dtype that it says, or text, which stands in it.</summary>
    public static Tensor Described(this ConformanceCase item, Config descriptor) => descriptor.TryGetValue("strings", out object? strings)
        ? KerasSharp.Tensor.From([.. ((List<object?>)strings!).Cast<string>()], Shape.Of([.. ((List<object?>)descriptor["shape"]!).Select(n => (int)(long)n!)]))
        : item.Array((string)descriptor["key"]!).ToTensor(DTypes.Parse((string)descriptor["dtype"]!));

    /// <summary>An argument: an array of the case, or null.</summary>
    public static Tensor? Argument(this ConformanceCase item, object? node) =>
        node is Config map && map.TryGetValue("ref", out object? key) ? item.Tensor((string)key!) : null;

    public static Tensor From(NpyArray array) => array.DType switch
    {
        "f4" => Tensor<float>(array),
        "f8" => Tensor<double>(array),
        "f2" => Tensor<Half>(array),
        "i1" => Tensor<sbyte>(array),
        "i2" => Tensor<short>(array),
        "i4" => Tensor<int>(array),
        "i8" => Tensor<long>(array),
        "u1" => Tensor<byte>(array),
        "u2" => Tensor<ushort>(array),
        "u4" => Tensor<uint>(array),
        "u8" => Tensor<ulong>(array),
        "b1" => KerasSharp.Tensor.From<bool>(Array.ConvertAll(array.Data, b => b != 0), Shape.Of(array.Shape)),
        _ => throw new CaseFailedException($"arrays of type {array.DType} cannot be made tensors"),
    };

    public static double[] Numbers(Tensor tensor) => tensor.DType switch
    {
        DType.Bool => Array.ConvertAll(tensor.ToArray<bool>(), b => b ? 1.0 : 0),
        DType.Int8 => Array.ConvertAll(tensor.ToArray<sbyte>(), n => (double)n),
        DType.Int16 => Array.ConvertAll(tensor.ToArray<short>(), n => (double)n),
        DType.Int32 => Array.ConvertAll(tensor.ToArray<int>(), n => (double)n),
        DType.Int64 => Array.ConvertAll(tensor.ToArray<long>(), n => (double)n),
        DType.UInt8 => Array.ConvertAll(tensor.ToArray<byte>(), n => (double)n),
        DType.UInt16 => Array.ConvertAll(tensor.ToArray<ushort>(), n => (double)n),
        DType.UInt32 => Array.ConvertAll(tensor.ToArray<uint>(), n => (double)n),
        DType.UInt64 => Array.ConvertAll(tensor.ToArray<ulong>(), n => (double)n),
        DType.Float16 => Array.ConvertAll(tensor.ToArray<Half>(), n => (double)n),
        DType.Float64 => tensor.ToArray<double>(),
        _ => Array.ConvertAll(tensor.ToArray<float>(), n => (double)n),
    };

    /// <summary>Fails the case where a tensor is not the array of that key, or its alternative.</summary>
    public static void Expect(this ConformanceCase item, string key, Tensor actual, string what)
    {
        if (!Matches(item, key, actual, out string difference)
            && !(key.StartsWith("out", StringComparison.Ordinal) && item.HasArray("alt_" + key) && Matches(item, "alt_" + key, actual, out _)))
        {
            throw new CaseFailedException($"{what} {key}: {difference}");
        }
    }

    private static bool Matches(ConformanceCase item, string key, Tensor actual, out string difference)
    {
        NpyArray expected = item.Array(key);
        return Comparison.Agree(actual.Shape.ToArray(), Numbers(actual), expected.Shape, expected.To<double>(), item.Tolerance, out difference);
    }

    private static Tensor Tensor<T>(NpyArray array)
        where T : unmanaged => KerasSharp.Tensor.From<T>(MemoryMarshal.Cast<byte, T>(array.Data), Shape.Of(array.Shape));
}
