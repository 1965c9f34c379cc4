using KerasSharp.Cpu.Kernels.Normalization;
using KerasSharp.Cpu.Kernels.Softmax;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Composites over rows or channels: softmax, cross-entropy, layer and batch normalisation, in float32.</summary>
internal static unsafe class RowKernels
{
    public static bool Has(Composite composite, Shape shape) => composite is Primitives.Softmax or SoftmaxGradient or Primitives.LogSoftmax or LogSoftmaxGradient
        or SparseSoftmaxCrossEntropy or SparseSoftmaxCrossEntropyGradient or Primitives.LayerNorm or LayerNormGradient or BatchNormGradientSums
        || (composite is Moments moments && IsLeading(moments.Axes))
        || (composite is LogSumExp sum && IsTrailing(sum.Axes, shape.Rank));

    public static Step? TryCreate(NodeSlots slots)
    {
        if (slots.Primitive is not (Composite or CrossEntropyAndGradient) || slots.Node.Inputs[0].DType != DType.Float32)
        {
            return null;
        }

        int[] i = slots.Inputs, o = slots.Outputs;
        Shape shape = slots.InputShape(0);
        int columns = shape[^1];
        long rows = shape.Count / columns;
        (int a, int b, int c, int d) = (i[0], i.Length > 1 ? i[1] : 0, i.Length > 2 ? i[2] : 0, i.Length > 3 ? i[3] : 0);
        (int y, int second, int third) = (o[0], o.Length > 1 ? o[1] : 0, o.Length > 2 ? o[2] : 0);
        switch (slots.Primitive)
        {
            case Primitives.Softmax:
                return slots.Step(s => RowSoftmax.Forward(rows, columns, (float*)s[a], (float*)s[y]));
            case SoftmaxGradient:
                return slots.Step(s => RowSoftmax.Gradient(rows, columns, (float*)s[a], (float*)s[b], (float*)s[y]));
            case Primitives.LogSoftmax:
                return slots.Step(s => Kernels.Softmax.LogSoftmax.Forward(rows, columns, (float*)s[a], (float*)s[y]));
            case LogSumExp sum when IsTrailing(sum.Axes, shape.Rank):
            {
                int size = (int)shape[sum.Axes[0]..].Count;
                long count = shape.Count / size;
                return slots.Step(s => RowLogSumExp.Forward(count, size, (float*)s[a], (float*)s[y]));
            }

            case LogSoftmaxGradient:
                return slots.Step(s => Kernels.Softmax.LogSoftmax.Gradient(rows, columns, (float*)s[a], (float*)s[b], (float*)s[y]));
            case SparseSoftmaxCrossEntropy:
                return slots.Step(s => SoftmaxCrossEntropy.Forward(rows, columns, (float*)s[a], (int*)s[b], (float*)s[y], (float*)s[second]));
            case SparseSoftmaxCrossEntropyGradient:
                return slots.Step(s => SoftmaxCrossEntropy.Gradient(rows, columns, (float*)s[a], (int*)s[b], (float*)s[c], (float*)s[d], (float*)s[y]));
            case CrossEntropyAndGradient:
                return slots.Step(s => SoftmaxCrossEntropy.ForwardAndGradient(
                    rows, columns, (float*)s[a], (int*)s[b], (float*)s[c], (float*)s[y], (float*)s[second], (float*)s[third]));
            case Primitives.LayerNorm norm:
            {
                float epsilon = (float)norm.Epsilon;
                return slots.Step(s => Kernels.Normalization.LayerNorm.Forward(
                    (int)rows, columns, (float*)s[a], (float*)s[b], (float*)s[c], epsilon, (float*)s[y], (float*)s[second], (float*)s[third]));
            }

            case LayerNormGradient:
            {
                int dy = i[4];
                return slots.Step(s => Kernels.Normalization.LayerNorm.Gradient(
                    (int)rows, columns, (float*)s[a], (float*)s[b], (float*)s[c], (float*)s[d], (float*)s[dy], (float*)s[y], (float*)s[second], (float*)s[third]));
            }

            case Moments moments when IsLeading(moments.Axes) && moments.Axes.Count == shape.Rank - 1:
                return slots.Step(s => BatchNorm.Statistics(rows, columns, (float*)s[a], (float*)s[y], (float*)s[second]));
            case BatchNormGradientSums:
                return slots.Step(s => BatchNorm.GradientSums(
                    rows, columns, (float*)s[a], (float*)s[c], (float*)s[d], (float*)s[b], (float*)s[y], (float*)s[second]));
            default:
                return null;
        }
    }

    /// <summary>Whether the axes are 0, 1, ... without a gap.</summary>
    private static bool IsLeading(Axes axes)
    {
        for (int k = 0; k < axes.Count; k++)
        {
            if (axes[k] != k)
            {
                return false;
            }
        }

        return axes.Count > 0;
    }

    /// <summary>Whether the axes are the last ones without a gap.</summary>
    private static bool IsTrailing(Axes axes, int rank) => axes.Count > 0 && axes[0] == rank - axes.Count;
}
