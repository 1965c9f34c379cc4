using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>Finds the checksums of structures in HDF5 of the newer form, and corrects them after a change, so that what the structures say is read.</summary>
internal static class Hdf5Checksums
{
    private const int LongestStructure = 1024;
    private static readonly string[] Signatures = ["\u0089HDF", "OHDR", "OCHK", "FRHP", "FHDB", "FHIB", "BTHD", "BTIN", "BTLF", "FAHD", "FADB", "EAHD", "EAIB", "EASB", "EADB"];
    private static readonly ConditionalWeakTable<byte[], List<(int Start, int End)>> Known = [];

    /// <summary>Structures: where they begin, and where their checksums stand.</summary>
    public static List<(int Start, int End)> Find(byte[] bytes) => Known.GetValue(bytes, static whole =>
    {
        var found = new List<(int Start, int End)>();
        foreach (byte[] signature in Signatures.Select(Encoding.Latin1.GetBytes))
        {
            for (int start = 0; whole.AsSpan(start).IndexOf(signature) is >= 0 and var next; start += next + 1)
            {
                int begin = start + next;
                for (int end = begin + 8; end + 4 <= Math.Min(whole.Length, begin + LongestStructure); end++)
                {
                    if (Lookup3.Hash(whole.AsSpan(begin..end)) == BinaryPrimitives.ReadUInt32LittleEndian(whole.AsSpan(end)))
                    {
                        found.Add((begin, end));
                        break;
                    }
                }
            }
        }

        return found;
    });

    /// <summary>Writes the checksums of structures anew.</summary>
    public static void Correct(byte[] bytes, List<(int Start, int End)> structures)
    {
        foreach ((int start, int end) in structures)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(end), Lookup3.Hash(bytes.AsSpan(start..end)));
        }
    }
}
