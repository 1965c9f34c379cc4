using System.Numerics.Tensors;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Operands of any dtype as double arrays and back: reference kernels of contractions compute in double.</summary>
internal static class Doubles
{
    public static double[] Read(in Operand operand)
    {
        var values = new double[operand.Count];
        if (operand.DType == DType.Float32)
        {
            TensorPrimitives.ConvertTruncating(operand.As<float>(), values);
            return values;
        }

        if (operand.DType == DType.Float64)
        {
            operand.As<double>().CopyTo(values);
            return values;
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ElementReader.ReadDouble(operand, i);
        }

        return values;
    }

    public static void Write(double[] values, in Operand operand)
    {
        if (operand.DType == DType.Float32)
        {
            TensorPrimitives.ConvertTruncating(values, operand.As<float>());
            return;
        }

        for (int i = 0; i < values.Length; i++)
        {
            ElementReader.WriteDouble(operand, i, values[i]);
        }
    }
}
