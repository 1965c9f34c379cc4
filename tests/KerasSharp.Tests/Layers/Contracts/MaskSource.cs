using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

/// <summary>Gives its input the mask, as <c>Masking</c> and <c>Embedding</c> do.</summary>
internal sealed class MaskSource(Tensor mask) : Layer
{
    protected override Tensor Call(Tensor inputs) => inputs;

    protected override Tensor? ComputeMask(CallArguments arguments, int index) => mask;
}
