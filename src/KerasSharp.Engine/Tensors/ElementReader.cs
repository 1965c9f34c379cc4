namespace KerasSharp.Tensors;

/// <summary>Single elements of any dtype, for printing, scalars and diagnostics. Not for loops over data.</summary>
internal static class ElementReader
{
    public static double ReadDouble(in Operand data, int index) => data.DType switch
    {
        DType.Bool => data.As<byte>()[index] != 0 ? 1 : 0,
        DType.UInt8 => data.As<byte>()[index],
        DType.UInt16 => data.As<ushort>()[index],
        DType.UInt32 => data.As<uint>()[index],
        DType.UInt64 => data.As<ulong>()[index],
        DType.Int8 => data.As<sbyte>()[index],
        DType.Int16 => data.As<short>()[index],
        DType.Int32 => data.As<int>()[index],
        DType.Int64 => data.As<long>()[index],
        DType.BFloat16 => data.As<BFloat16>()[index],
        DType.Float16 => (double)data.As<Half>()[index],
        DType.Float32 => data.As<float>()[index],
        _ => data.As<double>()[index],
    };

    /// <summary>An integer element as text, exact.</summary>
    public static string ReadInteger(in Operand data, int index) => data.DType switch
    {
        DType.Int64 => data.As<long>()[index].ToString(System.Globalization.CultureInfo.InvariantCulture),
        DType.UInt64 => data.As<ulong>()[index].ToString(System.Globalization.CultureInfo.InvariantCulture),
        _ => ((long)ReadDouble(data, index)).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <summary>Integers wrap as C# unchecked casts do, floats round to nearest.</summary>
    public static void WriteDouble(in Operand data, int index, double value)
    {
        switch (data.DType)
        {
            case DType.Bool: data.As<byte>()[index] = value != 0 ? (byte)1 : (byte)0; break;
            case DType.UInt8: data.As<byte>()[index] = unchecked((byte)(long)value); break;
            case DType.UInt16: data.As<ushort>()[index] = unchecked((ushort)(long)value); break;
            case DType.UInt32: data.As<uint>()[index] = unchecked((uint)(long)value); break;
            case DType.UInt64: data.As<ulong>()[index] = value < 0 ? unchecked((ulong)(long)value) : (ulong)value; break;
            case DType.Int8: data.As<sbyte>()[index] = unchecked((sbyte)(long)value); break;
            case DType.Int16: data.As<short>()[index] = unchecked((short)(long)value); break;
            case DType.Int32: data.As<int>()[index] = unchecked((int)(long)value); break;
            case DType.Int64: data.As<long>()[index] = (long)value; break;
            case DType.BFloat16: data.As<BFloat16>()[index] = (BFloat16)(float)value; break;
            case DType.Float16: data.As<Half>()[index] = (Half)value; break;
            case DType.Float32: data.As<float>()[index] = (float)value; break;
            default: data.As<double>()[index] = value; break;
        }
    }
}
