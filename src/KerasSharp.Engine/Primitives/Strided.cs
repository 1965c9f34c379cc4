using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Copies between a strided view and contiguous memory: the reference form of broadcast, transpose, slice and reverse.</summary>
internal static class Strided
{
    /// <summary>target[i, j, ...] = source[offset + i*strides[0] + j*strides[1] + ...] over the shape of the target.</summary>
    public static void Copy(in Operand source, ReadOnlySpan<int> strides, int offset, in Operand target)
    {
        switch (source.DType.Size())
        {
            case 1: Gather<byte>(source.As<byte>(), strides, offset, target.As<byte>(), target.Shape); break;
            case 2: Gather<ushort>(source.As<ushort>(), strides, offset, target.As<ushort>(), target.Shape); break;
            case 4: Gather<uint>(source.As<uint>(), strides, offset, target.As<uint>(), target.Shape); break;
            default: Gather<ulong>(source.As<ulong>(), strides, offset, target.As<ulong>(), target.Shape); break;
        }
    }

    private static void Gather<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> strides, int offset, Span<T> target, Shape shape)
    {
        if (target.IsEmpty)
        {
            return;
        }

        int rank = shape.Rank;
        if (rank == 0)
        {
            target[0] = source[offset];
            return;
        }

        Span<int> index = stackalloc int[rank];
        index.Clear();
        int inner = shape[rank - 1], step = strides[rank - 1];
        for (int at = 0; at < target.Length; at += inner)
        {
            if (step == 1)
            {
                source.Slice(offset, inner).CopyTo(target[at..]);
            }
            else if (step == 0)
            {
                target.Slice(at, inner).Fill(source[offset]);
            }
            else
            {
                for (int k = 0, from = offset; k < inner; k++, from += step)
                {
                    target[at + k] = source[from];
                }
            }

            for (int axis = rank - 2; axis >= 0; axis--)
            {
                offset += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }

                offset -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
    }
}
