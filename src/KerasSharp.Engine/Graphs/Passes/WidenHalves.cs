using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Primitives;
using KerasSharp.Tensors;
using Convert = KerasSharp.Primitives.Convert;

namespace KerasSharp.Graphs.Passes;

/// <summary>
/// Computes in float32 what is written in bfloat16 or float16. Processors have few instructions for 16-bit floats; so each node works on float32 values,
/// and values are rounded where the graph says so: where they are cast, and where they leave it. What passes from node to node in between keeps the
/// precision it has (as XLA does with <c>xla_allow_excess_precision</c>). Nodes that only move numbers stored in 16 bits leave them so.
/// </summary>
internal sealed class WidenHalves
{
    private readonly Graph _graph;
    private readonly List<GraphNode> _nodes = [];

    /// <summary>The float32 value that stands for a 16-bit one.</summary>
    private readonly Dictionary<GraphValue, GraphValue> _wide = new(ReferenceEqualityComparer.Instance);

    /// <summary>Values of the graph that are no longer there in 16 bits, with those rounded again where somebody needs them so.</summary>
    private readonly Dictionary<GraphValue, GraphValue?> _gone = new(ReferenceEqualityComparer.Instance);

    private WidenHalves(Graph graph) => _graph = graph;

    public static void Run(Graph graph)
    {
        if (graph.Nodes.Exists(Touches))
        {
            new WidenHalves(graph).Rewrite();
        }
    }

    private static bool Touches(GraphNode node) => Array.Exists(node.Inputs, IsHalf) || Array.Exists(node.Outputs, IsHalf);

    private static bool IsHalf(GraphValue value) => value.DType is DType.BFloat16 or DType.Float16;

    private void Rewrite()
    {
        foreach (GraphNode node in _graph.Nodes)
        {
            if (!Touches(node))
            {
                _nodes.Add(node);
                continue;
            }

            switch (node.Primitive)
            {
                case Convert { Target: DType.Float32 } when IsHalf(node.Inputs[0]):
                    _gone[node.Output] = Wide(node.Inputs[0]);
                    break;
                case Convert { Target: not (DType.BFloat16 or DType.Float16) }:
                    node.Inputs[0] = Wide(node.Inputs[0]);
                    _nodes.Add(node);
                    break;
                case Full full:
                    Keep(node);
                    _wide[node.Output] = Add(new Full(Rounded(full), full.Shape, DType.Float32), [], Widened(node.Output.Spec));
                    break;
                case Convert or Iota or BitCast or Constant or Conditional or WhileLoop or WhileGradient or ScanLoop:
                    Keep(node);
                    break;
                case Reshape or Transpose or Slice or Concatenate or Reverse or BroadcastTo or Gather or Identity or DotGeneral when !Array.Exists(node.Inputs, _gone.ContainsKey):
                    Keep(node);
                    break;
                default:
                    Widen(node);
                    break;
            }
        }

        for (int i = 0; i < _graph.Outputs.Count; i++)
        {
            _graph.Outputs[i] = Stored(_graph.Outputs[i]);
        }

        for (int i = 0; i < _graph.Updates.Count; i++)
        {
            _graph.Updates[i] = (_graph.Updates[i].Variable, Stored(_graph.Updates[i].Value));
        }

        _graph.Nodes = _nodes;
        _graph.Substitute(_gone.Where(pair => !IsHalf(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value!, (IEqualityComparer<GraphValue>)ReferenceEqualityComparer.Instance));
    }

    /// <summary>The node works on 16-bit numbers as it is.</summary>
    private void Keep(GraphNode node)
    {
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            node.Inputs[i] = node.Primitive is Convert && IsHalf(node.Inputs[i]) ? Wide(node.Inputs[i]) : Stored(node.Inputs[i]);
        }

        _nodes.Add(node);
    }

    /// <summary>The same primitive on float32.</summary>
    private void Widen(GraphNode node)
    {
        var wide = new GraphNode(node.Primitive, Array.ConvertAll(node.Inputs, Wide), Array.ConvertAll(node.Outputs, y => Widened(y.Spec)));
        _nodes.Add(wide);
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (IsHalf(node.Outputs[i]))
            {
                _wide[node.Outputs[i]] = wide.Outputs[i];
                _gone[node.Outputs[i]] = null;
            }
            else
            {
                _gone[node.Outputs[i]] = wide.Outputs[i];
            }
        }
    }

    /// <summary>The value in float32.</summary>
    private GraphValue Wide(GraphValue value)
    {
        if (!IsHalf(value))
        {
            return value;
        }

        if (!_wide.TryGetValue(value, out GraphValue? wide))
        {
            _wide[value] = wide = Add(new Convert(DType.Float32), [value], Widened(value.Spec));
        }

        return wide;
    }

    /// <summary>The value as the graph has it, rounded to 16 bits where it is not there so.</summary>
    private GraphValue Stored(GraphValue value)
    {
        if (!IsHalf(value) || !_gone.TryGetValue(value, out GraphValue? rounded))
        {
            return value;
        }

        return rounded ?? (_gone[value] = Add(new Convert(value.DType), [_wide[value]], value.Spec))!;
    }

    private GraphValue Add(Primitive primitive, GraphValue[] inputs, TensorSpec output)
    {
        var node = new GraphNode(primitive, inputs, [output]);
        _nodes.Add(node);
        return node.Output;
    }

    private static TensorSpec Widened(TensorSpec spec) => spec.DType is DType.BFloat16 or DType.Float16 ? new TensorSpec(spec.Shape, DType.Float32) : spec;

    private static double Rounded(Full full) => full.DType == DType.BFloat16 ? (float)(BFloat16)(float)full.Value : (double)(Half)full.Value;
}
