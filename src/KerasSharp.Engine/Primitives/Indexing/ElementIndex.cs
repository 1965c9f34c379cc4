using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Indices as indexing primitives read them.</summary>
internal static class ElementIndex
{
    /// <summary>One index of a tensor of any integer dtype, brought to the nearest end of the axis where it lies outside.</summary>
    public static int Clamped(in Operand indices, int at, int size) => (int)Math.Clamp(ElementReader.ReadDouble(indices, at), 0, size - 1);
}
