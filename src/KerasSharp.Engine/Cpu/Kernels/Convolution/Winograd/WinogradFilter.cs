using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>
/// A 3x3 filter at its 36 points, in panels for the micro-kernel: [point][panel][input channel][two vectors of output channels].
/// </summary>
internal static unsafe class WinogradFilter<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    private const int Points = WinogradProblem.Points;

    /// <summary>Input channels whose taps stay in the second-level cache while the panels are made.</summary>
    private const int Block = 16;

    private static int Width => 2 * S.Count;

    /// <summary>Panels of a number of output channels.</summary>
    public static int Panels(int outputs) => (outputs + Width - 1) / Width;

    public static long Size(int inputs, int outputs) => (long)Points * Panels(outputs) * Width * inputs;

    /// <summary>The filter (3, 3, inputs, outputs) for a forward convolution.</summary>
    public static void Forward(float* w, int inputs, int outputs, float* to) =>
        Start(new Job { W = w, Tap = (nint)inputs * outputs, Row = outputs, Inputs = inputs, Outputs = outputs, To = to });

    /// <summary>
    /// The filter (3, 3, C, OC) turned by 180 degrees, with its channels exchanged: as the convolution of dy needs it, whose inputs are OC
    /// and whose outputs C. <paramref name="transposed"/> holds 9 C OC elements of working memory.
    /// </summary>
    public static void Turned(float* w, int c, int oc, float* to, float* transposed) => Exchanged(w, c, oc, to, transposed, turn: true);

    /// <summary>The filter (3, 3, C, OC) with its channels exchanged, not turned: as the adjoint of the forward convolution needs it. Parameters as in <see cref="Turned"/>.</summary>
    public static void Transposed(float* w, int c, int oc, float* to, float* transposed) => Exchanged(w, c, oc, to, transposed, turn: false);

    private static void Exchanged(float* w, int c, int oc, float* to, float* transposed, bool turn)
    {
        nint tap = (nint)c * oc;
        for (int t = 0; t < 9; t++)
        {
            Layout.Permutation.Transpose(c, oc, sizeof(float), w + (t * tap), transposed + ((turn ? 8 - t : t) * tap));
        }
        Start(new Job { W = transposed, Tap = tap, Row = c, Inputs = oc, Outputs = c, To = to });
    }

    private static void Start(Job job) => Ranges.Run(ref job, (job.Inputs + Block - 1) / Block, 60L * Block * job.Outputs);

    private struct Job : IRangeJob
    {
        public float* W;
        public nint Tap;
        public nint Row;
        public int Inputs;
        public int Outputs;
        public float* To;

        /// <summary>
        /// Some blocks of input channels, panel by panel: 36 streams are written at a time, not one for every panel and point, which
        /// would be more pages than a processor keeps track of.
        /// </summary>
        [SkipLocalsInit]
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            float* columns = stackalloc float[6 * 3 * 16];
            int lanes = S.Count, width = Width;
            nint point = (nint)Panels(Outputs) * width * Inputs;
            for (long block = first; block < end; block++)
            {
                int c0 = (int)block * Block, c1 = Math.Min(Inputs, c0 + Block);
                for (int column = 0; column < Outputs; column += width)
                {
                    for (int c = c0; c < c1; c++)
                    {
                        float* to = To + ((nint)column * Inputs) + ((nint)c * width);
                        for (int k = 0; k < width; k += lanes)
                        {
                            if (column + k < Outputs)
                            {
                                Transform(W + (c * Row) + column + k, columns, to + k, point);
                            }
                            else
                            {
                                Clear(to + k, point);
                            }
                        }
                    }
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Transform(float* w, float* columns, float* to, nint point)
        {
            int lanes = S.Count;
            for (int j = 0; j < 3; j++)
            {
                WinogradLines<S, V>.Filter(w + (j * Tap), 3 * Tap, columns + (j * lanes), 3 * lanes);
            }
            for (int i = 0; i < 6; i++)
            {
                WinogradLines<S, V>.Filter(columns + (i * 3 * lanes), lanes, to + (i * 6 * point), point);
            }
        }

        /// <summary>The second vector of a last panel that has only one.</summary>
        private static void Clear(float* to, nint point)
        {
            for (int p = 0; p < Points; p++)
            {
                S.Store(S.Zero, to + (p * point));
            }
        }
    }
}
