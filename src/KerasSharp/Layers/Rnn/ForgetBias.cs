using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The bias of an LSTM whose forget gate starts at 1 (Jozefowicz et al. 2015): others as an initializer says.</summary>
internal sealed class ForgetBias(Initializer others) : Initializer
{
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        int units = shape[0] / 4;
        DType type = dtype ?? DType.Float32;
        return Prim.Concatenate(0, others.Call([units], type), Prim.Ones(Shape.Of(units), type), others.Call([2 * units], type));
    }

    public override Config GetConfig() => others.GetConfig();
}
