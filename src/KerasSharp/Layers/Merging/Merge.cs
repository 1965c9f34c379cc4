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
        if (inputs.Count < 1)
        {
            throw new ArgumentException($"{Label}: it combines one input or more. Received: none. Apply it to a list: Apply([a, b]).", nameof(inputs));
        }

        if (inputs.Where(s => s.Rank > 0 && s[0] >= 0).Select(s => s[0]).Distinct().Count() > 1)
        {
            throw new ShapeException($"{Label}: its inputs must have one batch size. Received: {string.Join(", ", inputs)}.", nameof(inputs));
        }

        int rank = inputs.Max(s => s.Rank);
        Shape common = Align(inputs[0], rank);
        foreach (Shape shape in inputs.Skip(1))
        {
            common = Broadcasting.Common(common, Align(shape, rank)) ?? throw new ShapeException(
                $"{Label}: the shapes of its inputs must broadcast. Received: {string.Join(", ", inputs)}.", nameof(inputs));
        }
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        int rank = arguments.Inputs.Max(x => x.Rank);
        DType dtype = arguments.Inputs.Select(x => x.DType).Aggregate(DTypes.Promote);
        var inputs = new Tensor[arguments.Inputs.Length];
        var masks = new Tensor?[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            Tensor x = arguments.Inputs[i];
            inputs[i] = Prim.Convert(Prim.Reshape(x, Align(x.Shape, rank)), dtype);
            masks[i] = arguments.MaskOf(i) is { } mask ? Prim.Reshape(Spread(mask, x.Shape), inputs[i].Shape) : null;
        }

        return [Combine(inputs, masks)];
    }

    /// <summary>Combines all inputs, of one dtype and rank.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="masks">For each, where it counts, in its shape; null for everywhere.</param>
    private protected virtual Tensor Combine(Tensor[] inputs, Tensor?[] masks) => inputs.Aggregate(Combine);

    /// <summary>
    /// Combines inputs by a function of which no number leaves the others alone, as the greater of two: where an input does not count the other one is taken.
    /// </summary>
    private protected Tensor CombineCounted(Tensor[] inputs, Tensor?[] masks)
    {
        Tensor result = inputs[0];
        Tensor? counted = masks[0];
        for (int i = 1; i < inputs.Length; i++)
        {
            Tensor next = masks[i] is { } mask ? Choose(mask, inputs[i], result) : inputs[i];
            result = Combine(counted is null ? result : Choose(counted, result, next), next);
            counted = counted is not null && masks[i] is { } other ? Either(counted, other) : null;
        }

        return result;
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor? mask = null;
        for (int i = 0; i < arguments.Inputs.Length; i++)
        {
            // A position counts where any input counts it; an input without a mask counts all, so that there is none then.
            if (arguments.MaskOf(i) is not { } next)
            {
                return null;
            }

            mask = mask is null ? next : Either(mask, next);
        }

        return mask;
    }

    private protected static Tensor Either(Tensor a, Tensor b) => Ops.LogicalOr(a, b);

    private protected static Tensor Choose(Tensor condition, Tensor yes, Tensor no) => Ops.Where(condition, yes, no);

    /// <summary>A mask of a tensor's first axes, in the tensor's shape.</summary>
    private static Tensor Spread(Tensor mask, Shape shape)
    {
        Shape wide = mask.Shape;
        while (wide.Rank < shape.Rank)
        {
            wide = wide.Insert(wide.Rank, 1);
        }

        return Prim.BroadcastTo(Prim.Reshape(mask, wide), shape);
    }

    /// <summary>Inputs of lower rank get axes of size 1 after the batch axis.</summary>
    private static Shape Align(Shape shape, int rank)
    {
        while (shape.Rank < rank)
        {
            shape = shape.Insert(Math.Min(1, shape.Rank), 1);
        }

        return shape;
    }
}
