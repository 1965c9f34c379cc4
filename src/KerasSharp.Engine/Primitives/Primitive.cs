using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// One operation of the closed set everything is composed from: a value whose fields are its attributes (equal attributes make equal primitives,
/// which gives common subexpressions), with its shape rule, its gradient rule in terms of primitives, and a reference kernel that is easy to believe.
/// </summary>
internal abstract record Primitive
{
    /// <summary>The name in plans and messages, in the style of StableHLO.</summary>
    public abstract string Name { get; }

    /// <summary>How many results it has.</summary>
    public virtual int OutputCount => 1;

    /// <summary>The shape and dtype rule. Operands may have unknown axes; the results then may too.</summary>
    /// <exception cref="ShapeException">The operands do not fit.</exception>
    public abstract void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs);

    /// <summary>The reference kernel: plain loops that define the meaning. Operands are concrete; results are allocated, uninitialised.</summary>
    public abstract void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs);

    /// <summary>
    /// The vector-Jacobian product: cotangents of the inputs from those of the outputs, written in primitives. Elements for inputs that are not
    /// needed or have no gradient stay null. A cotangent may have the broadcast shape of an elementwise result: the tape sums it back.
    /// </summary>
    public virtual Tensor?[] Gradient(in GradientContext context) =>
        throw new NotSupportedException($"The gradient of '{Name}' is not defined: {NoGradientReason} "
            + "Wrap the argument in StopGradient if it should be treated as a constant.");

    /// <summary>For primitives without gradient: why, in a sentence.</summary>
    protected virtual string NoGradientReason => "it is not a differentiable function.";

    /// <summary>The error for operands that do not fit, in the house style.</summary>
    protected ShapeException Misfit(string rule, ReadOnlySpan<TensorSpec> inputs)
    {
        var parts = new List<string>(inputs.Length);
        for (int i = 0; i < inputs.Length; i++)
        {
            parts.Add($"operand {i}={inputs[i]}");
        }

        return new ShapeException($"{Name}: {rule} Received: {string.Join(", ", parts)}.");
    }
}
