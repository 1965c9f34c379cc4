namespace KerasSharp.Saving.Hdf5;

/// <summary>The shape of a dataset or attribute (specification IV.A.2.b).</summary>
internal static class Dataspace
{
    private const int MostAxes = 32;

    /// <summary>The sizes of the axes; null for a space of no elements.</summary>
    public static long[]? Read(Cursor cursor) => Read(cursor, out _);

    /// <summary>The sizes of the axes, null for a space of no elements, and those that they may grow to, -1 for any.</summary>
    public static long[]? Read(Cursor cursor, out long[] most)
    {
        int version = cursor.Version(1, 2), rank = cursor.U8();
        bool grows = (cursor.U8() & 1) != 0;
        int kind = version == 2 ? cursor.U8() : rank == 0 ? 0 : 1;
        if (version == 1)
        {
            cursor.Skip(5);
        }

        if (kind is < 0 or > 2 || rank > MostAxes || (kind != 1 && rank != 0))
        {
            throw Hdf5Context.Damaged("a dataspace", $"has {rank} axes and the kind {kind}");
        }

        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++)
        {
            sizes[i] = cursor.Size();
        }

        most = (long[])sizes.Clone();
        for (int i = 0; grows && i < rank; i++)
        {
            most[i] = cursor.SizeOrUnlimited();
        }

        return kind == 2 ? null : sizes;
    }

    /// <summary>Number of elements.</summary>
    public static long Count(long[]? sizes)
    {
        if (sizes is null || Array.IndexOf(sizes, 0L) >= 0)
        {
            return 0;
        }

        long count = 1;
        foreach (long size in sizes)
        {
            count = size <= long.MaxValue / count ? count * size : throw Hdf5Context.Damaged("a dataspace", $"has more elements than can be counted ({string.Join(" x ", sizes)})");
        }

        return count;
    }
}
