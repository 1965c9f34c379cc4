namespace KerasSharp.Saving;

/// <content>Products and linear algebra.</content>
internal static partial class Operations
{
    private static IEnumerable<Operation> Algebra() =>
    [
        .. Binary("x1, x2", ("Dot", Ops.Dot), ("Inner", Ops.Inner), ("Kron", Ops.Kron), ("Matmul", Ops.MatMul), ("Outer", Ops.Outer), ("Vdot", Ops.Vdot)),
        Of("numpy", "Cross(axisa, axisb, axisc, axis)(x1, x2)", a => Ops.Cross(a["x1"], a["x2"], a.Int("axisa", -1), a.Int("axisb", -1), a.Int("axisc", -1), a.MaybeInt("axis"))),
        Of("numpy", "Einsum(subscripts)(*operands)", a => Ops.Einsum(a.Text("subscripts", ""), a.List("operands"))),
        Of("numpy", "Tensordot(axes)(x1, x2)", a => a.Find("axes") is List<object?> ? Ops.Tensordot(a["x1"], a["x2"], a.Lists("axes")) : Ops.Tensordot(a["x1"], a["x2"], a.Int("axes", 2))),
        Of("numpy", "Correlate(mode)(x1, x2)", a => Ops.Correlate(a["x1"], a["x2"], a.Text("mode", "valid"))),
        Of("math", "Cdist()(x, y)", a => Ops.Cdist(a.X, a["y"])),
        Of("math", "Logdet()(x)", a => Ops.Logdet(a.X)),
        Of("linalg", "Cholesky(upper)(x)", a => Ops.Cholesky(a.X, a.Flag("upper"))),
        Of("linalg", "CholeskyInverse(upper)(x)", a => Ops.CholeskyInverse(a.X, a.Flag("upper"))),
        .. Unary("linalg", ("Det", Ops.Det), ("Inv", Ops.Inv)),
        Many("linalg", "Eigh()(x)", a => Ops.Eigh(a.X)),
        Many("numpy", "Slogdet()(x)", a => Ops.Slogdet(a.X)),
        Many("linalg", "QR(mode)(x)", a => Ops.Qr(a.X, a.Text("mode", "reduced"))),
        Many("linalg", "SVD(full_matrices, compute_uv)(x)", a => Ops.Svd(a.X, a.Flag("full_matrices", true), a.Flag("compute_uv", true))),
        Two("linalg", "LuFactor()(x)", a => Ops.LuFactor(a.X)),
        Of("linalg", "MatrixRank(*tol)(x)", a => Ops.MatrixRank(a.X, a.Maybe("tol"))),
        Two("math", "FFT()([x])", a => Ops.Fft(a.Complex())),
        Two("math", "FFT2()([x])", a => Ops.Fft2(a.Complex())),
        Two("math", "IFFT2()([x])", a => Ops.Ifft2(a.Complex())),
        Two("math", "RFFT(fft_length)(x)", a => Ops.Rfft(a.X, a.MaybeInt("fft_length"))),
        Of("math", "IRFFT(fft_length)([x])", a => Ops.Irfft(a.Complex(), a.MaybeInt("fft_length"))),
        Of("linalg", "Norm(ord, axis, keepdims)(x)", a => Ops.Norm(
            a.X, a.Find("ord") switch { null => default, string => a.Text("ord", "fro"), _ => a.Number("ord", 2) }, a.Axes(), a.Flag("keepdims"))),
        Of("linalg", "Solve()(a, b)", a => Ops.Solve(a["a"], a["b"])),
        Of("linalg", "SolveTriangular(lower)(a, b)", a => Ops.SolveTriangular(a["a"], a["b"], a.Flag("lower"))),
        Of("linalg", "Lstsq(rcond)(a, b)", a => Ops.Lstsq(a["a"], a["b"], a.MaybeNumber("rcond"))),
        Of("linalg", "MatrixPower(n)(x)", a => Ops.MatrixPower(a.X, a.Int("n"))),
        Of("linalg", "Pinv(rcond)(x)", a => Ops.Pinv(a.X, a.MaybeNumber("rcond"))),
    ];
}
