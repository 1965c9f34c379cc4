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
    public static void Turned(float* w, int c, int oc, float* to, float* transposed)
    {
        nint tap = (nint)c * oc;
        for (int t = 0; t < 9; t++)
        {
            Layout.Permutation.Transpose(c, oc, sizeof(float), w + (t * tap), transposed + ((8 - t) * tap));
        }
        Start(new Job { W = transposed, Tap = tap, Row = c, Inputs = oc, Outputs = c, To = to });
    }

    private static void Start(Job job) => Ranges.Run(ref job, job.Inputs, 60L * job.Outputs);

    private struct Job : IRangeJob
    {
        public float* W;
        public nint Tap;
        public nint Row;
        public int Inputs;
        public int Outputs;
        public float* To;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(long first, long end)
        {
            float* columns = stackalloc float[6 * 3 * 16];
            int lanes = S.Count, width = Width;
            nint point = (nint)Panels(Outputs) * width * Inputs;
            for (long c = first; c < end; c++)
            {
                for (int k = 0; k < Outputs; k += lanes)
                {
                    float* w = W + (c * Row) + k;
                    for (int j = 0; j < 3; j++)
                    {
                        WinogradLines<S, V>.Filter(w + (j * Tap), 3 * Tap, columns + (j * lanes), 3 * lanes);
                    }
                    float* to = To + (((((nint)k / width) * Inputs) + (nint)c) * width) + (k % width);
                    for (int i = 0; i < 6; i++)
                    {
                        WinogradLines<S, V>.Filter(columns + (i * 3 * lanes), lanes, to + (i * 6 * point), point);
                    }
                }
                if (Outputs % width != 0)
                {
                    ClearLast(c, point);
                }
            }
        }

        /// <summary>The second vector of a last panel that has only one.</summary>
        private readonly void ClearLast(long c, nint point)
        {
            float* to = To + (((((nint)Outputs / Width) * Inputs) + (nint)c) * Width) + S.Count;
            for (int p = 0; p < Points; p++)
            {
                S.Store(S.Zero, to + (p * point));
            }
        }
    }
}
