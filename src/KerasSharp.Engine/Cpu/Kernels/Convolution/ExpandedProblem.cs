using KerasSharp.Cpu.Kernels.Gemm;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>A 1x1 convolution and the depthwise 3x3 convolution of its result: the wide half of an inverted residual block.</summary>
internal unsafe struct ExpandedProblem
{
    public ConvShape Expansion;
    public ConvShape Depthwise;

    /// <summary>Images of <see cref="Expansion"/>.</summary>
    public float* X;

    /// <summary>The filter of the expansion in the order of <see cref="PackedMatrix"/>, one k-block.</summary>
    public float* Panels;

    /// <summary>Bias and activation of the expansion.</summary>
    public Epilogue Between;

    /// <summary>Weights of tap t, one for each channel, at Weights + t * channels.</summary>
    public float* Weights;

    public float* Y;

    /// <summary>Bias and activation of the result.</summary>
    public Epilogue Last;

    /// <summary>Whether the kernel takes the two, and keeping the image between them away from memory pays.</summary>
    public static bool Fits(in ConvShape expansion, in ConvShape depthwise, int bits) =>
        expansion.IsProduct && expansion.W >= MicroKernel.FewestPixels && GemmCut.KBlock(expansion.C, bits / 4) == expansion.C
        && depthwise.IsDepthwise && depthwise.OC == depthwise.C && depthwise.KH == 3 && depthwise.KW == 3 && depthwise.DilationH == 1 && depthwise.DilationW == 1
        && depthwise.StrideH == depthwise.StrideW && depthwise.StrideH <= 2;
}
