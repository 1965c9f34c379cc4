using KerasSharp.Tensors;

namespace KerasSharp;

/// <summary>Facts about <see cref="DType"/>: sizes, names, kinds and Keras's promotion rules.</summary>
public static class DTypes
{
    private static readonly string[] Names =
    [
        "bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "bfloat16", "float16", "float32", "float64", "string",
    ];

    private static readonly byte[] Sizes = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 0];

    /// <summary>Bytes an element takes; 0 for text, whose elements differ.</summary>
    public static int Size(this DType dtype) => Sizes[(int)dtype];

    /// <summary>Keras's name, such as <c>"float32"</c>.</summary>
    public static string Name(this DType dtype) => Names[(int)dtype];

    /// <summary>Whether the type is bfloat16, float16, float32 or float64.</summary>
    public static bool IsFloating(this DType dtype) => dtype is >= DType.BFloat16 and <= DType.Float64;

    /// <summary>Whether the type is a signed or unsigned integer (not bool).</summary>
    public static bool IsInteger(this DType dtype) => dtype is > DType.Bool and < DType.BFloat16;

    /// <summary>Whether the type is an unsigned integer.</summary>
    public static bool IsUnsigned(this DType dtype) => dtype is > DType.Bool and <= DType.UInt64;

    /// <summary>Reads a Keras dtype name.</summary>
    /// <exception cref="ArgumentException">The name is not one of the supported dtypes.</exception>
    public static DType Parse(string name) => TryParse(name, out DType dtype)
        ? dtype
        : throw new ArgumentException($"Unknown dtype '{name}'. Expected one of: {string.Join(", ", Names)}.", nameof(name));

    /// <summary>Reads a Keras dtype name, where it is one.</summary>
    public static bool TryParse(string name, out DType dtype)
    {
        int at = Array.IndexOf(Names, name);
        dtype = (DType)Math.Max(at, 0);
        return at >= 0;
    }

    /// <summary>The dtype of a C# element type.</summary>
    /// <exception cref="ArgumentException">No dtype corresponds to <typeparamref name="T"/>.</exception>
    public static DType Of<T>() => Of(typeof(T));

    internal static DType Of(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Boolean => DType.Bool,
        TypeCode.Byte => DType.UInt8,
        TypeCode.UInt16 => DType.UInt16,
        TypeCode.UInt32 => DType.UInt32,
        TypeCode.UInt64 => DType.UInt64,
        TypeCode.SByte => DType.Int8,
        TypeCode.Int16 => DType.Int16,
        TypeCode.Int32 => DType.Int32,
        TypeCode.Int64 => DType.Int64,
        TypeCode.Single => DType.Float32,
        TypeCode.Double => DType.Float64,
        TypeCode.String => DType.String,
        _ when type == typeof(Half) => DType.Float16,
        _ when type == typeof(BFloat16) => DType.BFloat16,
        _ => throw new ArgumentException($"No dtype holds elements of the C# type {type.Name}. Use bool, an integer type, Half, float, double or string."),
    };

    /// <summary>
    /// The dtype of a computation over two dtypes, as <c>keras.backend.result_type</c> gives it for strong types: the lattice of JAX's
    /// type promotion, with 64-bit integers joining floats at float32 as Keras does.
    /// </summary>
    public static DType Promote(DType a, DType b)
    {
        if (a == b)
        {
            return a;
        }

        if (a > b)
        {
            (a, b) = (b, a);
        }

        if (b == DType.String)
        {
            throw new ArgumentException($"Text and numbers have no dtype in common. Received: {a.Name()} and {b.Name()}. Make numbers of the text first, with StringLookup, Hashing or TextVectorization.");
        }

        if (a == DType.Bool)
        {
            return b;
        }

        if (b.IsFloating())
        {
            if (a.IsFloating())
            {
                return a == DType.BFloat16 && b == DType.Float16 ? DType.Float32 : b;
            }

            // Keras: int64/uint64 with a 16-bit float stays that float, as every integer does (JAX lattice).
            return b;
        }

        if (a.IsUnsigned() == b.IsUnsigned())
        {
            return b; // the enum orders each kind by width
        }

        // a is unsigned, b signed: the narrowest signed type that holds both; uint64 with any signed one joins at float32.
        if (a == DType.UInt64)
        {
            return DType.Float32;
        }

        return b.Size() > a.Size() ? b : a switch { DType.UInt8 => DType.Int16, DType.UInt16 => DType.Int32, _ => DType.Int64 };
    }
}
