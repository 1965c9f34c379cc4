using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// An operation whose meaning is a composition of primitives (<see cref="Decompose"/>) and for which a device may have one fast kernel. Shape rule,
/// reference kernel and gradient all follow from the decomposition; a composite may state a better gradient of its own.
/// </summary>
internal abstract record Composite : Primitive
{
    /// <summary>The definition. Called with tensors of any kind (concrete, traced, symbolic).</summary>
    public abstract Tensor[] Decompose(Tensor[] inputs);

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        var symbols = new Tensor[inputs.Length];
        for (int i = 0; i < symbols.Length; i++)
        {
            symbols[i] = new Tensor(inputs[i].Shape, inputs[i].DType, symbol: null);
        }

        using (Dispatch.Enter(ShapeInterpreter.Instance))
        {
            Tensor[] results = Decompose(symbols);
            for (int i = 0; i < results.Length; i++)
            {
                outputs[i] = results[i].Spec;
            }
        }
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        var tensors = new Tensor[inputs.Length];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = Tensor.Allocate(inputs[i].Shape, inputs[i].DType);
            inputs[i].Bytes.CopyTo(tensors[i].Data.Bytes);
        }

        using (Dispatch.Enter(Dispatch.Eager))
        {
            Tensor[] results = Decompose(tensors);
            for (int i = 0; i < results.Length; i++)
            {
                results[i].Data.Bytes.CopyTo(outputs[i].Bytes);
                GC.KeepAlive(results[i]);
            }
        }

        GC.KeepAlive(tensors);
    }

    /// <summary>The gradient of the decomposition, found by replaying it under a tape.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        using var tape = new GradientTape(persistent: false, watchVariables: false);
        var inputs = new Tensor[context.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = Prim.Identity(context.Inputs[i]);
            if (context.Needs(i))
            {
                tape.Watch(inputs[i]);
            }
        }

        Tensor[] outputs = Decompose(inputs);
        return tape.GradientOf(outputs, inputs, context.Cotangents);
    }
}
