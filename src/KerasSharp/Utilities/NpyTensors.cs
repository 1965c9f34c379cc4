using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Utilities;

/// <summary>Tensors from NumPy arrays, and numbers out of tensors of any dtype.</summary>
internal static class NpyTensors
{
    /// <summary>The array as a tensor of a dtype, which may be another than that of the file (float16 is stored as float32).</summary>
    public static Tensor ToTensor(this NpyArray array, DType dtype)
    {
        DType stored = array.DType switch
        {
            "f4" => DType.Float32, "f8" => DType.Float64, "f2" => DType.Float16, "i8" => DType.Int64, "i4" => DType.Int32, "i2" => DType.Int16, "i1" => DType.Int8,
            "u8" => DType.UInt64, "u4" => DType.UInt32, "u2" => DType.UInt16, "u1" => DType.UInt8, _ => DType.Bool,
        };
        Tensor tensor = Tensor.Allocate(Shape.Of(array.Shape), stored);
        array.Data.CopyTo(tensor.Data.Bytes);
        return Prim.Convert(tensor, dtype);
    }

    /// <summary>All elements as double.</summary>
    public static double[] ToDoubles(this Tensor tensor)
    {
        var values = new double[tensor.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ElementReader.ReadDouble(tensor.Data, i);
        }

        return values;
    }

    /// <summary>The sum of all products of elements: what a cotangent makes of an output.</summary>
    public static Tensor SumOfProducts(Tensor a, Tensor b) => a.Rank == 0 ? Prim.Multiply(a, b) : Prim.ReduceSum(Prim.Multiply(a, b));
}
