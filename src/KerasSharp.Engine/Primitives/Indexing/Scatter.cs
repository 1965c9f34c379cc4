using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>How a scattered element joins the one already there.</summary>
internal enum ScatterKind
{
    /// <summary>It takes its place; of several, the last.</summary>
    Set,

    /// <summary>It is added.</summary>
    Add,

    /// <summary>It is multiplied in.</summary>
    Multiply,

    /// <summary>The larger stays.</summary>
    Max,

    /// <summary>The smaller stays.</summary>
    Min,
}

/// <summary>
/// The first operand with slices named by index vectors (second operand, as in <see cref="GatherNd"/>) joined with updates (third operand, of the
/// shape <c>indices.Shape[..^1] + x.Shape[k..]</c>). Indices outside are clamped.
/// </summary>
internal sealed record Scatter(ScatterKind Kind) : Primitive
{
    /// <inheritdoc/>
    public override string Name => $"scatter_{Kind switch { ScatterKind.Set => "set", ScatterKind.Add => "add", ScatterKind.Multiply => "multiply", ScatterKind.Max => "max", _ => "min" }}";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape, indices = inputs[1].Shape;
        outputs[0] = inputs[1].DType.IsInteger() && inputs[2].DType == inputs[0].DType && indices.Rank > 0 && indices[^1] >= 0 && indices[^1] <= x.Rank
            && inputs[2].Shape.IsCompatibleWith(indices[..^1].Concat(x[indices[^1]..]))
            ? inputs[0]
            : throw Misfit("the indices must be integers, and the updates have the dtype of the operand and the shape of what the indices name.", inputs);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        inputs[0].Bytes.CopyTo(outputs[0].Bytes);
        int vectors = (int)inputs[1].Shape[..^1].Count, run = (int)inputs[0].Shape[inputs[1].Shape[^1]..].Count;
        for (int i = 0; i < vectors; i++)
        {
            int at = GatherNd.SliceAt(inputs[0].Shape, inputs[1], i) * run;
            for (int k = 0; k < run; k++)
            {
                double old = ElementReader.ReadDouble(outputs[0], at + k), update = ElementReader.ReadDouble(inputs[2], (i * run) + k);
                ElementReader.WriteDouble(outputs[0], at + k, Kind switch
                {
                    ScatterKind.Set => update,
                    ScatterKind.Add => old + update,
                    ScatterKind.Multiply => old * update,
                    ScatterKind.Max => Math.Max(old, update),
                    _ => Math.Min(old, update),
                });
            }
        }
    }

    /// <summary>Of an extreme it is shared evenly among the elements equal to it.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], indices = context.Inputs[1], updates = context.Inputs[2], g = context.Cotangent;
        switch (Kind)
        {
            case ScatterKind.Set:
                return
                [
                    context.Needs(0) ? Prim.Scatter(g, indices, Prim.Zeros(updates.Shape, g.DType), ScatterKind.Set) : null,
                    null,
                    context.Needs(2) ? Prim.GatherNd(g, indices) : null,
                ];
            case ScatterKind.Add:
                return [g, null, context.Needs(2) ? Prim.GatherNd(g, indices) : null];
            case ScatterKind.Multiply:
                Tensor factors = Prim.Scatter(Prim.Ones(x.Shape, x.DType), indices, updates, ScatterKind.Multiply);
                return [Prim.Multiply(g, factors), null, context.Needs(2) ? OfFactors(Prim.Multiply(g, x), indices, updates) : null];
            default:
                Tensor y = context.Outputs[0];
                Tensor kept = Prim.Convert(Prim.Equal(x, y), g.DType), won = Prim.Convert(Prim.Equal(updates, Prim.GatherNd(y, indices)), g.DType);
                Tensor share = Prim.Divide(g, Prim.Maximum(Prim.Scatter(kept, indices, won, ScatterKind.Add), 1));
                return [Prim.Multiply(share, kept), null, Prim.Multiply(Prim.GatherNd(share, indices), won)];
        }
    }

    /// <summary>Of each factor the product of the others at its place: of all that are not 0, divided by itself; nothing where another one is 0.</summary>
    private static Tensor OfFactors(Tensor scaled, Tensor indices, Tensor updates)
    {
        DType dtype = updates.DType;
        Tensor zero = Prim.Equal(updates, Prim.Scalar(0, dtype)), own = Prim.Convert(zero, dtype);
        Tensor safe = Prim.Select(zero, Prim.Scalar(1, dtype), updates);
        Tensor product = Prim.Scatter(Prim.Ones(scaled.Shape, dtype), indices, safe, ScatterKind.Multiply);
        Tensor zeros = Prim.GatherNd(Prim.Scatter(Prim.Zeros(scaled.Shape, dtype), indices, own, ScatterKind.Add), indices);
        Tensor others = Prim.Select(Prim.Equal(zeros, own), Prim.Scalar(1, dtype), Prim.Scalar(0, dtype));
        return Prim.Multiply(Prim.Divide(Prim.GatherNd(Prim.Multiply(scaled, product), indices), safe), others);
    }
}

internal static partial class Prim
{
    /// <summary>Updates joined with the slices that index vectors name; see <see cref="Primitives.Scatter"/>.</summary>
    public static Tensor Scatter(Tensor x, Tensor indices, Tensor updates, ScatterKind kind) => Dispatch.Bind1(new Scatter(kind), x, indices, updates);
}
