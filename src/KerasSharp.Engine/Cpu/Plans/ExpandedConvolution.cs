using KerasSharp.Cpu.Kernels.Convolution;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Plans;

/// <summary>
/// A 1x1 convolution and the depthwise 3x3 convolution of its result. Operands: images, packed filter of the first, filter of the second, then the bias of the first
/// and that of the second, where present. It exists only inside CPU plans.
/// </summary>
internal sealed record ExpandedConvolution(ConvShape Expansion, ConvShape Depthwise, WithEpilogue? Between, WithEpilogue? Last, int Bits) : Primitive
{
    /// <inheritdoc/>
    public override string Name => $"convolution{Epilogues.Suffix(Between)}+depthwise{Epilogues.Suffix(Last)}";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) =>
        outputs[0] = new TensorSpec(Shape.Of(Depthwise.N, Depthwise.OH, Depthwise.OW, Depthwise.OC), DType.Float32);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs) =>
        throw new InvalidOperationException("An expanded convolution runs as a step of a plan.");

    /// <summary>Its step.</summary>
    public unsafe Step ToStep(NodeSlots slots)
    {
        (int x, int panels, int weights, int y) = (slots.Inputs[0], slots.Inputs[1], slots.Inputs[2], slots.Outputs[0]);
        int between = Between is { HasBias: true } ? slots.Inputs[3] : -1, last = Last is { HasBias: true } ? slots.Inputs[^1] : -1;
        return slots.Step(
            s =>
            {
                var g = new ExpandedProblem
                {
                    Expansion = Expansion,
                    Depthwise = Depthwise,
                    X = (float*)s[x],
                    Panels = (float*)s[panels],
                    Between = EpilogueOf(Between, s, between),
                    Weights = (float*)s[weights],
                    Y = (float*)s[y],
                    Last = EpilogueOf(Last, s, last),
                };
                ExpandedDepthwise.Run(in g, Bits);
            },
            $"conv 1x1/1 {Expansion.N}x{Expansion.H}x{Expansion.W}x{Expansion.C}->{Expansion.OC}{Epilogues.Suffix(Between)}, depthwise 3x3/{Depthwise.StrideW}{Epilogues.Suffix(Last)}");
    }

    private static unsafe Epilogue EpilogueOf(WithEpilogue? epilogue, byte** slots, int bias) => new()
    {
        Bias = bias < 0 ? null : (float*)slots[bias],
        Activation = epilogue?.Activation ?? EpilogueActivation.None,
    };
}
