using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Layout;

/// <summary>
/// Borders made of copies: each place of an axis before and after the elements names one of them. Rows are placed with their ends, then whole slices
/// within the result are copied, axis by axis outwards.
/// </summary>
internal sealed unsafe class BorderPad
{
    private readonly int[] _sizes;
    private readonly int[] _low;
    private readonly int[][] _places;

    /// <summary>Bytes of what lies within one place of each axis, before and after padding.</summary>
    private readonly long[] _from, _to;

    /// <summary>Axes before the first that is padded: what lies at their places is independent.</summary>
    private readonly int _leading;

    /// <param name="sizes">Sizes of the axes, none 0.</param>
    /// <param name="low">Places before the elements of each axis.</param>
    /// <param name="places">For each axis the element that each place of the padded one names.</param>
    /// <param name="elementSize">Bytes of an element.</param>
    public BorderPad(int[] sizes, int[] low, int[][] places, int elementSize)
    {
        (_sizes, _low, _places, _from, _to) = (sizes, low, places, new long[sizes.Length], new long[sizes.Length]);
        long from = elementSize, to = elementSize;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            (_from[axis], _to[axis]) = (from, to);
            from *= sizes[axis];
            to *= places[axis].Length;
        }

        while (_leading < sizes.Length - 1 && places[_leading].Length == sizes[_leading])
        {
            _leading++;
        }
    }

    public void Run(byte* x, byte* y)
    {
        long blocks = 1;
        for (int axis = 0; axis < _leading; axis++)
        {
            blocks *= _sizes[axis];
        }

        var self = GCHandle.Alloc(this);
        try
        {
            var job = new Job { Pad = GCHandle.ToIntPtr(self), X = x, Y = y, From = _from[_leading] * _sizes[_leading], To = _to[_leading] * _places[_leading].Length };
            Ranges.Run(ref job, blocks, Math.Max(1, job.To / sizeof(float)));
        }
        finally
        {
            self.Free();
        }
    }

    /// <summary>Places what lies within one axis, then copies what its borders name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(int axis, byte* x, byte* y)
    {
        int size = _sizes[axis], low = _low[axis];
        long from = _from[axis], to = _to[axis];
        byte* inner = y + (low * to);
        if (axis == _sizes.Length - 1)
        {
            ShortCopy.Copy(x, inner, size * from);
        }
        else
        {
            for (int i = 0; i < size; i++)
            {
                Fill(axis + 1, x + (i * from), inner + (i * to));
            }
        }

        int[] places = _places[axis];
        for (int i = 0; i < low; i++)
        {
            ShortCopy.Copy(inner + (places[i] * to), y + (i * to), to);
        }

        for (int i = low + size; i < places.Length; i++)
        {
            ShortCopy.Copy(inner + (places[i] * to), y + (i * to), to);
        }
    }

    private struct Job : IRangeJob
    {
        public nint Pad;
        public byte* X;
        public byte* Y;
        public long From;
        public long To;

        public readonly void Run(long first, long end)
        {
            var pad = (BorderPad)GCHandle.FromIntPtr(Pad).Target!;
            for (long block = first; block < end; block++)
            {
                pad.Fill(pad._leading, X + (block * From), Y + (block * To));
            }
        }
    }
}
