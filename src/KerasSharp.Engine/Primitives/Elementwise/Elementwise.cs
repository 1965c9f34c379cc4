using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// A function applied element by element. Operands broadcast as in NumPy (aligned at the last axis, sizes equal or 1); the result has the common
/// shape. Chains of these are what fused loops are made of.
/// </summary>
internal abstract record Elementwise : Primitive
{
    /// <summary>The dtype of the result given those of the operands; throws where they do not fit.</summary>
    public abstract DType ResultType(ReadOnlySpan<TensorSpec> inputs);

    /// <summary>The function over equally long runs of elements. The output may be one of the inputs.</summary>
    public abstract void Loop(ReadOnlySpan<Operand> inputs, Operand output);

    /// <inheritdoc/>
    public sealed override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape shape = inputs[0].Shape;
        for (int i = 1; i < inputs.Length; i++)
        {
            shape = Broadcasting.Common(shape, inputs[i].Shape)
                ?? throw Misfit("the shapes do not broadcast: aligned at the last axis, sizes must be equal or 1.", inputs);
        }

        outputs[0] = new TensorSpec(shape, ResultType(inputs));
    }

    /// <inheritdoc/>
    public sealed override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Operand output = outputs[0];
        var aligned = new Operand[inputs.Length];
        var expanded = new List<Tensor>();
        for (int i = 0; i < inputs.Length; i++)
        {
            aligned[i] = inputs[i];
            if (inputs[i].Shape != output.Shape)
            {
                Tensor copy = Tensor.Allocate(output.Shape, inputs[i].DType);
                Broadcasting.Expand(inputs[i], copy.Data);
                aligned[i] = copy.Data;
                expanded.Add(copy);
            }
        }

        Loop(aligned, output);
        GC.KeepAlive(expanded);
    }

    /// <summary>The common dtype of operands that must all have the same.</summary>
    protected DType SameType(ReadOnlySpan<TensorSpec> inputs)
    {
        for (int i = 1; i < inputs.Length; i++)
        {
            if (inputs[i].DType != inputs[0].DType)
            {
                throw Misfit("the operands must have the same dtype.", inputs);
            }
        }

        return inputs[0].DType;
    }
}
