using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// Depthwise convolution: every channel has filters of its own. There is no matrix product in it; the kernels run over channels,
/// which lie side by side. With more than one filter a channel ("depth multiplier") the input is first repeated
/// to the number of outputs, which turns the problem into one filter a channel.
/// </summary>
internal static unsafe class Depthwise
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in ConvShape s, float* x, float* w, float* y, in Epilogue e)
    {
        if (RunThree(in s, x, w, y, in e, input: false))
        {
            return;
        }
        var job = new DepthwiseForward { S = s, X = Expand(in s, x), Weights = w, Y = y, E = e };
        job.S.C = s.OC;
        WorkerPool.Run(ref job, s.N * s.OH);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(in ConvShape s, float* dy, float* w, float* dx)
    {
        if (s.StrideH == 1 && RunThree(in s, dy, w, dx, default, input: true))
        {
            return;
        }
        long pixels = (long)s.N * s.H * s.W;
        bool expanded = s.OC != s.C;
        float* target = expanded ? Scratch.Get<float>(pixels * s.OC, ScratchSlot.Kernel) : dx;
        var job = new DepthwiseInput { S = s, Dy = dy, Weights = w, Dx = target };
        job.S.C = s.OC;
        WorkerPool.Run(ref job, s.N * s.H);
        if (!expanded)
        {
            return;
        }
        int multiplier = s.OC / s.C;
        for (long i = 0; i < pixels * s.C; i++)
        {
            float sum = 0;
            for (int j = 0; j < multiplier; j++)
            {
                sum += *target++;
            }
            dx[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FilterGradient(in ConvShape s, float* x, float* dy, float* dw)
    {
        const int MaxChunks = 32;
        int rows = s.N * s.OH;
        int size = s.KH * s.KW * s.OC;
        // The sum is cut at places that depend on the shape alone, and put together in order.
        int perChunk = Math.Max(1, (rows + MaxChunks - 1) / MaxChunks);
        int chunks = (rows + perChunk - 1) / perChunk;
        float* partials = Scratch.Get<float>((long)Math.Max(1, chunks) * size, ScratchSlot.Partials);
        var job = new DepthwiseFilter { S = s, X = Expand(in s, x), Dy = dy, Partials = partials, Rows = rows, PerChunk = perChunk };
        job.S.C = s.OC;
        WorkerPool.Run(ref job, chunks);
        new Span<float>(dw, size).Clear();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            float* from = partials + ((long)chunk * size);
            for (int i = 0; i < size; i++)
            {
                dw[i] += from[i];
            }
        }
    }

    /// <summary>Runs the kernel for 3x3 filters, where it takes the convolution; forward, or for the gradient of the input.</summary>
    private static bool RunThree(in ConvShape s, float* from, float* w, float* to, in Epilogue e, bool input) => SimdLevel.Bits switch
    {
        512 => RunThree<Simd512<float>, Vector512<float>>(in s, from, w, to, in e, input),
        256 => RunThree<Simd256<float>, Vector256<float>>(in s, from, w, to, in e, input),
        _ => RunThree<Simd128<float>, Vector128<float>>(in s, from, w, to, in e, input),
    };

    private static bool RunThree<S, V>(in ConvShape s, float* from, float* w, float* to, in Epilogue e, bool input)
        where S : ISimd<V, float>
        where V : struct
    {
        if (!DepthwiseThree<S, V>.Fits(in s))
        {
            return false;
        }
        if (input)
        {
            DepthwiseThree<S, V>.RunInputGradient(in s, from, w, to);
        }
        else
        {
            DepthwiseThree<S, V>.Run(in s, from, w, to, in e);
        }
        return true;
    }

    private static float* Expand(in ConvShape s, float* x)
    {
        if (s.OC == s.C)
        {
            return x;
        }
        int multiplier = s.OC / s.C;
        long count = (long)s.N * s.H * s.W * s.C;
        float* expanded = Scratch.Get<float>(count * multiplier, ScratchSlot.Kernel);
        float* to = expanded;
        for (long i = 0; i < count; i++)
        {
            for (int j = 0; j < multiplier; j++)
            {
                *to++ = x[i];
            }
        }
        return expanded;
    }

    /// <summary>y[c] = sum over taps of a[tap][c] * b[tap][c] at the current vector width, then the epilogue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SumOfProducts(int taps, float** a, float** b, int channels, float* y, float* bias, float* residual, float low, float high)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                SumOfProducts<Simd512<float>, Vector512<float>>(taps, a, b, channels, y, bias, residual, low, high);
                break;
            case 256:
                SumOfProducts<Simd256<float>, Vector256<float>>(taps, a, b, channels, y, bias, residual, low, high);
                break;
            default:
                SumOfProducts<Simd128<float>, Vector128<float>>(taps, a, b, channels, y, bias, residual, low, high);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumOfProducts<S, V>(
        int taps, float** a, float** b, int channels, float* y, float* bias, float* residual, float low, float high)
        where S : ISimd<V, float>
        where V : struct
    {
        int w = S.Count, c = 0;
        for (; c + (4 * w) <= channels; c += 4 * w)
        {
            V s0 = S.Zero, s1 = S.Zero, s2 = S.Zero, s3 = S.Zero;
            for (int t = 0; t < taps; t++)
            {
                float* p = a[t] + c, q = b[t] + c;
                s0 = S.Fma(S.Load(p), S.Load(q), s0);
                s1 = S.Fma(S.Load(p + w), S.Load(q + w), s1);
                s2 = S.Fma(S.Load(p + (2 * w)), S.Load(q + (2 * w)), s2);
                s3 = S.Fma(S.Load(p + (3 * w)), S.Load(q + (3 * w)), s3);
            }
            Finish<S, V>(s0, c, y, bias, residual, low, high);
            Finish<S, V>(s1, c + w, y, bias, residual, low, high);
            Finish<S, V>(s2, c + (2 * w), y, bias, residual, low, high);
            Finish<S, V>(s3, c + (3 * w), y, bias, residual, low, high);
        }
        for (; c + w <= channels; c += w)
        {
            V s0 = S.Zero;
            for (int t = 0; t < taps; t++)
            {
                s0 = S.Fma(S.Load(a[t] + c), S.Load(b[t] + c), s0);
            }
            Finish<S, V>(s0, c, y, bias, residual, low, high);
        }
        for (; c < channels; c++)
        {
            float sum = 0;
            for (int t = 0; t < taps; t++)
            {
                sum += a[t][c] * b[t][c];
            }
            sum += bias is null ? 0 : bias[c];
            sum += residual is null ? 0 : residual[c];
            y[c] = MathF.Min(high, MathF.Max(low, sum));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<S, V>(V sum, int c, float* y, float* bias, float* residual, float low, float high)
        where S : ISimd<V, float>
        where V : struct
    {
        if (bias is not null)
        {
            sum = S.Add(sum, S.Load(bias + c));
        }
        if (residual is not null)
        {
            sum = S.Add(sum, S.Load(residual + c));
        }
        S.Store(S.MinNative(S.Splat(high), S.MaxNative(S.Splat(low), sum)), y + c);
    }
}

/// <summary>One row of the result.</summary>
internal unsafe struct DepthwiseForward : IParallelJob
{
    public ConvShape S;
    public float* X;
    public float* Weights;
    public float* Y;
    public Epilogue E;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        int n = index / S.OH, oy = index % S.OH, channels = S.C;
        float** a = stackalloc float*[2 * S.KH * S.KW];
        float** b = a + (S.KH * S.KW);
        bool active = E.Activation != EpilogueActivation.None;
        float low = active ? 0 : float.NegativeInfinity, high = Gemm.Gemm.UpperBound(E.Activation);
        for (int ox = 0; ox < S.OW; ox++)
        {
            int taps = 0;
            for (int kh = 0; kh < S.KH; kh++)
            {
                int iy = (oy * S.StrideH) + (kh * S.DilationH) - S.PadTop;
                if ((uint)iy >= (uint)S.H)
                {
                    continue;
                }
                float* row = X + ((((long)n * S.H) + iy) * S.W * channels);
                for (int kw = 0; kw < S.KW; kw++)
                {
                    int ix = (ox * S.StrideW) + (kw * S.DilationW) - S.PadLeft;
                    if ((uint)ix < (uint)S.W)
                    {
                        a[taps] = row + ((long)ix * channels);
                        b[taps++] = Weights + (((kh * S.KW) + kw) * channels);
                    }
                }
            }
            long pixel = ((long)index * S.OW) + ox;
            float* residual = E.Residual is null ? null : E.Residual + (pixel * E.LdResidual);
            Depthwise.SumOfProducts(taps, a, b, channels, Y + (pixel * channels), E.Bias, residual, low, high);
        }
    }
}

/// <summary>One row of the gradient of the input: each pixel collects from the output pixels that read it.</summary>
internal unsafe struct DepthwiseInput : IParallelJob
{
    public ConvShape S;
    public float* Dy;
    public float* Weights;
    public float* Dx;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int index)
    {
        int n = index / S.H, iy = index % S.H, channels = S.C;
        float** a = stackalloc float*[2 * S.KH * S.KW];
        float** b = a + (S.KH * S.KW);
        for (int ix = 0; ix < S.W; ix++)
        {
            int taps = 0;
            for (int kh = 0; kh < S.KH; kh++)
            {
                int y = iy + S.PadTop - (kh * S.DilationH);
                if (y < 0 || y % S.StrideH != 0 || y / S.StrideH >= S.OH)
                {
                    continue;
                }
                float* row = Dy + ((((long)n * S.OH) + (y / S.StrideH)) * S.OW * channels);
                for (int kw = 0; kw < S.KW; kw++)
                {
                    int x = ix + S.PadLeft - (kw * S.DilationW);
                    if (x >= 0 && x % S.StrideW == 0 && x / S.StrideW < S.OW)
                    {
                        a[taps] = row + ((long)(x / S.StrideW) * channels);
                        b[taps++] = Weights + (((kh * S.KW) + kw) * channels);
                    }
                }
            }
            float* to = Dx + ((((long)index * S.W) + ix) * channels);
            Depthwise.SumOfProducts(taps, a, b, channels, to, null, null, float.NegativeInfinity, float.PositiveInfinity);
        }
    }
}

/// <summary>The filter gradient of some output rows.</summary>
internal unsafe struct DepthwiseFilter : IParallelJob
{
    public ConvShape S;
    public float* X;
    public float* Dy;
    public float* Partials;
    public int Rows;
    public int PerChunk;

    public void Run(int index)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                Run<Simd512<float>, Vector512<float>>(index);
                break;
            case 256:
                Run<Simd256<float>, Vector256<float>>(index);
                break;
            default:
                Run<Simd128<float>, Vector128<float>>(index);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Run<TSimd, V>(int index)
        where TSimd : ISimd<V, float>
        where V : struct
    {
        int size = S.KH * S.KW * S.C;
        float* sums = Partials + ((long)index * size);
        new Span<float>(sums, size).Clear();
        int end = Math.Min(Rows, (index + 1) * PerChunk);
        for (int row = index * PerChunk; row < end; row++)
        {
            int n = row / S.OH, oy = row % S.OH;
            for (int kh = 0; kh < S.KH; kh++)
            {
                int iy = (oy * S.StrideH) + (kh * S.DilationH) - S.PadTop;
                if ((uint)iy >= (uint)S.H)
                {
                    continue;
                }
                for (int kw = 0; kw < S.KW; kw++)
                {
                    int ix0 = (kw * S.DilationW) - S.PadLeft;
                    int low = ix0 >= 0 ? 0 : (-ix0 + S.StrideW - 1) / S.StrideW;
                    int high = S.W - 1 - ix0 < 0 ? -1 : Math.Min(S.OW - 1, (S.W - 1 - ix0) / S.StrideW);
                    if (low <= high)
                    {
                        float* x = X + ((((((long)n * S.H) + iy) * S.W) + ((long)low * S.StrideW) + ix0) * S.C);
                        float* dy = Dy + ((((long)row * S.OW) + low) * S.C);
                        AddRow<TSimd, V>(x, dy, high - low + 1, S.StrideW * S.C, S.C, sums + (((kh * S.KW) + kw) * S.C));
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRow<TSimd, V>(float* x, float* dy, int count, nint stepX, int channels, float* sums)
        where TSimd : ISimd<V, float>
        where V : struct
    {
        int w = TSimd.Count, c = 0;
        for (; c + (4 * w) <= channels; c += 4 * w)
        {
            float* p = x + c, q = dy + c;
            V s0 = TSimd.Load(sums + c), s1 = TSimd.Load(sums + c + w);
            V s2 = TSimd.Load(sums + c + (2 * w)), s3 = TSimd.Load(sums + c + (3 * w));
            for (int i = 0; i < count; i++)
            {
                s0 = TSimd.Fma(TSimd.Load(p), TSimd.Load(q), s0);
                s1 = TSimd.Fma(TSimd.Load(p + w), TSimd.Load(q + w), s1);
                s2 = TSimd.Fma(TSimd.Load(p + (2 * w)), TSimd.Load(q + (2 * w)), s2);
                s3 = TSimd.Fma(TSimd.Load(p + (3 * w)), TSimd.Load(q + (3 * w)), s3);
                p += stepX;
                q += channels;
            }
            TSimd.Store(s0, sums + c);
            TSimd.Store(s1, sums + c + w);
            TSimd.Store(s2, sums + c + (2 * w));
            TSimd.Store(s3, sums + c + (3 * w));
        }
        for (; c + w <= channels; c += w)
        {
            float* p = x + c, q = dy + c;
            V s0 = TSimd.Load(sums + c);
            for (int i = 0; i < count; i++)
            {
                s0 = TSimd.Fma(TSimd.Load(p), TSimd.Load(q), s0);
                p += stepX;
                q += channels;
            }
            TSimd.Store(s0, sums + c);
        }
        for (; c < channels; c++)
        {
            float sum = sums[c];
            for (int i = 0; i < count; i++)
            {
                sum += x[(i * stepX) + c] * dy[((nint)i * channels) + c];
            }
            sums[c] = sum;
        }
    }
}
