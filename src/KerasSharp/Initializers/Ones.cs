using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>All ones.</summary>
[KerasSerializable(Module, "Ones")]
public sealed partial class Ones : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Prim.Ones(shape, dtype ?? DType.Float32);
}
