using KerasSharp.Cpu.Kernels.Attention;
using KerasSharp.Cpu.Kernels.Fourier;
using KerasSharp.Graphs;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Attention and Fourier transforms, in float32.</summary>
internal static unsafe class SequenceKernels
{
    public static bool Has(Composite composite, ReadOnlySpan<GraphValue> inputs) =>
        composite is ScaledDotProductAttention or ScaledDotProductAttentionGradient;

    public static Step? TryCreate(NodeSlots slots)
    {
        switch (slots.Primitive)
        {
            case ScaledDotProductAttention attention when slots.IsFloat:
            {
                (int q, int k, int v, int mask) = (slots.Inputs[0], slots.Inputs[1], slots.Inputs[2], attention.HasMask ? slots.Inputs[3] : -1);
                (int result, int sums) = (slots.Outputs[0], slots.Outputs[1]);
                Sizes z = new(slots.InputShape(0), slots.InputShape(1), attention.HasMask ? slots.InputShape(3) : null);
                (float scale, bool causal) = ((float)attention.Scale, attention.Causal);
                return slots.Step(s => Attention.Forward(
                    z.B, z.H, z.Tq, z.Tk, z.D, (float*)s[q], (float*)s[k], (float*)s[v], scale, causal, mask < 0 ? null : (float*)s[mask], z.MaskB, z.MaskH,
                    (float*)s[result], (float*)s[sums]));
            }

            case ScaledDotProductAttentionGradient attention when slots.IsFloat:
            {
                int[] i = slots.Inputs, o = slots.Outputs;
                int mask = attention.HasMask ? i[6] : -1;
                Sizes z = new(slots.InputShape(0), slots.InputShape(1), attention.HasMask ? slots.InputShape(6) : null);
                (float scale, bool causal) = ((float)attention.Scale, attention.Causal);
                return slots.Step(s => Attention.Gradient(
                    z.B, z.H, z.Tq, z.Tk, z.D, (float*)s[i[0]], (float*)s[i[1]], (float*)s[i[2]], scale, causal, mask < 0 ? null : (float*)s[mask], z.MaskB,
                    z.MaskH, (float*)s[i[3]], (float*)s[i[4]], (float*)s[i[5]], (float*)s[o[0]], (float*)s[o[1]], (float*)s[o[2]]));
            }

            case Fft fft when slots.IsFloat && slots.InputShape(0).Count > 0:
            {
                int[] i = slots.Inputs, o = slots.Outputs;
                (int size, bool inverse) = (slots.InputShape(0)[^1], fft.Inverse);
                long lines = slots.InputShape(0).Count / size;
                return slots.Step(s => FourierLines.Run(lines, size, inverse, (float*)s[i[0]], (float*)s[i[1]], (float*)s[o[0]], (float*)s[o[1]]));
            }

            default:
                return null;
        }
    }

    private readonly struct Sizes(Shape q, Shape k, Shape? mask)
    {
        public int B { get; } = q[0];

        public int Tq { get; } = q[1];

        public int H { get; } = q[2];

        public int D { get; } = q[3];

        public int Tk { get; } = k[1];

        /// <summary>Elements from one batch entry of the mask to the next, 0 where all share one.</summary>
        public long MaskB { get; } = mask is null || mask[0] == 1 ? 0 : (long)mask[1] * mask[2] * mask[3];

        public long MaskH { get; } = mask is null || mask[1] == 1 ? 0 : (long)mask[2] * mask[3];
    }
}
