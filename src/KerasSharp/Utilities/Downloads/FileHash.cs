using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace KerasSharp.Utilities;

/// <summary>Checksums of files.</summary>
internal static class FileHash
{
    private const int Sha256Digits = 64, Md5Digits = 32;

    /// <summary>Whether a file has a checksum.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hash">The checksum in hexadecimal digits.</param>
    /// <param name="algorithm"><c>"sha256"</c>, <c>"md5"</c>, or <c>"auto"</c> for that which has as many digits.</param>
    /// <exception cref="ArgumentException">The algorithm is another, or the checksum has another number of digits.</exception>
    [SuppressMessage("Security", "CA5351", Justification = "Published files come with MD5 sums, which tell broken downloads from whole ones.")]
    public static bool Matches(string path, string hash, string algorithm = "auto")
    {
        bool isSha = Check(hash, algorithm);
        using FileStream file = File.OpenRead(path);
        return string.Equals(Convert.ToHexString(isSha ? SHA256.HashData(file) : MD5.HashData(file)), hash, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a checksum is one of SHA-256; else it is one of MD5.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static bool Check(string hash, string algorithm)
    {
        bool isSha = algorithm == "sha256" || (algorithm == "auto" && hash.Length == Sha256Digits);
        return algorithm is not ("auto" or "md5" or "sha256") ? throw new ArgumentException($"hashAlgorithm must be \"auto\", \"md5\" or \"sha256\". Received: hashAlgorithm=\"{algorithm}\".", nameof(algorithm))
            : hash.Length != (isSha ? Sha256Digits : Md5Digits) || !hash.All(char.IsAsciiHexDigit)
                ? throw new ArgumentException($"A checksum has {Sha256Digits} hexadecimal digits (SHA-256) or {Md5Digits} (MD5). Received: \"{hash}\" with hashAlgorithm=\"{algorithm}\".", nameof(hash))
                : isSha;
    }
}
