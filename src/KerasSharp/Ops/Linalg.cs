namespace KerasSharp;

/// <content>Linear algebra under the name of Keras's module, <c>keras.ops.linalg</c>.</content>
public static partial class Ops
{
    /// <summary>The functions of <c>keras.ops.linalg</c>; each is the one of the same name in <see cref="Ops"/>, which has its description.</summary>
    public static class Linalg
    {
        /// <inheritdoc cref="Ops.Cholesky"/>
        public static Tensor Cholesky(Tensor x, bool upper = false) => Ops.Cholesky(x, upper);

        /// <inheritdoc cref="Ops.CholeskyInverse"/>
        public static Tensor CholeskyInverse(Tensor x, bool upper = false) => Ops.CholeskyInverse(x, upper);

        /// <inheritdoc cref="Ops.Det"/>
        public static Tensor Det(Tensor x) => Ops.Det(x);

        /// <inheritdoc cref="Ops.Eig"/>
        public static ((Tensor Real, Tensor Imaginary) Values, (Tensor Real, Tensor Imaginary) Vectors) Eig(Tensor x) => Ops.Eig(x);

        /// <inheritdoc cref="Ops.Eigh"/>
        public static Tensor[] Eigh(Tensor x) => Ops.Eigh(x);

        /// <inheritdoc cref="Ops.Inv"/>
        public static Tensor Inv(Tensor x) => Ops.Inv(x);

        /// <inheritdoc cref="Ops.Jvp(Func{Tensor, Tensor}, Tensor, Tensor)"/>
        public static (Tensor Primal, Tensor Tangent) Jvp(Func<Tensor, Tensor> fun, Tensor primals, Tensor tangents) => Ops.Jvp(fun, primals, tangents);

        /// <inheritdoc cref="Ops.Lstsq"/>
        public static Tensor Lstsq(Tensor a, Tensor b, double? rcond = null) => Ops.Lstsq(a, b, rcond);

        /// <inheritdoc cref="Ops.LuFactor"/>
        public static (Tensor Lu, Tensor Pivots) LuFactor(Tensor x) => Ops.LuFactor(x);

        /// <inheritdoc cref="Ops.MatrixPower"/>
        public static Tensor MatrixPower(Tensor x, int n) => Ops.MatrixPower(x, n);

        /// <inheritdoc cref="Ops.MatrixRank"/>
        public static Tensor MatrixRank(Tensor x, Tensor? tol = null) => Ops.MatrixRank(x, tol);

        /// <inheritdoc cref="Ops.Norm"/>
        public static Tensor Norm(Tensor x, NormOrder ord = default, IntTuple axis = default, bool keepdims = false) => Ops.Norm(x, ord, axis, keepdims);

        /// <inheritdoc cref="Ops.Pinv"/>
        public static Tensor Pinv(Tensor x, double? rcond = null) => Ops.Pinv(x, rcond);

        /// <inheritdoc cref="Ops.Qr"/>
        public static Tensor[] Qr(Tensor x, string mode = "reduced") => Ops.Qr(x, mode);

        /// <inheritdoc cref="Ops.Solve"/>
        public static Tensor Solve(Tensor a, Tensor b) => Ops.Solve(a, b);

        /// <inheritdoc cref="Ops.SolveTriangular"/>
        public static Tensor SolveTriangular(Tensor a, Tensor b, bool lower = false) => Ops.SolveTriangular(a, b, lower);

        /// <inheritdoc cref="Ops.Svd"/>
        public static Tensor[] Svd(Tensor x, bool fullMatrices = true, bool computeUv = true) => Ops.Svd(x, fullMatrices, computeUv);
    }
}
