using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Random;

/// <summary>Standard normal numbers by Box and Muller's transform (1958) of two uniform ones each, which do not leave the first-level cache.</summary>
internal static unsafe class NormalNumbers
{
    /// <summary>dst[i] = √(-2 log(1 - u[i])) cos(2π u[count + i]), where u are the units of <see cref="Philox.Units"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(uint key0, uint key1, float* dst, long count)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                At<Simd512<float>, Vector512<float>>(key0, key1, dst, count);
                break;
            case 256:
                At<Simd256<float>, Vector256<float>>(key0, key1, dst, count);
                break;
            default:
                At<Simd128<float>, Vector128<float>>(key0, key1, dst, count);
                break;
        }
    }

    private static void At<S, V>(uint key0, uint key1, float* dst, long count)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        var job = new Job<S, V> { Key0 = key0, Key1 = key1, To = dst, Count = count };
        Ranges.Run(ref job, (count + Job<S, V>.Chunk - 1) / Job<S, V>.Chunk, 8 * Job<S, V>.Chunk);
    }

    private struct Job<S, V> : IRangeJob
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct
    {
        /// <summary>Numbers made together.</summary>
        public const int Chunk = 1024;

        private const double Turn = 2 * Math.PI;

        public uint Key0;
        public uint Key1;
        public float* To;
        public long Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run(long first, long end)
        {
            const int Room = Chunk + (2 * Philox.GroupWords);
            float* firstRoom = stackalloc float[Room], secondRoom = stackalloc float[Room];
            for (long chunk = first; chunk < end; chunk++)
            {
                long start = chunk * Chunk;
                int count = (int)Math.Min(Chunk, Count - start), i = 0;
                float* lengths = Philox.Units(Key0, Key1, start, count, firstRoom), angles = Philox.Units(Key0, Key1, Count + start, count, secondRoom), to = To + start;
                for (; i + S.Count <= count; i += S.Count)
                {
                    S.Store(Transform(S.Load(lengths + i), S.Load(angles + i)), to + i);
                }

                if (i < count)
                {
                    V last = Transform(Lanes<S, V, float>.Load(lengths + i, count - i, 0), Lanes<S, V, float>.Load(angles + i, count - i, 0));
                    Lanes<S, V, float>.Store(last, to + i, count - i);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Transform(V length, V angle)
        {
            V radius = S.Sqrt(S.Mul(MathCore<S, V>.Log(S.Sub(S.Splat(1), length)), S.Splat(-2)));

            // cos(2πu) = sin(2π(1/4 - |u|)) for the u nearest to 0: the sine of at most a quarter turn, by its series, whose next term is below 1e-9.
            V quarter = S.Sub(S.Splat(0.25f), S.Abs(S.Sub(angle, S.RoundToEven(angle)))), square = S.Mul(quarter, quarter);
            V sum = S.Splat((float)(Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn / 6227020800));
            sum = S.Fma(sum, square, S.Splat((float)(-Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn / 39916800)));
            sum = S.Fma(sum, square, S.Splat((float)(Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn * Turn / 362880)));
            sum = S.Fma(sum, square, S.Splat((float)(-Turn * Turn * Turn * Turn * Turn * Turn * Turn / 5040)));
            sum = S.Fma(sum, square, S.Splat((float)(Turn * Turn * Turn * Turn * Turn / 120)));
            sum = S.Fma(sum, square, S.Splat((float)(-Turn * Turn * Turn / 6)));
            sum = S.Fma(sum, square, S.Splat((float)Turn));
            return S.Mul(radius, S.Mul(sum, quarter));
        }
    }
}
