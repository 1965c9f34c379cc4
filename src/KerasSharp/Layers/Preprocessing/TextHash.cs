using System.Globalization;
using System.Text;
using KerasSharp.Utilities;

namespace KerasSharp.Layers;

/// <summary>Numbers of buckets for texts and whole numbers: TensorFlow's <c>to_hash_bucket_fast</c>, and <c>to_hash_bucket_strong</c> with a salt.</summary>
internal readonly struct TextHash(Salt? salt)
{
    /// <summary>The bucket of a text, which counts as UTF-8.</summary>
    public long Bucket(string text, long buckets)
    {
        Span<byte> bytes = text.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return Bucket(bytes[..Encoding.UTF8.GetBytes(text, bytes)], buckets);
    }

    /// <summary>The bucket of a number, which counts as its decimal digits.</summary>
    public long Bucket(long number, long buckets)
    {
        Span<byte> digits = stackalloc byte[20];
        number.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        return Bucket(digits[..length], buckets);
    }

    /// <summary>The fingerprint of a text.</summary>
    public static ulong Fingerprint(string text)
    {
        Span<byte> bytes = text.Length <= 128 ? stackalloc byte[384] : new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return FarmHash.Fingerprint(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private long Bucket(ReadOnlySpan<byte> bytes, long buckets) =>
        (long)((salt is null ? FarmHash.Fingerprint(bytes) : SipHash.Hash(bytes, (ulong)salt.First, (ulong)salt.Second)) % (ulong)buckets);
}
