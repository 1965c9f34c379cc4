using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Maths;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>The steps of an LSTM forwards and backwards in time, by parts of the batch.</summary>
internal static unsafe class LstmSteps<S, V>
    where S : ISimd<V, float>, ISimdBits<V>
    where V : struct
{
    private const int TileRows = MicroKernel.TileRows;

    private static int Width => 2 * S.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in LstmProblem p)
    {
        int columns = 4 * p.U, panels = (columns + Width - 1) / Width;
        float* packed = Scratch.Get<float>((long)panels * Width * p.U, ScratchSlot.Kernel);
        for (int panel = 0; panel < panels; panel++)
        {
            int count = Math.Min(Width, columns - (panel * Width));
            Packing.PanelB<S, V, float>(p.Recurrent + (panel * Width), columns, p.U, count, packed + ((nint)panel * Width * p.U));
        }
        var job = new Job { P = p, Packed = packed };
        Start(ref job);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(in LstmProblem p, in LstmGradients g, float* dGates, float* dh, float* dc, float* packed)
    {
        int k = 4 * p.U, panels = (p.U + Width - 1) / Width;
        for (int panel = 0; panel < panels; panel++)
        {
            int count = Math.Min(Width, p.U - (panel * Width));
            Packing.PanelBTransposed(p.Recurrent + ((nint)panel * Width * k), k, k, count, Width, packed + ((nint)panel * Width * k));
        }
        var job = new Job { P = p, Packed = packed, Backward = true, G = g, DGates = dGates, Dh = dh, Dc = dc };
        Start(ref job);
    }

    private static void Start(ref Job job)
    {
        long work = (long)job.P.N * job.P.T * job.P.U * job.P.U * 4;
        int threads = work < 1 << 17 ? 1 : WorkerPool.EffectiveThreads;
        int parts = Math.Clamp(threads, 1, Math.Max(1, job.P.N / 3));
        job.RowsPerPart = (job.P.N + parts - 1) / parts;
        WorkerPool.Run(ref job, (job.P.N + job.RowsPerPart - 1) / job.RowsPerPart);
    }

    private struct Job : IParallelJob
    {
        public LstmProblem P;
        public float* Packed;
        public int RowsPerPart;
        public bool Backward;
        public LstmGradients G;
        public float* DGates;
        public float* Dh;
        public float* Dc;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(int index)
        {
            int first = index * RowsPerPart, end = Math.Min(P.N, first + RowsPerPart);
            for (int i = 0; i < P.T; i++)
            {
                if (Backward)
                {
                    int step = P.T - 1 - i;
                    for (int n = first; n < end; n++)
                    {
                        GateGradients(n, step);
                    }
                    // dh before the step = dGates R^T.
                    float* rows = DGates + ((((long)first * P.T) + P.Time(step)) * 4 * P.U);
                    Multiply(end - first, rows, (nint)P.T * 4 * P.U, 4 * P.U, P.U, Dh + ((long)first * P.U), P.U, TileFlags.None);
                }
                else
                {
                    float* before = P.HiddenBefore(first, i);
                    if (before is not null)
                    {
                        nint stride = i > 0 ? (nint)P.T * P.U : P.U;
                        float* gates = P.Gates + ((((long)first * P.T) + P.Time(i)) * 4 * P.U);
                        Multiply(end - first, before, stride, P.U, 4 * P.U, gates, (nint)P.T * 4 * P.U, TileFlags.Accumulate);
                    }
                    for (int n = first; n < end; n++)
                    {
                        Activate(n, i);
                    }
                }
            }
        }

        /// <summary>C = A B (+ C) with the packed B, for the rows of this part.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Multiply(int count, float* a, nint lda, int k, int columns, float* c, nint ldc, TileFlags flags)
        {
            float* spill = stackalloc float[12 * 16];
            float** rows = stackalloc float*[TileRows];
            TileOutput<float> o = default;
            o.Spill = spill;
            o.Flags = flags;
            o.Ldc = ldc;
            for (int column = 0; column < columns; column += Width)
            {
                o.Columns = Math.Min(Width, columns - column);
                for (int row = 0; row < count; row += TileRows)
                {
                    for (int i = 0; i < TileRows; i++)
                    {
                        rows[i] = a + (Math.Min(row + i, count - 1) * lda);
                    }
                    o.LastRow = Math.Min(TileRows, count - row);
                    o.C = c + (row * ldc) + column;
                    MicroKernel.Rows<S, V, float>(1, k, rows, Packed + ((nint)column * k), Width, &o);
                }
            }
        }

        /// <summary>c = f c' + i g, h = o tanh(c); the gates are replaced by their activations.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Activate(int n, int step)
        {
            int u = P.U, w = S.Count;
            long at = ((long)n * P.T) + P.Time(step);
            float* gates = P.Gates + (at * 4 * u), cell = P.Cells + (at * u), y = P.Y + (at * u), old = P.CellBefore(n, step);
            int j = 0;
            for (; j + w <= u; j += w)
            {
                ActivateUnits(gates + j, cell + j, y + j, old is null ? null : old + j, u, w);
            }
            if (j < u)
            {
                ActivateUnits(gates + j, cell + j, y + j, old is null ? null : old + j, u, u - j);
            }
        }

        /// <summary>One vector of units. With a constant count the handling of partial vectors disappears.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void ActivateUnits(float* gates, float* cell, float* y, float* old, int u, int count)
        {
            V i = MathCore<S, V>.Sigmoid(Lanes<S, V, float>.Load(gates, count, 0));
            V f = MathCore<S, V>.Sigmoid(Lanes<S, V, float>.Load(gates + u, count, 0));
            V g = MathCore<S, V>.Tanh(Lanes<S, V, float>.Load(gates + (2 * u), count, 0));
            V o = MathCore<S, V>.Sigmoid(Lanes<S, V, float>.Load(gates + (3 * u), count, 0));
            V c = S.Mul(i, g);
            if (old is not null)
            {
                c = S.Fma(f, Lanes<S, V, float>.Load(old, count, 0), c);
            }
            Lanes<S, V, float>.Store(i, gates, count);
            Lanes<S, V, float>.Store(f, gates + u, count);
            Lanes<S, V, float>.Store(g, gates + (2 * u), count);
            Lanes<S, V, float>.Store(o, gates + (3 * u), count);
            Lanes<S, V, float>.Store(c, cell, count);
            Lanes<S, V, float>.Store(S.Mul(o, MathCore<S, V>.Tanh(c)), y, count);
        }

        /// <summary>Gradients before the activations of the gates, from dh and dc after the step; dc becomes that before the step.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void GateGradients(int n, int step)
        {
            int u = P.U, w = S.Count;
            long at = ((long)n * P.T) + P.Time(step);
            float* gates = P.Gates + (at * 4 * u), cell = P.Cells + (at * u), old = P.CellBefore(n, step), to = DGates + (at * 4 * u);
            float* dy = G.Dy is null ? null : G.Dy + (at * u), dhRow = Dh + ((long)n * u), dcRow = Dc + ((long)n * u);
            int j = 0;
            for (; j + w <= u; j += w)
            {
                UnitGradients(gates + j, cell + j, old is null ? null : old + j, dy is null ? null : dy + j, dhRow + j, dcRow + j, to + j, u, w);
            }
            if (j < u)
            {
                UnitGradients(gates + j, cell + j, old is null ? null : old + j, dy is null ? null : dy + j, dhRow + j, dcRow + j, to + j, u, u - j);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static void UnitGradients(
            float* gates, float* cell, float* old, float* dy, float* dhRow, float* dcRow, float* to, int u, int count)
        {
            V one = S.Splat(1f);
            V i = Lanes<S, V, float>.Load(gates, count, 0), f = Lanes<S, V, float>.Load(gates + u, count, 0);
            V g = Lanes<S, V, float>.Load(gates + (2 * u), count, 0), o = Lanes<S, V, float>.Load(gates + (3 * u), count, 0);
            V dh = Lanes<S, V, float>.Load(dhRow, count, 0);
            if (dy is not null)
            {
                dh = S.Add(dh, Lanes<S, V, float>.Load(dy, count, 0));
            }
            V tanh = MathCore<S, V>.Tanh(Lanes<S, V, float>.Load(cell, count, 0));
            V slope = S.Sub(one, S.Mul(tanh, tanh));
            V dc = S.Fma(S.Mul(dh, o), slope, Lanes<S, V, float>.Load(dcRow, count, 0));
            V before = old is null ? S.Zero : Lanes<S, V, float>.Load(old, count, 0);
            V di = S.Mul(S.Mul(dc, g), S.Mul(i, S.Sub(one, i)));
            V df = S.Mul(S.Mul(dc, before), S.Mul(f, S.Sub(one, f)));
            V dg = S.Mul(S.Mul(dc, i), S.Sub(one, S.Mul(g, g)));
            V dO = S.Mul(S.Mul(dh, tanh), S.Mul(o, S.Sub(one, o)));
            Lanes<S, V, float>.Store(di, to, count);
            Lanes<S, V, float>.Store(df, to + u, count);
            Lanes<S, V, float>.Store(dg, to + (2 * u), count);
            Lanes<S, V, float>.Store(dO, to + (3 * u), count);
            Lanes<S, V, float>.Store(S.Mul(dc, f), dcRow, count);
        }
    }
}
