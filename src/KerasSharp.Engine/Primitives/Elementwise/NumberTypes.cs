using System.Numerics;

namespace KerasSharp.Primitives;

/// <summary>Generic code to run for the C# type of a dtype.</summary>
internal interface INumberVisitor
{
    /// <summary>Called for every dtype but bool and bfloat16.</summary>
    void Visit<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>Called for bfloat16, which has no C# number type: compute in float32.</summary>
    void VisitBFloat16();
}

/// <summary>From a dtype to its C# type.</summary>
internal static class NumberTypes
{
    public static void Visit<TVisitor>(DType dtype, ref TVisitor visitor)
        where TVisitor : struct, INumberVisitor
    {
        switch (dtype)
        {
            case DType.UInt8 or DType.Bool: visitor.Visit<byte>(); break;
            case DType.UInt16: visitor.Visit<ushort>(); break;
            case DType.UInt32: visitor.Visit<uint>(); break;
            case DType.UInt64: visitor.Visit<ulong>(); break;
            case DType.Int8: visitor.Visit<sbyte>(); break;
            case DType.Int16: visitor.Visit<short>(); break;
            case DType.Int32: visitor.Visit<int>(); break;
            case DType.Int64: visitor.Visit<long>(); break;
            case DType.Float16: visitor.Visit<Half>(); break;
            case DType.Float32: visitor.Visit<float>(); break;
            case DType.Float64: visitor.Visit<double>(); break;
            default: visitor.VisitBFloat16(); break;
        }
    }
}
