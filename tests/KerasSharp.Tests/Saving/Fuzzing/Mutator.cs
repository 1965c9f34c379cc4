using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>Changes good files in ways that a number decides.</summary>
internal sealed class Mutator(int number)
{
    private const int MostChanges = 4;
    private static readonly long[] Odd = [0, 1, -1, 2, 7, 8, 0x7F, 0x80, 0xFF, 0x100, 0xFFFF, 0x10000, int.MaxValue, 1L << 31, 0xFFFFFFFF, 1L << 32, 1L << 40, 1L << 62, long.MaxValue, long.MinValue];
    private readonly Random _random = new(number);

    /// <summary>A changed copy of a file: where it has parts, the parts are changed and put together again, so that checksums do not hide what is inside.</summary>
    public byte[] Change(FuzzSeed seed, IReadOnlyList<FuzzSeed> all)
    {
        FuzzSeed other = all[_random.Next(all.Count)];
        return seed.Kind switch
        {
            FuzzKind.Archive or FuzzKind.Npz when _random.Next(4) > 0 => ChangeMember(seed.Bytes),
            FuzzKind.Json => ChangeJson(seed.Bytes),
            FuzzKind.Hdf5 or FuzzKind.Weights => ChangeHdf5(seed.Bytes),
            _ => ChangeBytes(seed.Bytes, other.Bytes),
        };
    }

    private byte[] ChangeMember(byte[] archive)
    {
        using var zip = new ZipArchive(new MemoryStream(archive));
        List<(string Name, byte[] Bytes)> members = [.. zip.Entries.Select(entry => (entry.FullName, Read(entry)))];
        int chosen = _random.Next(members.Count);
        (string name, byte[] bytes) = members[chosen];
        members[chosen] = (name, name.EndsWith(".json", StringComparison.Ordinal) ? ChangeJson(bytes) : name.EndsWith(".h5", StringComparison.Ordinal) ? ChangeHdf5(bytes) : ChangeBytes(bytes, bytes));
        if (_random.Next(30) == 0)
        {
            members.RemoveAt(_random.Next(members.Count));
        }

        return FuzzCorpus.Pack(members, _random.Next(3) == 0);
    }

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var copy = new MemoryStream();
        using Stream stream = entry.Open();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    /// <summary>Changes fields, and corrects the checksums over them.</summary>
    private byte[] ChangeHdf5(byte[] bytes)
    {
        List<(int Start, int End)> sums = _random.Next(4) > 0 ? Hdf5Checksums.Find(bytes) : [];
        byte[] changed = ChangeBytes(bytes, bytes);
        if (changed.Length == bytes.Length)
        {
            Hdf5Checksums.Correct(changed, sums);
        }

        return changed;
    }

    private byte[] ChangeBytes(byte[] bytes, byte[] other)
    {
        byte[] changed = [.. bytes];
        for (int change = _random.Next(MostChanges); change >= 0 && changed.Length > 8; change--)
        {
            int at = _random.Next(changed.Length);
            switch (_random.Next(8))
            {
                case 0:
                    changed = changed[..at];
                    break;
                case 1:
                    int length = _random.Next(1, 64), from = _random.Next(Math.Max(1, other.Length - length));
                    other.AsSpan(from, Math.Min(length, Math.Min(other.Length - from, changed.Length - at))).CopyTo(changed.AsSpan(at));
                    break;
                case 2:
                    changed = [.. changed[..at], .. changed.AsSpan(at, Math.Min(_random.Next(1, 32), changed.Length - at)), .. changed[at..]];
                    break;
                case 3 or 4:
                    changed[at] ^= (byte)(1 << _random.Next(8));
                    break;
                default:
                    Write(changed, at, changed.Length);
                    break;
            }
        }

        return changed;
    }

    /// <summary>Writes an odd number, or one near a place or the length of the file, in one of the widths of fields.</summary>
    private void Write(byte[] bytes, int at, int length)
    {
        Span<byte> field = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(field, _random.Next(3) switch { 0 => _random.Next(length), 1 => length + _random.Next(-2, 3), _ => Odd[_random.Next(Odd.Length)] });
        int width = 1 << _random.Next(4);
        int start = _random.Next(2) == 0 ? at / 8 * 8 : at;
        field[..Math.Min(width, bytes.Length - start)].CopyTo(bytes.AsSpan(start));
    }

    private byte[] ChangeJson(byte[] bytes)
    {
        string text = Encoding.UTF8.GetString(bytes);
        for (int change = _random.Next(MostChanges); change >= 0; change--)
        {
            text = JsonEdits.Change(text, _random);
        }

        return _random.Next(10) == 0 ? ChangeBytes(Encoding.UTF8.GetBytes(text), bytes) : Encoding.UTF8.GetBytes(text);
    }
}
