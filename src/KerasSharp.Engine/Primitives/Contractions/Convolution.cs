using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Convolution as deep learning calls it (cross-correlation): y[n, o, f] = sum over taps k and channels c of x[n, o * stride - pad + k * dilation, c] *
/// w[k, c, f]. Together with its two gradients it is closed under differentiation.
/// </summary>
internal sealed record Convolution(ConvolutionGeometry Geometry) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "convolution";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape? shape = inputs[0].DType == inputs[1].DType ? Geometry.Output(inputs[0].Shape, inputs[1].Shape) : null;
        outputs[0] = new TensorSpec(
            shape ?? throw Misfit(
                $"an image (N, spatial..., channels) and a kernel (spatial..., channels / {Geometry.Groups} groups, features) of the same dtype were expected.", inputs),
            inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] x = Doubles.Read(inputs[0]), w = Doubles.Read(inputs[1]), y = new double[outputs[0].Count];
        Geometry.ForEachTerm(inputs[0].Shape, inputs[1].Shape, outputs[0].Shape, (i, k, o) => y[o] += x[i] * w[k]);
        Doubles.Write(y, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
    [
        context.Needs(0) ? Prim.ConvolutionInputGradient(context.Cotangent, context.Inputs[1], Geometry, context.Inputs[0].Shape) : null,
        context.Needs(1) ? Prim.ConvolutionFilterGradient(context.Inputs[0], context.Cotangent, Geometry, context.Inputs[1].Shape) : null,
    ];
}

/// <summary>What <see cref="Convolution"/> sends back to its image: from the result's cotangent and the kernel.</summary>
internal sealed record ConvolutionInputGradient(ConvolutionGeometry Geometry, Shape Image) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "convolution_input_gradient";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(Image, inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] dy = Doubles.Read(inputs[0]), w = Doubles.Read(inputs[1]), dx = new double[outputs[0].Count];
        Geometry.ForEachTerm(Image, inputs[1].Shape, inputs[0].Shape, (i, k, o) => dx[i] += dy[o] * w[k]);
        Doubles.Write(dx, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
    [
        context.Needs(0) ? Prim.Convolution(context.Cotangent, context.Inputs[1], Geometry) : null,
        context.Needs(1) ? Prim.ConvolutionFilterGradient(context.Cotangent, context.Inputs[0], Geometry, context.Inputs[1].Shape) : null,
    ];
}

/// <summary>What <see cref="Convolution"/> sends back to its kernel: from the image and the result's cotangent.</summary>
internal sealed record ConvolutionFilterGradient(ConvolutionGeometry Geometry, Shape Kernel) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "convolution_filter_gradient";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs) => outputs[0] = new TensorSpec(Kernel, inputs[0].DType);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        double[] x = Doubles.Read(inputs[0]), dy = Doubles.Read(inputs[1]), dw = new double[outputs[0].Count];
        Geometry.ForEachTerm(inputs[0].Shape, Kernel, inputs[1].Shape, (i, k, o) => dw[k] += x[i] * dy[o]);
        Doubles.Write(dw, outputs[0]);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) =>
    [
        context.Needs(0) ? Prim.ConvolutionInputGradient(context.Inputs[1], context.Cotangent, Geometry, context.Inputs[0].Shape) : null,
        context.Needs(1) ? Prim.Convolution(context.Inputs[0], context.Cotangent, Geometry) : null,
    ];
}

internal static partial class Prim
{
    /// <summary>Convolution of an image (N, spatial..., C) with a kernel (spatial..., C / groups, features).</summary>
    public static Tensor Convolution(Tensor x, Tensor kernel, ConvolutionGeometry geometry) => Volumes.Fit(geometry, x.Shape, kernel.Shape, geometry.Output(x.Shape, kernel.Shape))
        ? Volumes.Convolve(x, kernel, geometry)
        : Dispatch.Bind1(new Convolution(geometry), x, kernel);

    /// <summary>The gradient of a convolution for its image; also the transposed convolution.</summary>
    public static Tensor ConvolutionInputGradient(Tensor dy, Tensor kernel, ConvolutionGeometry geometry, Shape image) =>
        Volumes.Fit(geometry, image, kernel.Shape, dy.Shape)
            ? Volumes.Transposed(dy, kernel, geometry, image)
            : Dispatch.Bind1(new ConvolutionInputGradient(geometry, image), dy, kernel);

    /// <summary>The gradient of a convolution for its kernel.</summary>
    public static Tensor ConvolutionFilterGradient(Tensor x, Tensor dy, ConvolutionGeometry geometry, Shape kernel) =>
        Dispatch.Bind1(new ConvolutionFilterGradient(geometry, kernel), x, dy);
}
