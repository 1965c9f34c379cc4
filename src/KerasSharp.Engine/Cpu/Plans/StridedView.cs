using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Plans;

/// <summary>A regular view of memory (broadcast, slice) that can be copied to contiguous memory. Neighbouring axes that step as one are merged.</summary>
internal sealed unsafe class StridedView
{
    private readonly int[] _extents;
    private readonly int[] _strides;
    private readonly long _offset;
    private readonly int _size;

    public StridedView(int[] extents, int[] strides, long offset, int elementSize)
    {
        var merged = new List<int>();
        var steps = new List<int>();
        for (int axis = 0; axis < extents.Length; axis++)
        {
            if (extents[axis] == 1)
            {
                continue;
            }

            if (merged.Count > 0 && steps[^1] == (long)strides[axis] * extents[axis])
            {
                merged[^1] *= extents[axis];
                steps[^1] = strides[axis];
            }
            else
            {
                merged.Add(extents[axis]);
                steps.Add(strides[axis]);
            }
        }

        (_extents, _strides, _offset, _size) = (merged.Count == 0 ? [1] : [.. merged], merged.Count == 0 ? [1] : [.. steps], offset, elementSize);
    }

    /// <summary>Copies the view's elements to contiguous memory.</summary>
    public void Copy(byte* source, byte* target) => Walk(source, target, toView: false);

    /// <summary>Copies contiguous memory into the view's elements.</summary>
    public void Place(byte* source, byte* target) => Walk(target, source, toView: true);

    private void Walk(byte* view, byte* flat, bool toView)
    {
        int last = _extents.Length - 1;
        long runs = 1;
        for (int axis = 0; axis < last; axis++)
        {
            runs *= _extents[axis];
        }

        fixed (int* extents = _extents, strides = _strides)
        {
            var job = new RunsJob { View = view + (_offset * _size), Flat = flat, Extents = extents, Strides = strides, Last = last, Size = _size, ToView = toView };
            Ranges.Run(ref job, runs, Math.Max(1, (long)_extents[last] * _size / sizeof(float)));
        }
    }

    private static void PlaceRun(byte* from, byte* to, int step, int count, int size)
    {
        if (step == 1)
        {
            Buffer.MemoryCopy(from, to, (long)count * size, (long)count * size);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            Unsafe.CopyBlockUnaligned(to + ((long)i * step * size), from + (i * size), (uint)size);
        }
    }

    private static void CopyRun(byte* from, int step, byte* to, int count, int size)
    {
        if (step == 1)
        {
            Buffer.MemoryCopy(from, to, (long)count * size, (long)count * size);
            return;
        }

        if (size == 4)
        {
            if (step == 0)
            {
                new Span<uint>(to, count).Fill(*(uint*)from);
                return;
            }

            for (int i = 0; i < count; i++)
            {
                ((uint*)to)[i] = ((uint*)from)[(long)i * step];
            }

            return;
        }

        for (int i = 0; i < count; i++)
        {
            Unsafe.CopyBlockUnaligned(to + (i * size), from + ((long)i * step * size), (uint)size);
        }
    }

    /// <summary>Runs of the innermost axis, numbered in the order of the flat memory.</summary>
    private struct RunsJob : IRangeJob
    {
        public byte* View;
        public byte* Flat;
        public int* Extents;
        public int* Strides;
        public int Last;
        public int Size;
        public bool ToView;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            int inner = Extents[Last], step = Strides[Last];
            int* index = stackalloc int[Last + 1];
            byte* at = View, flat = Flat + (first * inner * Size);
            long rest = first;
            for (int axis = Last - 1; axis >= 0; axis--)
            {
                index[axis] = (int)(rest % Extents[axis]);
                rest /= Extents[axis];
                at += (long)index[axis] * Strides[axis] * Size;
            }

            for (long run = first; run < end; run++)
            {
                if (ToView)
                {
                    PlaceRun(flat, at, step, inner, Size);
                }
                else
                {
                    CopyRun(at, step, flat, inner, Size);
                }

                flat += (long)inner * Size;
                for (int axis = Last - 1; axis >= 0; axis--)
                {
                    at += (long)Strides[axis] * Size;
                    if (++index[axis] < Extents[axis])
                    {
                        break;
                    }

                    at -= (long)Strides[axis] * Extents[axis] * Size;
                    index[axis] = 0;
                }
            }
        }
    }
}
