using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Initializers;

/// <summary>All zeros.</summary>
[KerasSerializable(Module, "Zeros")]
public sealed partial class Zeros : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Prim.Zeros(shape, dtype ?? DType.Float32);
}
