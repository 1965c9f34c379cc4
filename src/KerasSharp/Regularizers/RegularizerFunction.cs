using KerasSharp.Saving;

namespace KerasSharp.Regularizers;

/// <summary>A regularizer made of a function.</summary>
internal sealed class RegularizerFunction(Func<Tensor, Tensor> function) : Regularizer
{
    private readonly Func<Tensor, Tensor> _function = function ?? throw new ArgumentNullException(nameof(function));

    public override Tensor Call(Tensor x) => _function(x);

    public override Config GetConfig() => throw new NotSupportedException(
        "A regularizer made of a function cannot be saved. Derive a class from Regularizer and mark it [KerasSerializable].");
}
