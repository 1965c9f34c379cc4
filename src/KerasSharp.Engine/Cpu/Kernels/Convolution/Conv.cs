using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Cpu.Kernels.Threading;

namespace KerasSharp.Cpu.Kernels.Convolution;

/// <summary>2-D convolution and its two gradients. Results are overwritten. Sizes are trusted.</summary>
internal static unsafe class Conv
{
    /// <summary>Elements of the filter as <see cref="Forward"/> takes it, or 0 where it takes it as it is.</summary>
    public static long PackedSize(in ConvShape s) => s.IsProduct ? 0 : SimdLevel.Bits switch
    {
        512 => Conv<Simd512<float>, Vector512<float>>.PackedSize(in s),
        256 => Conv<Simd256<float>, Vector256<float>>.PackedSize(in s),
        _ => Conv<Simd128<float>, Vector128<float>>.PackedSize(in s),
    };

    /// <summary>Brings a filter into the form in which <see cref="Forward"/> takes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(in ConvShape s, float* w, float* packed)
    {
        switch (SimdLevel.Bits)
        {
            case 512:
                Conv<Simd512<float>, Vector512<float>>.Pack(in s, w, packed);
                break;
            case 256:
                Conv<Simd256<float>, Vector256<float>>.Pack(in s, w, packed);
                break;
            default:
                Conv<Simd128<float>, Vector128<float>>.Pack(in s, w, packed);
                break;
        }
    }

    /// <summary>y = epilogue(x * w), with w packed where <see cref="PackedSize"/> is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Forward(in ConvShape s, float* x, float* w, float* y, in Epilogue e)
    {
        if (s.IsDepthwise)
        {
            Depthwise.Forward(in s, x, w, y, in e);
            return;
        }
        if (s.IsProduct)
        {
            Gemm.Gemm.Run(s.N * s.H * s.W, s.OC, s.C, x, s.C, false, w, s.OC, false, y, s.OC, 0, in e);
            return;
        }
        switch (SimdLevel.Bits)
        {
            case 512:
                Conv<Simd512<float>, Vector512<float>>.Forward(in s, x, w, y, in e);
                break;
            case 256:
                Conv<Simd256<float>, Vector256<float>>.Forward(in s, x, w, y, in e);
                break;
            default:
                Conv<Simd128<float>, Vector128<float>>.Forward(in s, x, w, y, in e);
                break;
        }
    }

    /// <summary>dx = gradient of the loss with respect to the input; w as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InputGradient(in ConvShape s, float* dy, float* w, float* dx)
    {
        if (s.IsDepthwise)
        {
            Depthwise.InputGradient(in s, dy, w, dx);
            return;
        }
        if (s.IsProduct)
        {
            Gemm.Gemm.Run(s.N * s.H * s.W, s.C, s.OC, dy, s.OC, false, w, s.OC, true, dx, s.C, 0, default);
            return;
        }
        switch (SimdLevel.Bits)
        {
            case 512:
                Conv<Simd512<float>, Vector512<float>>.InputGradient(in s, dy, w, dx);
                break;
            case 256:
                Conv<Simd256<float>, Vector256<float>>.InputGradient(in s, dy, w, dx);
                break;
            default:
                Conv<Simd128<float>, Vector128<float>>.InputGradient(in s, dy, w, dx);
                break;
        }
    }

    /// <summary>dw = gradient of the loss with respect to the filter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FilterGradient(in ConvShape s, float* x, float* dy, float* dw)
    {
        if (s.IsDepthwise)
        {
            Depthwise.FilterGradient(in s, x, dy, dw);
            return;
        }
        if (s.IsProduct)
        {
            Gemm.Gemm.Run(s.C, s.OC, s.N * s.H * s.W, x, s.C, true, dy, s.OC, false, dw, s.OC, 0, default);
            return;
        }
        switch (SimdLevel.Bits)
        {
            case 512:
                Conv<Simd512<float>, Vector512<float>>.FilterGradient(in s, x, dy, dw);
                break;
            case 256:
                Conv<Simd256<float>, Vector256<float>>.FilterGradient(in s, x, dy, dw);
                break;
            default:
                Conv<Simd128<float>, Vector128<float>>.FilterGradient(in s, x, dy, dw);
                break;
        }
    }
}

/// <summary>Chooses the form of a convolution that is neither a product nor depthwise: F(4x4, 3x3), or the direct one.</summary>
internal static unsafe class Conv<S, V>
    where S : ISimd<V, float>
    where V : struct
{
    public static long PackedSize(in ConvShape s) => MergedGroups.Factor(in s) is > 1 and var factor
        ? PackedSize(s with { Groups = s.Groups / factor })
        : s.IsDepthwise ? 0
        : WinogradProblem.Fits(in s, S.Count) ? WinogradFilter<S, V>.Size(s.C, s.OC)
        : DirectConvolution<S, V>.PackedSize(in s);

    public static void Pack(in ConvShape s, float* w, float* packed)
    {
        if (MergedGroups.Factor(in s) is > 1 and var factor)
        {
            float* merged = Scratch.Get<float>(MergedGroups.Size(in s, factor), ScratchSlot.Merged);
            MergedGroups.Expand(in s, factor, w, merged);
            Pack(s with { Groups = s.Groups / factor }, merged, packed);
            return;
        }
        if (WinogradProblem.Fits(in s, S.Count))
        {
            WinogradFilter<S, V>.Forward(w, s.C, s.OC, packed);
            return;
        }
        DirectConvolution<S, V>.Pack(in s, w, packed);
    }

    public static void Forward(in ConvShape s, float* x, float* packed, float* y, in Epilogue e)
    {
        if (MergedGroups.Factor(in s) is > 1 and var factor)
        {
            Forward(s with { Groups = s.Groups / factor }, x, packed, y, in e);
            return;
        }
        if (WinogradProblem.Fits(in s, S.Count))
        {
            WinogradProblem g = WinogradProblem.Forward(in s);
            WinogradDriver<S, V>.Run(in g, x, packed, y, in e);
            return;
        }
        DirectConvolution<S, V>.Forward(in s, x, packed, y, in e);
    }

    public static void InputGradient(in ConvShape s, float* dy, float* w, float* dx)
    {
        if (MergedGroups.Factor(in s) is > 1 and var factor)
        {
            float* merged = Scratch.Get<float>(MergedGroups.Size(in s, factor), ScratchSlot.Merged);
            MergedGroups.Expand(in s, factor, w, merged);
            InputGradient(s with { Groups = s.Groups / factor }, dy, merged, dx);
            return;
        }
        if (WinogradProblem.Fits(in s, S.Count))
        {
            float* filter = Scratch.Get<float>(WinogradFilter<S, V>.Size(s.OC, s.C) + (9L * s.C * s.OC), ScratchSlot.PanelsB);
            float* transposed = filter + WinogradFilter<S, V>.Size(s.OC, s.C);
            if (WinogradInputGradient<S, V>.Pays(in s))
            {
                WinogradProblem forward = WinogradProblem.Forward(in s);
                WinogradFilter<S, V>.Transposed(w, s.C, s.OC, filter, transposed);
                WinogradInputGradient<S, V>.Run(in forward, dy, filter, dx);
                return;
            }
            WinogradProblem g = WinogradProblem.InputGradient(in s);
            WinogradFilter<S, V>.Turned(w, s.C, s.OC, filter, transposed);
            WinogradDriver<S, V>.Run(in g, dy, filter, dx, default);
            return;
        }
        DirectConvolution<S, V>.InputGradient(in s, dy, w, dx);
    }

    public static void FilterGradient(in ConvShape s, float* x, float* dy, float* dw)
    {
        if (MergedGroups.Factor(in s) is > 1 and var factor)
        {
            float* merged = Scratch.Get<float>(MergedGroups.Size(in s, factor), ScratchSlot.Merged);
            FilterGradient(s with { Groups = s.Groups / factor }, x, dy, merged);
            MergedGroups.Extract(in s, factor, merged, dw);
            return;
        }
        if (WinogradProblem.Fits(in s, S.Count))
        {
            WinogradProblem g = WinogradProblem.Forward(in s);
            WinogradFilterGradient<S, V>.Run(in g, x, dy, dw);
            return;
        }
        if (LineFilterGradient<S, V>.Fits(in s))
        {
            LineFilterGradient<S, V>.Run(in s, x, dy, dw);
            return;
        }
        FilterGradientDriver<S, V>.Run(in s, x, dy, dw);
    }
}
