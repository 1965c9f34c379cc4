using System.Text;

namespace KerasSharp.Saving.Hdf5;

/// <summary>Fields in memory.</summary>
internal static class Fields
{
    public static byte[] Of(Action<ByteSink> write)
    {
        using var stream = new MemoryStream();
        write(new ByteSink(stream));
        return stream.ToArray();
    }
}

/// <summary>The messages of headers that are written (specification IV.A.2): the oldest version of each.</summary>
internal static class Messages
{
    /// <summary>A dataspace; null for a single value.</summary>
    public static byte[] Space(long[]? shape) => Fields.Of(f =>
    {
        f.Bytes([1, (byte)(shape?.Length ?? 0), 0, 0, 0, 0, 0, 0]);
        foreach (long size in shape ?? [])
        {
            f.U64(size);
        }
    });

    /// <summary>A datatype.</summary>
    public static byte[] Type(OutputValue value) => Fields.Of(f =>
    {
        int size = value.DType.Size();
        switch (value.DType)
        {
            case DType.String:
                f.Bytes([0x19, 0x01, (byte)(value.IsBytes ? 0 : 1), 0]);
                f.U32(16);
                f.Bytes([0x10, 0, 0, 0]);
                f.U32(1);
                f.U16(0);
                f.U16(8);
                break;
            case DType.Bool:
                // An enumeration of signed bytes, as h5py has it.
                f.Bytes([0x18, 2, 0, 0]);
                f.U32(1);
                f.Bytes([0x10, 8, 0, 0]);
                f.U32(1);
                f.U16(0);
                f.U16(8);
                f.Bytes("FALSE\0\0\0TRUE\0\0\0\0"u8);
                f.Bytes([0, 1]);
                break;
            case DType.BFloat16 or DType.Float16 or DType.Float32 or DType.Float64:
                (int sign, int exponentAt, int exponentBits, int mantissaBits, int bias) = value.DType switch
                {
                    DType.BFloat16 => (15, 7, 8, 7, 127),
                    DType.Float16 => (15, 10, 5, 10, 15),
                    DType.Float32 => (31, 23, 8, 23, 127),
                    _ => (63, 52, 11, 52, 1023),
                };
                f.Bytes([0x11, 0x20, (byte)sign, 0]);
                f.U32(size);
                f.U16(0);
                f.U16(8 * size);
                f.Bytes([(byte)exponentAt, (byte)exponentBits, 0, (byte)mantissaBits]);
                f.U32(bias);
                break;
            default:
                f.Bytes([0x10, (byte)(value.DType.IsUnsigned() ? 0 : 8), 0, 0]);
                f.U32(size);
                f.U16(0);
                f.U16(8 * size);
                break;
        }
    });

    /// <summary>An attribute: name, datatype and dataspace, each padded to eight bytes, and its elements.</summary>
    public static byte[] Attribute(string name, OutputValue value, byte[] data) => Fields.Of(f =>
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(name), 0], type = Type(value), space = Space(value.Shape);
        f.Bytes([1, 0]);
        f.U16(text.Length);
        f.U16(type.Length);
        f.U16(space.Length);
        foreach (byte[] part in new[] { text, type, space })
        {
            f.Bytes(part);
            f.Align();
        }

        f.Bytes(data);
    });
}
