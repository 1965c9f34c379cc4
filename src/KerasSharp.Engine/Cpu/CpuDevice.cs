using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu;

/// <summary>Runs primitives on the processor, one by one (this class) or as compiled plans.</summary>
internal sealed class CpuDevice : IInterpreter, IGraphDevice
{
    public static readonly CpuDevice Instance = new();

    /// <summary>Makes the CPU the device of the engine.</summary>
    [ModuleInitializer]
    internal static void Register()
    {
        Dispatch.Eager = Instance;
        GraphDevice.Default = Instance;
    }

    public bool HasKernel(Composite composite, ReadOnlySpan<GraphValue> inputs) => Kernels.Has(composite, inputs);

    public IExecutable Compile(Graph graph) => PlanBuilder.Build(graph);

    public Tensor[] Bind(Primitive primitive, Tensor[] inputs)
    {
        TensorSpec[] specs = ShapeInterpreter.Infer(primitive, inputs);
        if (primitive is Reshape or Identity)
        {
            return [inputs[0].Reinterpret(specs[0].Shape)];
        }

        var outputs = new Tensor[specs.Length];
        var results = new Operand[specs.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = Tensor.Allocate(specs[i].Shape, specs[i].DType);
            results[i] = outputs[i].Data;
        }

        Operand[] operands = Array.ConvertAll(inputs, input => input.Data);
        primitive.Evaluate(operands, results);
        GC.KeepAlive(inputs);
        return outputs;
    }

    public Tensor ReadVariable(Variable variable) => variable.ReadShared();

    public void AssignVariable(Variable variable, Tensor value) => variable.Replace(value);
}
