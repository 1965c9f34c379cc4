using KerasSharp.Layers;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Models;

/// <summary>An operation on symbolic tensors, as a node of a functional model: recorded when it was applied, or read from a file.</summary>
internal sealed class OpLayer : Layer
{
    private readonly string _operation;
    private readonly Func<CallArguments, Tensor[]> _replay;

    /// <summary>An operation as it is applied.</summary>
    public OpLayer(SymbolicCall call, Func<Tensor[], Tensor[]> body)
        : base(Naming.AutoName(Operations.ClassOf(call.Name)))
    {
        (_operation, _replay) = (call.Name, arguments => body(arguments.Inputs));
        Recorded = call;
    }

    /// <summary>An operation as a file has it.</summary>
    public OpLayer(SerializedObject source, string name, Func<CallArguments, Tensor[]> replay)
        : base(name)
    {
        (_operation, _replay) = (source.ClassName, replay);
        Source = source;
    }

    private OpLayer(OpLayer other)
        : base(other.Name) =>
        (_operation, _replay, Recorded, Source) = (other._operation, other._replay, other.Recorded, other.Source);

    /// <summary>The same operation for another model.</summary>
    public OpLayer Copy() => new(this);

    /// <summary>What was applied; null for one from a file.</summary>
    public SymbolicCall? Recorded { get; }

    /// <summary>What the file has; null for one that was applied.</summary>
    public SerializedObject? Source { get; }

    internal override string KerasName => Source?.ClassName ?? Operations.ClassOf(_operation);

    internal override bool TreatsSamplesAlone(bool training) => false;

    private protected override bool HandlesMask => true;

    private protected override bool CastsInput => false;

    protected override Tensor[] Call(CallArguments arguments) => _replay(arguments);
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

        return new OpLayer(new SymbolicCall(primitive.Name, []), x => Dispatch.Bind(primitive, x)).Invoke(new CallArguments(inputs));
    }

    public Tensor ReadVariable(Variable variable) => Dispatch.Eager.ReadVariable(variable);

    public void AssignVariable(Variable variable, Tensor value) => Dispatch.Eager.AssignVariable(variable, value);

#pragma warning disable CA2255 // The engine calls back here; it has to know before the first symbolic tensor meets an operation.
    [System.Runtime.CompilerServices.ModuleInitializer]
#pragma warning restore CA2255
    internal static void Install()
    {
        Dispatch.Symbolic = new SymbolicRecorder();
        Dispatch.SymbolicOp = static (call, inputs, body) => new OpLayer(call, body).Invoke(new CallArguments(inputs));
    }
}
