using System.Globalization;

namespace KerasSharp.Tensors;

/// <summary>A bfloat16 number: the upper half of a float32, rounded to nearest even.</summary>
internal readonly record struct BFloat16(ushort Bits)
{
    public static explicit operator BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return new BFloat16((ushort)((bits >> 16) | 0x40));
        }

        // Round to nearest, ties to even: add half of the dropped range, minus one where the kept part is even.
        return new BFloat16((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.Bits << 16);

    public override string ToString() => ((float)this).ToString(CultureInfo.InvariantCulture);
}
