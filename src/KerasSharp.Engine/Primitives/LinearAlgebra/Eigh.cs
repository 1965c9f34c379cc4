using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>Eigenvalues, ascending, and eigenvectors (columns) of the symmetric part of square matrices.</summary>
internal sealed record Eigh : Primitive
{
    /// <inheritdoc/>
    public override string Name => "eigh";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (!Matrices.AreFloats(inputs) || !Matrices.IsSquare(inputs[0].Shape))
        {
            throw Misfit("the operand must be square matrices of floats.", inputs);
        }

        outputs[0] = new TensorSpec(inputs[0].Shape[..^1], inputs[0].DType);
        outputs[1] = inputs[0];
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        int n = Matrices.Rows(inputs[0].Shape);
        Matrices.ForEach(inputs, outputs, inputs[0].Shape, matrices => Decompose(matrices[0], n));
    }

    /// <summary>V (diag(w̄) + F ∘ (Vᵀ V̄)) Vᵀ with F[i, j] = 1 / (w[j] - w[i]), symmetrised (Giles 2008, section 3.1). Equal eigenvalues have no gradient.</summary>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor w = context.Outputs[0], v = context.Outputs[1], vt = Matrices.Transposed(v);
        Tensor inner = Matrices.FromDiagonal(context.CotangentOrZero(0));
        if (context.Cotangents[1] is { } dv)
        {
            inner = Prim.Add(inner, Prim.Multiply(Matrices.Separations(w), Matrices.Product(vt, dv)));
        }

        return [Matrices.Symmetric(Matrices.Product(Matrices.Product(v, inner), vt))];
    }

    private static double[][] Decompose(double[] x, int n)
    {
        var a = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                a[(i * n) + j] = 0.5 * (x[(i * n) + j] + x[(j * n) + i]);
            }
        }

        (double[] values, double[] vectors) = new SymmetricEigen(a, n).Sorted();
        return [values, vectors];
    }
}

internal static partial class Prim
{
    /// <summary>Eigenvalues, ascending, and eigenvectors of symmetric matrices.</summary>
    public static (Tensor Values, Tensor Vectors) Eigh(Tensor x) => Dispatch.Bind(new Eigh(), x) is [var values, var vectors] ? (values, vectors) : default;
}
