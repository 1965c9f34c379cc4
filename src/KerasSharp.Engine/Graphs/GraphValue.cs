using KerasSharp.Tensors;

namespace KerasSharp.Graphs;

/// <summary>Where a value of a graph comes from.</summary>
internal enum ValueKind
{
    /// <summary>Given by the caller at each run.</summary>
    Parameter,

    /// <summary>A tensor known when the graph was traced.</summary>
    Constant,

    /// <summary>What a variable holds when the run starts.</summary>
    State,

    /// <summary>Computed by a node.</summary>
    Result,
}

/// <summary>One tensor of a graph: all shapes are known.</summary>
internal sealed class GraphValue(ValueKind kind, TensorSpec spec)
{
    public ValueKind Kind { get; } = kind;

    public TensorSpec Spec { get; } = spec;

    public Shape Shape => Spec.Shape;

    public DType DType => Spec.DType;

    public long Bytes => Shape.Count * DType.Size();

    /// <summary>The node that computes a result.</summary>
    public GraphNode? Producer { get; init; }

    /// <summary>Which result of its producer, or which parameter.</summary>
    public int Index { get; init; }

    /// <summary>The numbers of a constant.</summary>
    public Tensor? Constant { get; init; }

    /// <summary>The variable of a state value.</summary>
    public Variable? Variable { get; init; }

    public override string ToString() => Kind switch
    {
        ValueKind.Parameter => $"parameter {Index} {Spec}",
        ValueKind.Constant => $"constant {Spec}",
        ValueKind.State => $"variable {Variable!.Path} {Spec}",
        _ => $"{Producer!.Primitive.Name} {Spec}",
    };
}
