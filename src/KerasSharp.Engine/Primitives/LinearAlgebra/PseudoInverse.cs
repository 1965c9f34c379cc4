using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>The pseudo-inverse (Moore and Penrose) of matrices (..., m, n): singular values up to <see cref="Cutoff"/> times the largest count as 0.</summary>
internal sealed record PseudoInverse(double Cutoff) : Composite
{
    /// <inheritdoc/>
    public override string Name => "pseudo_inverse";

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        (Tensor u, Tensor s, Tensor vt) = Prim.Svd(inputs[0]);
        int last = s.Rank - 1;
        Tensor largest = Prim.Reshape(Prim.ReduceMax(s, last), s.Shape.With(last, 1));
        Tensor counts = Prim.Greater(s, Prim.Multiply(largest, Cutoff));
        Tensor inverse = Prim.Select(counts, Prim.Divide(Prim.Scalar(1, s.DType), Prim.Select(counts, s, Prim.Scalar(1, s.DType))), Prim.Scalar(0, s.DType));
        Tensor scaled = Prim.Multiply(Matrices.Transposed(vt), Prim.Reshape(inverse, s.Shape.Insert(last, 1)));
        return [Matrices.Product(scaled, Matrices.Transposed(u))];
    }

    /// <summary>
    /// Golub and Pereyra, "The differentiation of pseudo-inverses" (1973), equation 4.12, transposed: with P the result and G its cotangent,
    /// -Pᵀ G Pᵀ + (I - A P) Gᵀ P Pᵀ + Pᵀ P Gᵀ (I - P A). It holds where the rank does not change, and needs no separate singular values.
    /// </summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor a = context.Inputs[0], p = context.Outputs[0], g = context.Cotangent, pt = Matrices.Transposed(p), gt = Matrices.Transposed(g);
        Tensor first = Matrices.Product(Matrices.Product(pt, g), pt);
        Tensor second = Matrices.Product(gt, Matrices.Product(p, pt));
        second = Prim.Subtract(second, Matrices.Product(a, Matrices.Product(p, second)));
        Tensor third = Matrices.Product(Matrices.Product(pt, p), gt);
        third = Prim.Subtract(third, Matrices.Product(Matrices.Product(third, p), a));
        return [Prim.Add(Prim.Subtract(second, first), third)];
    }
}

internal static partial class Prim
{
    /// <summary>The pseudo-inverse of matrices.</summary>
    public static Tensor PseudoInverse(Tensor x, double cutoff) => Dispatch.Bind1(new PseudoInverse(cutoff), x);
}
