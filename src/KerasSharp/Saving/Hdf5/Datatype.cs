namespace KerasSharp.Saving.Hdf5;

/// <summary>What the elements of a dataset or attribute are.</summary>
internal enum ElementKind
{
    /// <summary>A signed integer.</summary>
    Signed,

    /// <summary>An unsigned integer.</summary>
    Unsigned,

    /// <summary>A floating-point number.</summary>
    Float,

    /// <summary>A flag, stored as an enumeration of FALSE and TRUE.</summary>
    Bool,

    /// <summary>Text of one length for all elements.</summary>
    FixedString,

    /// <summary>Text in the global heap.</summary>
    VariableString,

    /// <summary>Two bytes that h5py does not know: what it stores a bfloat16 of ml_dtypes as. The dataset's attribute <c>dtype</c> says so.</summary>
    Opaque,
}

/// <summary>A datatype (specification IV.A.2.d): numbers, flags and text. Compound types, references and the like are refused.</summary>
/// <param name="Kind">What elements are.</param>
/// <param name="Size">Bytes of an element.</param>
/// <param name="BigEndian">Whether the most significant byte comes first.</param>
/// <param name="IsBFloat16">Whether a float of two bytes is a bfloat16.</param>
internal sealed record Datatype(ElementKind Kind, int Size, bool BigEndian, bool IsBFloat16 = false)
{
    /// <summary>Positions and sizes of exponent and mantissa, and the bias, of the floats that there are.</summary>
    private static readonly (int Size, int ExponentAt, int ExponentBits, int MantissaBits, long Bias, bool Brain)[] Floats =
    [
        (2, 10, 5, 10, 15, false), (2, 7, 8, 7, 127, true), (4, 23, 8, 23, 127, false), (8, 52, 11, 52, 1023, false),
    ];

    /// <summary>The dtype of a tensor of such elements.</summary>
    public DType DType => (Kind, Size) switch
    {
        (ElementKind.Bool, _) => DType.Bool,
        (ElementKind.Float, 2) => IsBFloat16 ? DType.BFloat16 : DType.Float16,
        (ElementKind.Opaque, _) => DType.BFloat16,
        (ElementKind.Float, 4) => DType.Float32,
        (ElementKind.Float, _) => DType.Float64,
        (ElementKind.Signed, 1) => DType.Int8,
        (ElementKind.Signed, 2) => DType.Int16,
        (ElementKind.Signed, 4) => DType.Int32,
        (ElementKind.Signed, _) => DType.Int64,
        (ElementKind.Unsigned, 1) => DType.UInt8,
        (ElementKind.Unsigned, 2) => DType.UInt16,
        (ElementKind.Unsigned, 4) => DType.UInt32,
        (ElementKind.Unsigned, _) => DType.UInt64,
        _ => DType.String,
    };

    public static Datatype Read(Cursor cursor)
    {
        int head = cursor.U8(), version = head >> 4, flags = cursor.U8();
        cursor.Skip(2);
        long size = cursor.U32();
        if (version is < 1 or > 5 || size is < 1 or > 1 << 20)
        {
            throw Hdf5Context.Damaged("a datatype", $"has version {version} and elements of {size} bytes");
        }

        switch (head & 15)
        {
            case 0:
                return Integer(cursor, flags, (int)size);
            case 1:
                return Float(cursor, flags, (int)size);
            case 3:
                return new Datatype(ElementKind.FixedString, (int)size, false);
            case 5 when size == 2:
                return new Datatype(ElementKind.Opaque, 2, false);
            case 8:
                Datatype of = Read(cursor);
                return of is { Kind: ElementKind.Signed or ElementKind.Unsigned, Size: 1 } ? of with { Kind = ElementKind.Bool } : of;
            case 9 when (flags & 15) == 1:
                return new Datatype(ElementKind.VariableString, (int)size, false);
            default:
                throw Hdf5Context.Unsupported($"elements are of the class {head & 15}, neither numbers nor text");
        }
    }

    private static Datatype Integer(Cursor cursor, int flags, int size)
    {
        int offset = cursor.U16(), precision = cursor.U16();
        return size is 1 or 2 or 4 or 8 && offset == 0 && precision == size * 8
            ? new Datatype((flags & 8) != 0 ? ElementKind.Signed : ElementKind.Unsigned, size, (flags & 1) != 0)
            : throw Hdf5Context.Unsupported($"integers have {precision} bits at {offset} of {size} bytes");
    }

    private static Datatype Float(Cursor cursor, int flags, int size)
    {
        int offset = cursor.U16(), precision = cursor.U16(), exponentAt = cursor.U8(), exponentBits = cursor.U8(), mantissaAt = cursor.U8(), mantissaBits = cursor.U8();
        long bias = cursor.U32();
        foreach ((int bytes, int at, int bits, int fraction, long middle, bool brain) in Floats)
        {
            if (size == bytes && offset == 0 && precision == size * 8 && exponentAt == at && exponentBits == bits && mantissaAt == 0 && mantissaBits == fraction && bias == middle && (flags & 0x40) == 0)
            {
                return new Datatype(ElementKind.Float, size, (flags & 1) != 0, brain);
            }
        }

        throw Hdf5Context.Unsupported($"floats have {exponentBits} bits of exponent and {mantissaBits} of mantissa in {size} bytes");
    }
}
