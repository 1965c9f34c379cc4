using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>A run of the reduction: <see cref="Length"/> steps through A and B with constant strides.</summary>
internal unsafe struct Segment<T>
    where T : unmanaged
{
    public T* A;
    public T* B;
    public nint Length;
}

/// <summary>
/// The innermost loops of matrix products: a tile of 6 rows by 2 vectors of C is held in 12 registers while the reduction
/// runs. A step loads two vectors of B, broadcasts six elements of A and issues 12 multiply-adds. That is 12 independent
/// chains, enough to hide the latency of two multiply-add units, and 8 loads for 12 operations, so that the
/// multiply-adds are the bottleneck; with 2 vectors of B and one of A it just fits the 16 registers of AVX2. Where there are
/// 32 registers, kernels that go through many tiles take two of them at a time (<see cref="HasManyRegisters"/>).
/// </summary>
/// <remarks>
/// The two kernels differ in how they find A. <see cref="Rows"/> follows six row pointers, each contiguous along the
/// reduction: a row-major A, or image pixels (a segment is then one filter tap). <see cref="Columns"/> reads six
/// neighbours at each step: packed panels, a transposed A, or the channels of a pixel.
/// Each element of C is summed by one chain in the order of the reduction, whatever tile it falls in. So results depend
/// neither on tiling nor on threads.
/// </remarks>
internal static unsafe partial class MicroKernel
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 6;

    /// <summary>
    /// C tile = sum over segments and p of rows[6 * segment + i][p] * b. B goes on by <paramref name="ldb"/> a step, through all segments.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows<S, V, T>(nint segments, nint length, T** rows, T* b, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        PrefetchC<S, V, T>(o->C, o->Ldc);
        V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
        V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
        for (nint s = 0; s < segments; s++)
        {
            T* a0 = rows[0], a1 = rows[1], a2 = rows[2], a3 = rows[3], a4 = rows[4], a5 = rows[5];
            rows += TileRows;
            for (nint p = 0; p < length; p++)
            {
                V b0 = S.Load(b), b1 = S.Load(b + S.Count);
                b += ldb;
                V a = S.Splat(a0[p]);
                c00 = S.Fma(a, b0, c00);
                c01 = S.Fma(a, b1, c01);
                a = S.Splat(a1[p]);
                c10 = S.Fma(a, b0, c10);
                c11 = S.Fma(a, b1, c11);
                a = S.Splat(a2[p]);
                c20 = S.Fma(a, b0, c20);
                c21 = S.Fma(a, b1, c21);
                a = S.Splat(a3[p]);
                c30 = S.Fma(a, b0, c30);
                c31 = S.Fma(a, b1, c31);
                a = S.Splat(a4[p]);
                c40 = S.Fma(a, b0, c40);
                c41 = S.Fma(a, b1, c41);
                a = S.Splat(a5[p]);
                c50 = S.Fma(a, b0, c50);
                c51 = S.Fma(a, b1, c51);
            }
        }
        Store<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
    }

    /// <summary>
    /// C tile = sum over segments and p of segment.A[offsetA + p * lda + i] * segment.B[offsetB + p * ldb]. The offsets let a list
    /// of segments be reused for other rows and columns.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns<S, V, T>(
        nint segments, Segment<T>* segment, nint offsetA, nint offsetB, nint lda, nint ldb, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        PrefetchC<S, V, T>(o->C, o->Ldc);
        V c00 = S.Zero, c01 = S.Zero, c10 = S.Zero, c11 = S.Zero, c20 = S.Zero, c21 = S.Zero;
        V c30 = S.Zero, c31 = S.Zero, c40 = S.Zero, c41 = S.Zero, c50 = S.Zero, c51 = S.Zero;
        for (nint s = 0; s < segments; s++)
        {
            T* a = segment->A + offsetA, b = segment->B + offsetB;
            nint length = segment->Length;
            segment++;
            for (nint p = 0; p < length; p++)
            {
                Step<S, V, T>(a, b, 0, ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51);
                a += lda;
                b += ldb;
            }
        }
        Store<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
    }

    /// <summary>Asks for the rows of the result while the reduction runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchC<S, V, T>(T* c, nint ldc)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            PrefetchRows(c, ldc);
            if (HasManyRegisters<S, V, T>())
            {
                // Each of the two vectors is a cache line.
                PrefetchRows(c + S.Count, ldc);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchRows<T>(T* c, nint ldc)
        where T : unmanaged
    {
        Sse.Prefetch0(c);
        Sse.Prefetch0(c + ldc);
        Sse.Prefetch0(c + (2 * ldc));
        Sse.Prefetch0(c + (3 * ldc));
        Sse.Prefetch0(c + (4 * ldc));
        Sse.Prefetch0(c + (5 * ldc));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<S, V, T>(
        ref V c00, ref V c01, ref V c10, ref V c11, ref V c20, ref V c21, ref V c30, ref V c31, ref V c40, ref V c41, ref V c50, ref V c51,
        TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        nint w = S.Count;
        if (o->Columns == 2 * S.Count)
        {
            if (o->FirstRow == 0 && o->LastRow == TileRows)
            {
                StoreWhole<S, V, T>(ref c00, ref c01, ref c10, ref c11, ref c20, ref c21, ref c30, ref c31, ref c40, ref c41, ref c50, ref c51, o);
                return;
            }
            StoreRow<S, V, T>(0, c00, c01, o);
            StoreRow<S, V, T>(1, c10, c11, o);
            StoreRow<S, V, T>(2, c20, c21, o);
            StoreRow<S, V, T>(3, c30, c31, o);
            StoreRow<S, V, T>(4, c40, c41, o);
            StoreRow<S, V, T>(5, c50, c51, o);
            return;
        }
        T* t = o->Spill;
        S.Store(c00, t);
        S.Store(c01, t + w);
        S.Store(c10, t + (2 * w));
        S.Store(c11, t + (3 * w));
        S.Store(c20, t + (4 * w));
        S.Store(c21, t + (5 * w));
        S.Store(c30, t + (6 * w));
        S.Store(c31, t + (7 * w));
        S.Store(c40, t + (8 * w));
        S.Store(c41, t + (9 * w));
        S.Store(c50, t + (10 * w));
        S.Store(c51, t + (11 * w));
        StorePartial<S, V, T>(o);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<S, V, T>(int row, V v0, V v1, TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (row < o->FirstRow || row >= o->LastRow)
        {
            return;
        }
        T* c = o->C + (row * o->Ldc);
        TileFlags flags = o->Flags;
        if (flags != TileFlags.None)
        {
            if ((flags & TileFlags.Accumulate) != 0)
            {
                v0 = S.Add(v0, S.Load(c));
                v1 = S.Add(v1, S.Load(c + S.Count));
            }
            if ((flags & TileFlags.Bias) != 0)
            {
                v0 = S.Add(v0, S.Load(o->Bias));
                v1 = S.Add(v1, S.Load(o->Bias + S.Count));
            }
            if ((flags & TileFlags.Residual) != 0)
            {
                T* r = o->Residual + (row * o->LdResidual);
                v0 = S.Add(v0, S.Load(r));
                v1 = S.Add(v1, S.Load(r + S.Count));
            }
            if ((flags & TileFlags.Clamp) != 0)
            {
                // Constants first, so that NaN comes out as NaN.
                V lo = S.Splat(o->Lo), hi = S.Splat(o->Hi);
                v0 = S.MinNative(hi, S.MaxNative(lo, v0));
                v1 = S.MinNative(hi, S.MaxNative(lo, v1));
            }
        }
        S.Store(v0, c);
        S.Store(v1, c + S.Count);
    }

    /// <summary>Stores the leading columns of a spilled tile: a whole vector if there is one, and single elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void StorePartial<S, V, T>(TileOutput<T>* o)
        where S : ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int w = S.Count, columns = o->Columns;
        TileFlags flags = o->Flags;
        for (int row = o->FirstRow; row < o->LastRow; row++)
        {
            T* c = o->C + (row * o->Ldc), r = o->Residual + (row * o->LdResidual), t = o->Spill + (row * 2 * w);
            int j = 0;
            if (columns >= w)
            {
                V v = S.Load(t);
                v = (flags & TileFlags.Accumulate) != 0 ? S.Add(v, S.Load(c)) : v;
                v = (flags & TileFlags.Bias) != 0 ? S.Add(v, S.Load(o->Bias)) : v;
                v = (flags & TileFlags.Residual) != 0 ? S.Add(v, S.Load(r)) : v;
                v = (flags & TileFlags.Clamp) != 0 ? S.MinNative(S.Splat(o->Hi), S.MaxNative(S.Splat(o->Lo), v)) : v;
                S.Store(v, c);
                j = w;
            }
            for (; j < columns; j++)
            {
                T x = t[j];
                x = (flags & TileFlags.Accumulate) != 0 ? Scalar.Add(x, c[j]) : x;
                x = (flags & TileFlags.Bias) != 0 ? Scalar.Add(x, o->Bias[j]) : x;
                x = (flags & TileFlags.Residual) != 0 ? Scalar.Add(x, r[j]) : x;
                c[j] = (flags & TileFlags.Clamp) != 0 ? Scalar.Clamp(x, o->Lo, o->Hi) : x;
            }
        }
    }
}
