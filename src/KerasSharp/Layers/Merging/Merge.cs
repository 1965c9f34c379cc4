using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the layers that combine inputs element by element.</summary>
public abstract class Merge : Layer
{
    private protected Merge(string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype) => SupportsMasking = true;

    /// <summary>Combines two tensors of one dtype.</summary>
    /// <param name="left">What came before.</param>
    /// <param name="right">The next input.</param>
    protected abstract Tensor Combine(Tensor left, Tensor right);

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count < 2)
        {
            throw new ArgumentException($"{Label}: it combines two inputs or more. Received: {inputs.Count}. Apply it to a list: Apply([a, b]).", nameof(inputs));
        }

        Shape common = inputs[0];
        foreach (Shape shape in inputs.Skip(1))
        {
            (Shape a, Shape b) = Align(common, shape);
            common = Broadcasting.Common(a, b) ?? throw new ShapeException(
                $"{Label}: the shapes of its inputs must broadcast. Received: {string.Join(", ", inputs)}.", nameof(inputs));
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor result = arguments.Inputs[0];
        foreach (Tensor next in arguments.Inputs.Skip(1))
        {
            (Shape a, Shape b) = Align(result.Shape, next.Shape);
            Tensor left = a == result.Shape ? result : Prim.Reshape(result, a), right = b == next.Shape ? next : Prim.Reshape(next, b);
            DType dtype = DTypes.Promote(left.DType, right.DType);
            result = Combine(Prim.Convert(left, dtype), Prim.Convert(right, dtype));
        }

        return [result];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor? mask = null;
        for (int i = 0; i < arguments.Inputs.Length; i++)
        {
            // A position counts where all inputs count it; an input without a mask counts all, so that there is none then.
            if (arguments.MaskOf(i) is not { } next)
            {
                return null;
            }

            mask = mask is null ? next : Prim.LogicalOr(mask, next);
        }

        return mask;
    }

    /// <summary>Inputs of lower rank get axes of size 1 after the batch axis.</summary>
    private static (Shape, Shape) Align(Shape a, Shape b)
    {
        while (a.Rank < b.Rank)
        {
            a = a.Insert(1, 1);
        }

        while (b.Rank < a.Rank)
        {
            b = b.Insert(1, 1);
        }

        return (a, b);
    }
}
