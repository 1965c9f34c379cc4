namespace KerasSharp;

/// <summary>The element type of a tensor. The names are Keras's own: <see cref="DTypes.Name"/> gives <c>"float32"</c>, <c>"int8"</c>, ...</summary>
public enum DType : byte
{
    /// <summary>Boolean, one byte an element.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>Unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>Unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,

    /// <summary>Signed 16-bit integer.</summary>
    Int16,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Brain floating point: 8 exponent and 7 fraction bits.</summary>
    BFloat16,

    /// <summary>IEEE 754 half precision.</summary>
    Float16,

    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 double precision.</summary>
    Float64,

    /// <summary>Text, any length an element. It can be moved, picked from and compared; layers of preprocessing make numbers of it.</summary>
    String,
}
