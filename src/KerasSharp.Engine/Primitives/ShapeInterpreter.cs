using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Infers shapes and dtypes only: every result is symbolic. Operands may be of any kind.</summary>
internal sealed class ShapeInterpreter : IInterpreter
{
    public static readonly ShapeInterpreter Instance = new();

    public static TensorSpec[] Infer(Primitive primitive, Tensor[] inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        for (int i = 0; i < specs.Length; i++)
        {
            specs[i] = inputs[i].Spec;
        }

        var outputs = new TensorSpec[primitive.OutputCount];
        primitive.Infer(specs, outputs);
        return outputs;
    }

    public Tensor[] Bind(Primitive primitive, Tensor[] inputs) =>
        Array.ConvertAll(Infer(primitive, inputs), spec => new Tensor(spec.Shape, spec.DType, symbol: null));

    public Tensor ReadVariable(Variable variable) => new(variable.Shape, variable.DType, symbol: null);

    public void AssignVariable(Variable variable, Tensor value)
    {
        // Inferring shapes has no effects.
    }
}
