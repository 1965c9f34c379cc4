using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Kernels.Fourier;

/// <summary>Fourier transforms of many lines of float32 pairs, computed in double.</summary>
internal static unsafe class FourierLines
{
    public static void Run(long lines, int size, bool inverse, float* re, float* im, float* toRe, float* toIm)
    {
        var job = new Job { Size = size, Inverse = inverse, Re = re, Im = im, ToRe = toRe, ToIm = toIm };
        Ranges.Run(ref job, lines, 16L * size);
    }

    private struct Job : IRangeJob
    {
        public int Size;
        public bool Inverse;
        public float* Re;
        public float* Im;
        public float* ToRe;
        public float* ToIm;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            using var memory = new PooledMemory(2L * Size * sizeof(double));
            Span<double> re = new(memory.Pointer, Size), im = new((double*)memory.Pointer + Size, Size);
            FourierPlan plan = FourierPlan.For(Size, Inverse);
            for (long line = first; line < end; line++)
            {
                long at = line * Size;
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>(Re + at, Size), re);
                TensorPrimitives.ConvertTruncating(new ReadOnlySpan<float>(Im + at, Size), im);
                plan.Run(re, im);
                TensorPrimitives.ConvertTruncating(re, new Span<float>(ToRe + at, Size));
                TensorPrimitives.ConvertTruncating(im, new Span<float>(ToIm + at, Size));
            }
        }
    }
}
