using KerasSharp.Primitives;

namespace KerasSharp.Engine.Tests.Primitives;

/// <summary>What the factors must give when they are multiplied again.</summary>
public sealed class LinearAlgebraTests
{
    [Fact]
    public void Cholesky_TimesItsTranspose_IsTheMatrix()
    {
        Tensor a = LinearAlgebraRows.Positive(1, 3, 6), l = Prim.Cholesky(a);
        Same(a, Matrices.Product(l, Matrices.Transposed(l)));
        Same(l, Matrices.Lower(l));
    }

    [Fact]
    public void Cholesky_NotPositiveDefinite_IsNaN() => Assert.True(double.IsNaN(Prim.Cholesky(Tensor.From((double[])[1, 2, 2, 1], Shape.Of(2, 2))).ToArray<double>()[3]));

    [Theory]
    [InlineData(5, 5)]
    [InlineData(6, 3)]
    [InlineData(3, 6)]
    public void Lu_OfAnyShape_GivesThePermutedRows(int m, int n)
    {
        Tensor a = PrimitiveTests.Random(2, m, n);
        (Tensor factors, Tensor permutation) = Prim.Lu(a);
        int k = Math.Min(m, n);
        Tensor eye = Prim.SliceAxis(Matrices.Eye(Math.Max(m, n), DType.Float64), 1, 0, k);
        Tensor l = Prim.Add(Matrices.Lower(Prim.SliceAxis(factors, 1, 0, k), -1), Prim.SliceAxis(eye, 0, 0, m));
        Tensor u = Matrices.Upper(Prim.SliceAxis(factors, 0, 0, k));
        Same(Prim.Gather(a, permutation, 0), Matrices.Product(l, u));
    }

    [Theory]
    [InlineData(6, 3, false)]
    [InlineData(6, 3, true)]
    [InlineData(3, 6, false)]
    [InlineData(4, 4, false)]
    public void Qr_OfAnyShape_IsOrthonormalTimesTriangular(int m, int n, bool complete)
    {
        Tensor a = PrimitiveTests.Random(3, 2, m, n);
        (Tensor q, Tensor r) = Prim.Qr(a, complete);
        Same(a, Matrices.Product(q, r));
        Same(r, Matrices.Upper(r));
        IsOrthonormal(q);
    }

    [Fact]
    public void Eigh_OfSymmetric_Diagonalises()
    {
        Tensor a = Matrices.Symmetric(PrimitiveTests.Random(4, 2, 7, 7));
        (Tensor w, Tensor v) = Prim.Eigh(a);
        Same(Matrices.Product(a, v), Matrices.Product(v, Matrices.FromDiagonal(w)));
        IsOrthonormal(v);
        double[] values = w.ToArray<double>();
        Assert.Equal(values[..7].Order(), values[..7]);
    }

    [Theory]
    [InlineData("zeros")]
    [InlineData("identity")]
    [InlineData("ones")]
    [InlineData("diagonal")]
    [InlineData("large")]
    public void Eigh_EqualEigenvaluesAndManyOfThem_Diagonalises(string kind)
    {
        Tensor a = kind switch
        {
            "zeros" => Prim.Zeros(Shape.Of(1, 5, 5), DType.Float64),
            "identity" => Prim.Reshape(Matrices.Eye(5, DType.Float64), Shape.Of(1, 5, 5)),
            "ones" => Prim.Ones(Shape.Of(1, 6, 6), DType.Float64),
            "diagonal" => Matrices.FromDiagonal(Tensor.From((double[])[3, -1, 3, 2], Shape.Of(1, 4))),
            _ => Matrices.Symmetric(PrimitiveTests.Random(6, 1, 60, 60)),
        };
        (Tensor w, Tensor v) = Prim.Eigh(a);
        Same(Matrices.Product(a, v), Matrices.Product(v, Matrices.FromDiagonal(w)));
        IsOrthonormal(v);
        Assert.Equal(w.ToArray<double>().Order(), w.ToArray<double>());
    }

    [Theory]
    [InlineData("random")]
    [InlineData("rotation")]
    [InlineData("triangular")]
    [InlineData("companion")]
    public void Eig_OfGeneralMatrices_GivesEigenpairs(string kind)
    {
        Tensor a = kind switch
        {
            "random" => PrimitiveTests.Random(8, 12, 12),
            "rotation" => Tensor.From((double[])[0, -1, 1, 0], Shape.Of(2, 2)),
            "triangular" => Matrices.Upper(PrimitiveTests.Random(9, 6, 6)),
            _ => Tensor.From((double[])[0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], Shape.Of(4, 4)), // its eigenvalues are the fourth roots of 1
        };
        Tensor[] parts = Dispatch.Bind(new Eig(), a);
        (Tensor wr, Tensor wi) = (Matrices.FromDiagonal(parts[0]), Matrices.FromDiagonal(parts[1]));
        Same(Matrices.Product(a, parts[2]), Prim.Subtract(Matrices.Product(parts[2], wr), Matrices.Product(parts[3], wi)));
        Same(Matrices.Product(a, parts[3]), Prim.Add(Matrices.Product(parts[2], wi), Matrices.Product(parts[3], wr)));
        Assert.All(Prim.ReduceSum(Prim.Add(Prim.Square(parts[2]), Prim.Square(parts[3])), 0).ToArray<double>(), length => Assert.Equal(1, length, 1e-10));
    }

    [Theory]
    [InlineData(6, 3, false)]
    [InlineData(6, 3, true)]
    [InlineData(3, 6, false)]
    [InlineData(3, 6, true)]
    [InlineData(5, 5, false)]
    [InlineData(70, 50, false)]
    public void Svd_OfAnyShape_GivesTheMatrix(int m, int n, bool full)
    {
        Tensor a = PrimitiveTests.Random(5, 2, m, n);
        (Tensor u, Tensor s, Tensor vt) = Prim.Svd(a, full);
        int k = Math.Min(m, n);
        Same(a, Matrices.Product(Prim.Multiply(Prim.SliceAxis(u, 2, 0, k), Matrices.Both(s).Row), Prim.SliceAxis(vt, 1, 0, k)));
        IsOrthonormal(u);
        IsOrthonormal(Matrices.Transposed(vt));
        Assert.Equal(s.ToArray<double>()[..k].OrderDescending(), s.ToArray<double>()[..k]);
    }

    [Fact]
    public void Svd_OfRankOne_StillHasOrthonormalFactors()
    {
        Tensor a = Matrices.Product(PrimitiveTests.Random(6, 4, 1), PrimitiveTests.Random(7, 1, 3));
        (Tensor u, Tensor s, Tensor vt) = Prim.Svd(a);
        IsOrthonormal(u);
        IsOrthonormal(Matrices.Transposed(vt));
        Assert.Equal(0, s.ToArray<double>()[1], tolerance: 1e-12);
        Same(a, Matrices.Product(Prim.Multiply(u, Matrices.Both(s).Row), vt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(12)]
    [InlineData(13)]
    public void Fft_AndBack_IsTheInputTimesItsLength(int n)
    {
        Tensor re = PrimitiveTests.Random(8, 2, n), im = PrimitiveTests.Random(9, 2, n);
        (Tensor a, Tensor b) = Prim.Fft(re, im);
        Assert.Equal(re.ToArray<double>()[..n].Sum(), a.ToArray<double>()[0], tolerance: 1e-12);
        (Tensor backRe, Tensor backIm) = Prim.Fft(a, b, inverse: true);
        Same(Prim.Multiply(re, n), backRe);
        Same(Prim.Multiply(im, n), backIm);
    }

    private static void IsOrthonormal(Tensor q)
    {
        Tensor product = Matrices.Product(Matrices.Transposed(q), q);
        Same(Prim.BroadcastTo(Matrices.Eye(q.Shape[^1], DType.Float64), product.Shape), product);
    }

    private static void Same(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        PrimitiveRow.AssertClose(expected.ToArray<double>(), actual.ToArray<double>(), 1e-10, "elements");
    }
}
