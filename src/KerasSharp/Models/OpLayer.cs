using KerasSharp.Layers;
using KerasSharp.Primitives;
using KerasSharp.Utilities;

namespace KerasSharp.Models;

/// <summary>An operation on symbolic tensors, as a node of a functional model.</summary>
internal sealed class OpLayer(string operation, Func<Tensor[], Tensor[]> replay) : Layer(Naming.Uniquify(operation))
{
    internal override string KerasName => string.Concat(operation.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    internal override bool TreatsSamplesAlone(bool training) => false;

    private protected override bool HandlesMask => true;

    protected override Tensor[] Call(CallArguments arguments) => replay(arguments.Inputs);

    private protected override bool CastsInput => false;
}

/// <summary>Records operations on symbolic tensors outside any layer as nodes.</summary>
internal sealed class SymbolicRecorder : IInterpreter
{
    public Tensor[] Bind(Primitive primitive, Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
        {
            if (!input.IsConcrete && TensorOrigin.Of(input) is null)
            {
                return ShapeInterpreter.Instance.Bind(primitive, inputs);
            }
        }

        return new OpLayer(primitive.Name, x => Dispatch.Bind(primitive, x)).Invoke(new CallArguments(inputs));
    }

    public Tensor ReadVariable(Variable variable) => Dispatch.Eager.ReadVariable(variable);

    public void AssignVariable(Variable variable, Tensor value) => Dispatch.Eager.AssignVariable(variable, value);

#pragma warning disable CA2255 // The engine calls back here; it has to know before the first symbolic tensor meets an operation.
    [System.Runtime.CompilerServices.ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install()
    {
        Dispatch.Symbolic = new SymbolicRecorder();
        Op.SymbolicHandler = static (name, inputs, body) => new OpLayer(name, body).Invoke(new CallArguments(inputs));
    }
}
