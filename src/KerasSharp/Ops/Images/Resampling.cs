using System.Collections.Concurrent;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp;

/// <content>Resizing, scaling and translating by separable kernels.</content>
public static partial class Ops
{
    public static partial class Image
    {
        /// <summary>Sizes whose shares are kept: images of a dataset are resized alike.</summary>
        private const int MostMixtures = 32;

        private static readonly ConcurrentDictionary<(int Old, int Size, DType DType, string Interpolation, bool Antialias), AxisMixture> Mixtures = new();

        /// <summary>Images in another size: <c>keras.ops.image.resize</c>.</summary>
        /// <param name="images">Images.</param>
        /// <param name="size">The new height and width.</param>
        /// <param name="interpolation">"bilinear", "nearest", "bicubic" (Keys, a = -0.5), "lanczos3" or "lanczos5".</param>
        /// <param name="antialias">Whether to widen the kernel where images shrink.</param>
        /// <param name="cropToAspectRatio">Whether to keep the ratio of the sides by cutting off, evenly.</param>
        /// <param name="padToAspectRatio">Whether to keep it by filling up, evenly.</param>
        /// <param name="fillMode">How to fill up: "constant".</param>
        /// <param name="fillValue">With what.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        /// <exception cref="ArgumentException">The interpolation or fill mode is unknown, or ratios are to be kept both ways.</exception>
        public static Tensor Resize(
            Tensor images, IntTuple size, string interpolation = "bilinear", bool antialias = false, bool cropToAspectRatio = false, bool padToAspectRatio = false, string fillMode = "constant",
            double fillValue = 0, string? dataFormat = null)
        {
            int[] target = size.Expand(2, nameof(size));
            Func<Tensor, Tensor>? kernel = interpolation == "nearest" ? null : KernelOf(interpolation, "Resize");
            if ((cropToAspectRatio && padToAspectRatio) || fillMode != "constant" || target[0] < 1 || target[1] < 1)
            {
                throw new ArgumentException(
                    "Resize: sizes must be at least 1, only one of cropToAspectRatio and padToAspectRatio may be true, and fillMode must be 'constant'. "
                    + $"Received: size={size}, cropToAspectRatio={cropToAspectRatio}, padToAspectRatio={padToAspectRatio}, fillMode={fillMode}.");
            }

            return OfImages("resize", images, dataFormat, t =>
            {
                if (!SizesKnown(t))
                {
                    return Op.Unknown(KerasSharp.Shape.Of(t.Shape[0], target[0], target[1], t.Shape[3]), t.DType);
                }

                Tensor x = t;
                if (cropToAspectRatio || padToAspectRatio)
                {
                    x = ToRatio(x, target, cropToAspectRatio, fillValue);
                }

                if (kernel is null)
                {
                    return Nearest(Nearest(x, 1, target[0]), 2, target[1]);
                }

                x = Op.ToFloat(x);
                for (int axis = 1; axis <= 2; axis++)
                {
                    if (x.Shape[axis] != target[axis - 1])
                    {
                        x = Prim.MixAxis(x, axis, MixtureOf(x.Shape[axis], target[axis - 1], x.DType, interpolation, antialias));
                    }
                }

                return InDTypeOf(t, x);
            }, 2, size, interpolation, antialias, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, dataFormat);
        }

        /// <summary>Resampling with a scale and a translation for each axis: <c>keras.ops.image.scale_and_translate</c>. Differentiable in those, too.</summary>
        /// <param name="images">A tensor.</param>
        /// <param name="outputShape">The shape of the result.</param>
        /// <param name="scale">A factor for each of the axes.</param>
        /// <param name="translation">A distance for each of the axes, after scaling.</param>
        /// <param name="spatialDims">The axes.</param>
        /// <param name="method">"linear" ("bilinear", "trilinear", "triangle"), "cubic" ("bicubic", "tricubic"), "lanczos3" or "lanczos5".</param>
        /// <param name="antialias">Whether to widen the kernel where the tensor shrinks.</param>
        /// <exception cref="ArgumentException">The method is unknown.</exception>
        public static Tensor ScaleAndTranslate(Tensor images, Shape outputShape, Tensor scale, Tensor translation, IntTuple spatialDims, string method, bool antialias = true)
        {
            ArgumentNullException.ThrowIfNull(outputShape);
            Func<Tensor, Tensor> kernel = KernelOf(method, "ScaleAndTranslate");
            return Op.Call("scale_and_translate", [images, scale, translation], t =>
            {
                Tensor x = Op.ToFloat(t[0]);
                int[] axes = System.Array.ConvertAll(spatialDims.ToArray(), axis => Axes.Normalize(axis, x.Rank));
                if (outputShape.Rank != x.Rank || t[1].Shape != KerasSharp.Shape.Of(axes.Length) || t[2].Shape != t[1].Shape)
                {
                    throw new ShapeException(
                        $"ScaleAndTranslate: the output shape must have the rank of the images, and there must be a scale and a translation for each axis. Received: images.Shape={x.Shape}, "
                        + $"outputShape={outputShape}, scale.Shape={t[1].Shape}, translation.Shape={t[2].Shape}, spatialDims={spatialDims}.");
                }

                for (int i = 0; i < axes.Length; i++)
                {
                    Tensor Of(Tensor vector) => Prim.Reshape(Prim.SliceAxis(Prim.Convert(vector, x.DType), 0, i, i + 1), KerasSharp.Shape.Of());
                    x = x.Shape[axes[i]] < 0
                        ? Op.Unknown(x.Shape.With(axes[i], outputShape[axes[i]]), x.DType)
                        : Resampled(x, axes[i], outputShape[axes[i]], Of(t[1]), Of(t[2]), kernel, antialias);
                }

                return InDTypeOf(t[0], x);
            }, spatialDims, method, antialias, outputShape);
        }

        /// <summary>An axis resampled: each new element is the mean of old ones weighted by a kernel around its place.</summary>
        private static Tensor Resampled(Tensor x, int axis, int size, Tensor scale, Tensor translation, Func<Tensor, Tensor> kernel, bool antialias)
        {
            Tensor weights = Weights(x.Shape[axis], size, x.DType, scale, translation, kernel, antialias);
            return Moveaxis(Prim.DotGeneral(x, weights, [], [], [axis], [0]), -1, axis);
        }

        /// <summary>Resampling by the ratio of two sizes as a matrix of few elements, computed at once also where a function is being traced.</summary>
        private static AxisMixture MixtureOf(int old, int size, DType dtype, string interpolation, bool antialias)
        {
            DeferredWeights.Charge($"Resizing {old} to {size}: the table of shares", (long)old * size * sizeof(double));
            if (Mixtures.Count >= MostMixtures)
            {
                Mixtures.Clear();
            }

            return Mixtures.GetOrAdd((old, size, dtype, interpolation, antialias), static key =>
            {
                (int from, int to, DType type, string method, bool smooths) = key;
                using Dispatch.InterpreterScope eager = Dispatch.Enter(Dispatch.Eager);
                using Dispatch.RecorderScope unrecorded = Dispatch.WithoutRecorders();
                Tensor weights = Weights(from, to, type, Prim.Scalar((double)to / from, type), Prim.Scalar(0, type), KernelOf(method, "Resize"), smooths);
                return AxisMixture.Of(Prim.Convert(weights, DType.Float64).ToArray<double>(), from, to);
            });
        }

        /// <summary>The share, (old, size), of each old element in each new one.</summary>
        private static Tensor Weights(int old, int size, DType dtype, Tensor scale, Tensor translation, Func<Tensor, Tensor> kernel, bool antialias)
        {
            Tensor step = Prim.Divide(Prim.Scalar(1, dtype), scale);
            Tensor width = antialias ? Prim.Maximum(step, 1) : Prim.Scalar(1, dtype);
            Tensor column = Prim.Add(Prim.Iota(KerasSharp.Shape.Of(1, size), 1, dtype), 0.5), row = Prim.Iota(KerasSharp.Shape.Of(old, 1), 0, dtype);
            Tensor place = Prim.Subtract(Prim.Multiply(Prim.Subtract(column, translation), step), 0.5);
            Tensor weights = kernel(Prim.Divide(Prim.Abs(Prim.Subtract(place, row)), width));
            Tensor total = Prim.ReduceSum(weights, 0);
            Tensor enough = Prim.Greater(Prim.Abs(total), Prim.Scalar(1000 * PrecisionOf(DType.Float32), dtype));
            Tensor inside = Prim.LogicalAnd(Prim.GreaterEqual(place, Prim.Scalar(-0.5, dtype)), Prim.LessEqual(place, Prim.Scalar(old - 0.5, dtype)));
            Tensor factor = Prim.Select(enough, Prim.Divide(Prim.Scalar(1, dtype), Prim.Select(enough, total, Prim.Scalar(1, dtype))), Prim.Scalar(0, dtype));
            return Prim.Multiply(weights, Prim.Multiply(Prim.Reshape(factor, KerasSharp.Shape.Of(1, size)), Prim.Convert(inside, dtype)));
        }

        private static Tensor Nearest(Tensor x, int axis, int size)
        {
            int old = x.Shape[axis];
            DeferredWeights.Charge($"Resizing {old} to {size}: the table of places", (long)size * sizeof(int));
            int[] places = [.. Enumerable.Range(0, size).Select(i => (int)Math.Min(Math.Floor((i + 0.5) * old / size), old - 1))];
            return size == old ? x : Prim.Gather(x, Prim.Constant(places), axis);
        }

        /// <summary>The largest part in the middle with the ratio of the target, or the images with margins up to it.</summary>
        private static Tensor ToRatio(Tensor x, int[] target, bool crop, double fillValue)
        {
            int height = x.Shape[1], width = x.Shape[2], tall = (int)((double)width * target[0] / target[1]), wide = (int)((double)height * target[1] / target[0]);
            if (crop)
            {
                (tall, wide) = (Math.Max(Math.Min(height, tall), 1), Math.Max(Math.Min(width, wide), 1));
                (int top, int left) = ((height - tall) / 2, (width - wide) / 2);
                return Prim.SliceAxis(Prim.SliceAxis(x, 1, top, top + tall), 2, left, left + wide);
            }

            (tall, wide) = (Math.Max(height, tall), Math.Max(width, wide));
            (int above, int before) = ((tall - height) / 2, (wide - width) / 2);
            return Prim.Pad(x, [0, above, before, 0], [0, above, before, 0], fillValue); // as Keras: the same on both sides, an odd row is not added
        }

        /// <summary>A kernel as a function of the distance, 1 at 0.</summary>
        private static Func<Tensor, Tensor> KernelOf(string name, string op) => name switch
        {
            "linear" or "bilinear" or "trilinear" or "triangle" => x => Prim.Maximum(Prim.Subtract(1, x), 0),
            "cubic" or "bicubic" or "tricubic" => Cubic,
            "lanczos3" => x => Lanczos(x, 3),
            "lanczos5" => x => Lanczos(x, 5),
            _ => throw new ArgumentException(
                $"{op}: the interpolation must be {(op == "Resize" ? "'nearest', " : "")}'bilinear', 'bicubic', 'lanczos3' or 'lanczos5'. Received: {name}.", nameof(name)),
        };

        /// <summary>Keys, "Cubic convolution interpolation for digital image processing" (1981), equation 15.</summary>
        private static Tensor Cubic(Tensor x)
        {
            Tensor near = Prim.Add(Prim.Multiply(Prim.Multiply(Prim.Subtract(Prim.Multiply(x, 1.5), 2.5), x), x), 1);
            Tensor far = Prim.Add(Prim.Multiply(Prim.Subtract(Prim.Multiply(Prim.Add(Prim.Multiply(x, -0.5), 2.5), x), 4), x), 2);
            Tensor outside = Prim.Select(Prim.Less(x, Prim.Scalar(2, x.DType)), far, Prim.Scalar(0, x.DType));
            return Prim.Select(Prim.Less(x, Prim.Scalar(1, x.DType)), near, outside);
        }

        /// <summary>sinc(x) sinc(x / radius) inside the radius (Duchon 1979).</summary>
        private static Tensor Lanczos(Tensor x, int radius) =>
            Prim.Select(Prim.LessEqual(x, Prim.Scalar(radius, x.DType)), Prim.Multiply(Sinc(x), Sinc(Prim.Divide(x, radius))), Prim.Scalar(0, x.DType));
    }
}
