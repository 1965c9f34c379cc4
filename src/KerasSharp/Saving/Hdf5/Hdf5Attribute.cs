using System.Buffers.Binary;
using System.Text;

namespace KerasSharp.Saving.Hdf5;

/// <summary>A value attached to a group or dataset: numbers or texts.</summary>
/// <param name="context">The file.</param>
/// <param name="heap">Where texts stand.</param>
/// <param name="name">Its name.</param>
/// <param name="type">What its elements are.</param>
/// <param name="shape">Its shape; null where it has no elements.</param>
/// <param name="data">The bytes of its elements.</param>
internal sealed class Hdf5Attribute(Hdf5Context context, GlobalHeap heap, string name, Datatype type, long[]? shape, byte[] data)
{
    public string Name => name;

    public Datatype Type => type;

    public long[]? Shape => shape;

    /// <summary>The bytes as the file has them.</summary>
    public ReadOnlySpan<byte> Data => data;

    /// <summary>The texts.</summary>
    public string[] Texts()
    {
        int count = (int)Dataspace.Count(shape);
        string[] texts = new string[count];
        var cursor = new Cursor(context, data, $"the attribute '{name}'");
        for (int i = 0; i < count; i++)
        {
            texts[i] = type.Kind switch
            {
                ElementKind.VariableString => heap.Text(cursor),
                ElementKind.FixedString => Encoding.UTF8.GetString(cursor.Take(type.Size)).TrimEnd('\0', ' '),
                _ => throw Hdf5Context.Damaged($"the attribute '{name}'", "must be text"),
            };
        }

        return texts;
    }

    /// <summary>The only text.</summary>
    public string Text() => Texts() is [string text] ? text : throw Hdf5Context.Damaged($"the attribute '{name}'", "must be one text");

    /// <summary>The only integer.</summary>
    public long Integer()
    {
        if (type.Kind is not (ElementKind.Signed or ElementKind.Unsigned) || Dataspace.Count(shape) != 1)
        {
            throw Hdf5Context.Damaged($"the attribute '{name}'", "must be one integer");
        }

        Span<byte> wide = stackalloc byte[8];
        ReadOnlySpan<byte> bytes = data;
        wide.Fill(type.Kind == ElementKind.Signed && (bytes[type.BigEndian ? 0 : ^1] & 0x80) != 0 ? (byte)0xFF : (byte)0);
        for (int i = 0; i < bytes.Length; i++)
        {
            wide[i] = bytes[type.BigEndian ? bytes.Length - 1 - i : i];
        }

        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }

    /// <summary>Reads an attribute message (specification IV.A.2.m).</summary>
    public static Hdf5Attribute Read(Hdf5Context context, GlobalHeap heap, byte[] message)
    {
        var cursor = new Cursor(context, message, "an attribute");
        int version = cursor.Version(1, 3), flags = cursor.U8(), nameSize = cursor.U16(), typeSize = cursor.U16(), spaceSize = cursor.U16();
        if (version == 3)
        {
            cursor.Skip(1);
        }

        int Padded(int size) => version == 1 ? (size + 7) / 8 * 8 : size;
        string name = cursor.Part(Padded(nameSize), "an attribute").Name(nameSize);
        Cursor typeField = cursor.Part(Padded(typeSize), "the datatype of an attribute");
        var type = Datatype.Read(ObjectHeader.Datatype(context, typeField.Take(typeSize).ToArray(), version > 1 && (flags & 1) != 0));
        if (version > 1 && (flags & 2) != 0)
        {
            throw Hdf5Context.Unsupported("the dataspace of an attribute stands in another object");
        }

        long[]? shape = Dataspace.Read(cursor.Part(Padded(spaceSize), "the dataspace of an attribute"));
        long count = Dataspace.Count(shape);
        return count <= cursor.Remaining / type.Size
            ? new Hdf5Attribute(context, heap, name, type, shape, cursor.Take((int)count * type.Size).ToArray())
            : throw Hdf5Context.Damaged($"the attribute '{name}'", $"has {count} elements of {type.Size} bytes in {cursor.Remaining} bytes");
    }
}
