using System.Runtime.CompilerServices;

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
        int last = _extents.Length - 1, inner = _extents[last], step = _strides[last];
        int* index = stackalloc int[_extents.Length];
        Unsafe.InitBlock(index, 0, (uint)(_extents.Length * sizeof(int)));
        byte* at = view + (_offset * _size);
        while (true)
        {
            if (toView)
            {
                PlaceRun(flat, at, step, inner);
            }
            else
            {
                CopyRun(at, step, flat, inner);
            }

            flat += (long)inner * _size;
            int axis = last - 1;
            for (; axis >= 0; axis--)
            {
                at += (long)_strides[axis] * _size;
                if (++index[axis] < _extents[axis])
                {
                    break;
                }

                at -= (long)_strides[axis] * _extents[axis] * _size;
                index[axis] = 0;
            }

            if (axis < 0)
            {
                return;
            }
        }
    }

    private void PlaceRun(byte* from, byte* to, int step, int count)
    {
        if (step == 1)
        {
            Buffer.MemoryCopy(from, to, (long)count * _size, (long)count * _size);
            return;
        }

        for (int i = 0; i < count; i++)
        {
            Unsafe.CopyBlockUnaligned(to + ((long)i * step * _size), from + (i * _size), (uint)_size);
        }
    }

    private void CopyRun(byte* from, int step, byte* to, int count)
    {
        if (step == 1)
        {
            Buffer.MemoryCopy(from, to, (long)count * _size, (long)count * _size);
            return;
        }

        if (_size == 4)
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
            Unsafe.CopyBlockUnaligned(to + (i * _size), from + ((long)i * step * _size), (uint)_size);
        }
    }
}
