using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>An initializer made of a function.</summary>
internal sealed class InitializerFunction(Func<Shape, DType, Tensor> function) : Initializer
{
    private readonly Func<Shape, DType, Tensor> _function = function ?? throw new ArgumentNullException(nameof(function));

    public override Tensor Call(Shape shape, DType? dtype = null) => _function(shape, dtype ?? DType.Float32);

    public override Config GetConfig() => throw new NotSupportedException(
        "An initializer made of a function cannot be saved. Derive a class from Initializer and mark it [KerasSerializable].");
}
