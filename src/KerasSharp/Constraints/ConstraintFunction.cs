using KerasSharp.Saving;

namespace KerasSharp.Constraints;

/// <summary>A constraint made of a function.</summary>
internal sealed class ConstraintFunction(Func<Tensor, Tensor> function) : Constraint
{
    private readonly Func<Tensor, Tensor> _function = function ?? throw new ArgumentNullException(nameof(function));

    public override Tensor Call(Tensor w) => _function(w);

    public override Config GetConfig() => throw new NotSupportedException(
        "A constraint made of a function cannot be saved. Derive a class from Constraint and mark it [KerasSerializable].");
}
