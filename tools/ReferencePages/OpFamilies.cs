namespace KerasSharp.Documentation;

/// <summary>The families that the page of ops is divided into.</summary>
internal static class OpFamilies
{
    /// <summary>Title, and names in their order.</summary>
    public static (string Title, string Names)[] All { get; } =
    [
        (
            "Arithmetic and comparison",
            "Add Arctan2 BitwiseAnd BitwiseInvert BitwiseLeftShift BitwiseNot BitwiseOr BitwiseRightShift BitwiseXor Clip Divide DivideNoNan Equal FloorDivide Fmod "
            + "Greater GreaterEqual Hypot Isclose LeftShift Less LessEqual LogAddExp LogicalAnd LogicalNot LogicalOr LogicalXor Maximum Minimum Mod Multiply NotEqual "
            + "Power RightShift Subtract TrueDivide Where"),
        (
            "Functions of elements",
            "Abs Absolute Allclose Arccos Arccosh Arcsin Arcsinh Arctan Arctanh Cast Cbrt Ceil Cos Cosh Deg2rad Erf Erfc Erfinv Exp Exp2 Expm1 Fabs Floor Fmax Fmin "
            + "Gammainc Gcd Heaviside I0 Isfinite Isinf Isnan Isneginf Isposinf Lcm Ldexp Log Log10 Log1p Log2 LogAddExp2 NanToNum Negative Nextafter Rad2deg "
            + "Reciprocal Round Rsqrt SaturateCast Sign Signbit Sin Sinc Sinh Sqrt Square StopGradient Tan Tanh Trunc View"),
        (
            "Complex numbers",
            "Angle Conj Conjugate Imag Isreal Polar Real ViewAsComplex ViewAsReal"),
        (
            "Activations",
            "Celu Elu Gelu Glu HardShrink HardSigmoid HardSilu HardSwish HardTanh LeakyRelu LogSigmoid LogSoftmax Relu Relu6 Selu Sigmoid Silu SoftShrink Softmax "
            + "Softplus Softsign SparsePlus SparseSigmoid Sparsemax Squareplus Swish TanhShrink Threshold"),
        (
            "Making tensors",
            "Arange Array Bartlett Blackman ConvertToNumpy ConvertToTensor Copy Dtype Empty EmptyLike ExtractSequences Eye Full FullLike Geomspace Hamming Hanning "
            + "Identity IsTensor Kaiser Linspace Logspace Ndim Ones OnesLike Shape Size Trapezoid Tri Tril Triu Zeros ZerosLike"),
        (
            "Shapes",
            "Append ArraySplit BroadcastTo ColumnStack Concatenate Diag Diagflat Diagonal Diff Dsplit Dstack ExpandDims Flip Fliplr Flipud Hsplit Hstack Meshgrid "
            + "Moveaxis Ravel Rearrange Repeat Reshape Roll Rot90 Split Squeeze Stack Swapaxes Tile Trace Transpose Unstack Vander Vsplit Vstack"),
        (
            "Indexing, sorting, choosing",
            "Argpartition Argsort GetItem InTopK Nonzero Pad Scatter ScatterUpdate Select Slice SliceUpdate Sort Take TakeAlongAxis TopK Unique UnravelIndex"),
        (
            "Reductions",
            "All Amax Amin Any Argmax Argmin Average CountNonzero Cumprod Cumsum LogSumExp Max Mean Median Min Nanargmax Nanargmin Nancumprod Nancumsum Nanmax "
            + "Nanmean Nanmedian Nanmin Nanpercentile Nanprod Nanquantile Nanstd Nansum Nanvar Percentile Prod Ptp Quantile Std Sum Var"),
        (
            "Statistics and segments",
            "Bincount Corrcoef Correlate Digitize Histogram Isin Searchsorted SegmentMax SegmentMin SegmentProd SegmentSum"),
        (
            "Products",
            "Cdist Cross Dot Einsum Inner Kron MatMul Outer Tensordot Vdot"),
        (
            "Linear algebra",
            "Cholesky CholeskyInverse Det Eig Eigh Inv Logdet Lstsq LuFactor MatrixPower MatrixRank Norm NormOrder Pinv Qr Slogdet Solve SolveTriangular Svd"),
        (
            "Fourier transforms",
            "Fft Fft2 Ifft2 Irfft Istft Rfft Stft"),
        (
            "Neural networks",
            "AdaptiveAveragePool AdaptiveMaxPool AveragePool BatchNormalization BinaryCrossentropy CategoricalCrossentropy Conv ConvTranspose CtcDecode CtcLoss "
            + "DepthToSpace DepthwiseConv DotProductAttention Fold LayerNormalization MaxPool Moments MultiHot Normalize OneHot Psnr RmsNormalization SeparableConv "
            + "SpaceToDepth SparseCategoricalCrossentropy Unfold"),
        (
            "Control flow and functions of functions",
            "AssociativeScan Cond CustomGradient ForiLoop Jvp Map Scan Switch Vectorize VectorizedMap WhileLoop"),
    ];
}
