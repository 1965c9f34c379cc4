using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Reduction;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>LSTM over whole sequences, with tanh and sigmoid.</summary>
/// <remarks>
/// The inputs of all steps go through one GEMM. Then threads take sequences, not steps: each runs its part of the batch through
/// all of time by itself, with the packed recurrent kernel shared, so nobody waits between steps. The weight
/// gradients are GEMMs over all steps at the end.
/// </remarks>
internal static unsafe class Lstm
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(
        int n, int t, int i, int u, float* x, float* kernel, float* recurrent, float* bias, float* h0, float* c0, bool reverse,
        float* y, float* gates, float* cells)
    {
        LstmProblem p = Problem(n, t, i, u, x, kernel, recurrent, h0, c0, reverse, y, gates, cells);
        p.Bias = bias;
        Gemm.Gemm.Run(n * t, 4 * u, i, x, i, false, kernel, 4 * u, false, gates, 4 * u, 0, new Gemm.Epilogue { Bias = bias });
        switch (SimdLevel.Bits)
        {
            case 512:
                LstmSteps<Simd512<float>, Vector512<float>>.Forward(in p);
                break;
            case 256:
                LstmSteps<Simd256<float>, Vector256<float>>.Forward(in p);
                break;
            default:
                LstmSteps<Simd128<float>, Vector128<float>>.Forward(in p);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gradient(
        int n, int t, int i, int u, float* x, float* kernel, float* recurrent, float* h0, float* c0, bool reverse, float* y, float* gates,
        float* cells, float* dy, float* dhT, float* dcT, float* dx, float* dkernel, float* drecurrent, float* dbias, float* dh0, float* dc0)
    {
        LstmProblem p = Problem(n, t, i, u, x, kernel, recurrent, h0, c0, reverse, y, gates, cells);
        var g = new LstmGradients
        {
            Dy = dy, DhT = dhT, DcT = dcT, Dx = dx, DKernel = dkernel, DRecurrent = drecurrent, DBias = dbias, Dh0 = dh0, Dc0 = dc0,
        };
        long steps = (long)n * t, size = (long)n * u;
        long packed = ((long)(u + 31) / 32 * 32) * 4 * u;
        float* memory = Scratch.Get<float>((steps * 5 * u) + (2 * size) + packed, ScratchSlot.Kernel);
        float* dGates = memory, before = dGates + (steps * 4 * u), dh = before + (steps * u), dc = dh + size, panels = dc + size;
        Copy(dhT, dh, size);
        Copy(dcT, dc, size);
        switch (SimdLevel.Bits)
        {
            case 512:
                LstmSteps<Simd512<float>, Vector512<float>>.Backward(in p, in g, dGates, dh, dc, panels);
                break;
            case 256:
                LstmSteps<Simd256<float>, Vector256<float>>.Backward(in p, in g, dGates, dh, dc, panels);
                break;
            default:
                LstmSteps<Simd128<float>, Vector128<float>>.Backward(in p, in g, dGates, dh, dc, panels);
                break;
        }
        if (dh0 is not null)
        {
            Copy(dh, dh0, size);
        }
        if (dc0 is not null)
        {
            Copy(dc, dc0, size);
        }
        if (dx is not null)
        {
            Gemm.Gemm.Run(n * t, i, 4 * u, dGates, 4 * u, false, kernel, 4 * u, true, dx, i, 0, default);
        }
        if (dkernel is not null)
        {
            Gemm.Gemm.Run(i, 4 * u, n * t, x, i, true, dGates, 4 * u, false, dkernel, 4 * u, 0, default);
        }
        if (drecurrent is not null)
        {
            for (int row = 0; row < n; row++)
            {
                for (int step = 0; step < t; step++)
                {
                    Copy(p.HiddenBefore(row, step), before + ((((long)row * t) + p.Time(step)) * u), u);
                }
            }
            Gemm.Gemm.Run(u, 4 * u, n * t, before, u, true, dGates, 4 * u, false, drecurrent, 4 * u, 0, default);
        }
        if (dbias is not null)
        {
            Reduce.Sum(1, steps, 4L * u, dGates, dbias);
        }
    }

    private static LstmProblem Problem(
        int n, int t, int i, int u, float* x, float* kernel, float* recurrent, float* h0, float* c0, bool reverse, float* y, float* gates,
        float* cells) => new()
        {
            N = n, T = t, I = i, U = u, X = x, Kernel = kernel, Recurrent = recurrent, H0 = h0, C0 = c0, Reverse = reverse, Y = y, Gates = gates,
            Cells = cells,
        };

    /// <summary>Copies, or clears if there is nothing to copy.</summary>
    private static void Copy(float* from, float* to, long count)
    {
        if (from is null)
        {
            new Span<float>(to, (int)count).Clear();
        }
        else
        {
            new ReadOnlySpan<float>(from, (int)count).CopyTo(new Span<float>(to, (int)count));
        }
    }
}
