using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Plans;
using KerasSharp.Graphs;
using KerasSharp.Graphs.Passes;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu;

/// <summary>Runs primitives on the processor, one by one or as compiled plans. A single primitive is a plan of one node, kept for its operands' shapes.</summary>
internal sealed class CpuDevice : IInterpreter, IGraphDevice
{
    public static readonly CpuDevice Instance = new();

    /// <summary>Elements up to which the reference kernel is quicker than making a plan.</summary>
    private const long SmallCount = 64;

    private const int LargestCache = 4096;

    /// <summary>Plans of several steps hold memory for what is between them.</summary>
    private const int LargestComposedCache = 64;

    private readonly ConcurrentDictionary<Call, CpuPlan> _plans = new();
    private readonly ConcurrentDictionary<Call, CpuPlan> _composedPlans = new();

    /// <summary>Makes the CPU the device of the engine.</summary>
    [ModuleInitializer]
    internal static void Register()
    {
        Dispatch.Eager = Instance;
        GraphDevice.Default = Instance;
    }

    public bool HasKernel(Composite composite, ReadOnlySpan<GraphValue> inputs) => KernelTable.Has(composite, inputs);

    public IExecutable Compile(Graph graph) => PlanBuilder.Build(graph);

    public Tensor[] Bind(Primitive primitive, Tensor[] inputs)
    {
        TensorSpec[] specs = ShapeInterpreter.Infer(primitive, inputs);
        if (primitive is Reshape or Identity or StopGradient)
        {
            return [inputs[0].Reinterpret(specs[0].Shape)];
        }

        TensorSpec[] operands = Array.ConvertAll(inputs, input => input.Spec);
        bool isComposed = primitive is Composite && !KernelTable.Has((Composite)primitive, Array.ConvertAll(operands, spec => new GraphValue(ValueKind.Parameter, spec)));
        if (isComposed && IsSmall(operands) && IsSmall(specs) && !Array.Exists(operands, IsHalf))
        {
            // The composite itself is what tapes see, not its parts.
            using (Dispatch.WithoutRecorders())
            {
                return ((Composite)primitive).Decompose(inputs);
            }
        }

        Tensor[] outputs = Array.ConvertAll(specs, spec => Tensor.Allocate(spec.Shape, spec.DType));
        if (IsSmall(operands) && IsSmall(specs))
        {
            primitive.Evaluate(Array.ConvertAll(inputs, input => input.Data), Array.ConvertAll(outputs, output => output.Data));
            GC.KeepAlive(inputs);
            return outputs;
        }

        PlanFor(new Call(primitive, operands), isComposed).Run(inputs, outputs);
        return outputs;
    }

    public Tensor ReadVariable(Variable variable) => variable.ReadShared();

    public void AssignVariable(Variable variable, Tensor value) => variable.Replace(value);

    private static bool IsHalf(TensorSpec spec) => spec.DType is DType.BFloat16 or DType.Float16;

    private static bool IsSmall(TensorSpec[] specs) => Array.TrueForAll(specs, spec => spec.Shape.Count <= SmallCount);

    private CpuPlan PlanFor(Call call, bool isComposed)
    {
        ConcurrentDictionary<Call, CpuPlan> plans = isComposed ? _composedPlans : _plans;
        if (!plans.TryGetValue(call, out CpuPlan? plan))
        {
            if (plans.Count >= (isComposed ? LargestComposedCache : LargestCache))
            {
                plans.Clear();
            }

            Graph graph = Tracer.Trace(call.Primitive.Name, arguments => Dispatch.Bind(call.Primitive, arguments), call.Operands);
            if (isComposed || Array.Exists(call.Operands, IsHalf))
            {
                PassPipeline.Run(graph, this);
            }

            plans[call] = plan = PlanBuilder.Build(graph);
        }

        return plan;
    }

    private readonly struct Call(Primitive primitive, TensorSpec[] operands) : IEquatable<Call>
    {
        public Primitive Primitive { get; } = primitive;

        public TensorSpec[] Operands { get; } = operands;

        public bool Equals(Call other) => Primitive.Equals(other.Primitive) && Operands.AsSpan().SequenceEqual(other.Operands);

        public override bool Equals(object? obj) => obj is Call other && Equals(other);

        public override int GetHashCode() => Operands.Aggregate(Primitive.GetHashCode(), HashCode.Combine);
    }
}
