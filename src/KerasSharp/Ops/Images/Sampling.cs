using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Elements at computed places: affine, perspective and elastic distortions.</content>
public static partial class Ops
{
    public static partial class Image
    {
        /// <summary>Elements at fractional places: <c>keras.ops.image.map_coordinates</c>. Differentiable in both, with linear interpolation.</summary>
        /// <param name="inputs">A tensor of rank n.</param>
        /// <param name="coordinates">(n, ...): for each axis the place of each element of the result, in elements.</param>
        /// <param name="order">0: the nearest element; 1: linear between neighbours.</param>
        /// <param name="fillMode">Outside: "constant" (the fill value), "nearest" (the last element), "wrap" (the other end), "mirror" (without the last element),
        /// "reflect" (with it).</param>
        /// <param name="fillValue">The fill value.</param>
        /// <exception cref="ArgumentException">Order or mode are unknown.</exception>
        /// <exception cref="ShapeException">There is not one row of coordinates for each axis.</exception>
        public static Tensor MapCoordinates(Tensor inputs, Tensor coordinates, int order, string fillMode = "constant", double fillValue = 0) =>
            Op.Call("map_coordinates", inputs, coordinates, (x, places) =>
            {
                if (places.Rank < 2 || places.Shape[0] != x.Rank)
                {
                    throw new ShapeException($"MapCoordinates: there must be a row of coordinates for each of the {x.Rank} axes. Received: inputs.Shape={x.Shape}, coordinates.Shape={places.Shape}.", nameof(coordinates));
                }

                RequireSampling("MapCoordinates", order, fillMode);
                if (!x.Shape.IsStatic)
                {
                    return Op.Unknown(places.Shape[1..], x.DType);
                }

                Tensor table = Prim.Reshape(Op.ToFloat(x), KerasSharp.Shape.Of((int)x.Count, 1));
                Tensor found = Sampled(table, x.Shape.ToArray(), Unstack(Prim.Convert(Op.ToFloat(places), table.DType)), null, order, fillMode, fillValue);
                return InDTypeOf(x, Prim.Reshape(found, places.Shape[1..]));
            }, order, fillMode, fillValue);

        /// <summary>Images under affine maps: <c>keras.ops.image.affine_transform</c>.</summary>
        /// <param name="images">Images.</param>
        /// <param name="transform">(8,) or (batch, 8), [a0, a1, a2, b0, b1, b2, c0, c1]: the new pixel (x, y) is the old one at (a0 x + a1 y + a2, b0 x + b1 y + b2).
        /// As in Keras, where it does not matter for the affine maps that have c0 = c1 = 0, they move channel n by (c1 n, c0 n).</param>
        /// <param name="interpolation">"bilinear" or "nearest".</param>
        /// <param name="fillMode">Outside: see <see cref="MapCoordinates"/>.</param>
        /// <param name="fillValue">The fill value.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor AffineTransform(
            Tensor images, Tensor transform, string interpolation = "bilinear", string fillMode = "constant", double fillValue = 0, string? dataFormat = null)
        {
            ArgumentNullException.ThrowIfNull(transform);
            return Affine(images, transform, interpolation, fillMode, fillValue, dataFormat, movesChannels: !IsAffine(transform));
        }

        /// <summary>The same where the maps are known to be affine, which spares channels to be moved one by one.</summary>
        internal static Tensor Affine(
            Tensor images, Tensor transform, string interpolation, string fillMode, double fillValue, string? dataFormat, bool movesChannels = false)
        {
            int order = OrderOf("AffineTransform", interpolation);
            RequireSampling("AffineTransform", order, fillMode);
            return Op.Call("affine_transform", images, transform, (pictures, maps) => OfImages("affine_transform", pictures, dataFormat, t =>
            {
                Tensor[] k = Coefficients("AffineTransform", maps, t);
                Tensor Moved(Tensor pixels, int channel) => Distorted(
                    pixels,
                    (x, y) => (Linear(k[0], x, k[1], y, Prim.Add(k[2], Prim.Multiply(k[7], channel))), Linear(k[3], x, k[4], y, Prim.Add(k[5], Prim.Multiply(k[6], channel)))),
                    order, fillMode, fillValue);
                return !movesChannels || t.Shape[3] < 0 ? Moved(t, 0) : Prim.Concatenate(3, [.. Split(t, t.Shape[3], 3).Select(Moved)]);
            }, 2), interpolation, fillMode, fillValue, dataFormat);
        }

        /// <summary>Images under the perspective maps that take four points to four others: <c>keras.ops.image.perspective_transform</c>.</summary>
        /// <param name="images">Images.</param>
        /// <param name="startPoints">(4, 2) or (batch, 4, 2): points (x, y) of the images.</param>
        /// <param name="endPoints">Where they go.</param>
        /// <param name="interpolation">"bilinear" or "nearest".</param>
        /// <param name="fillValue">What stands outside.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor PerspectiveTransform(
            Tensor images, Tensor startPoints, Tensor endPoints, string interpolation = "bilinear", double fillValue = 0, string? dataFormat = null)
        {
            int order = OrderOf("PerspectiveTransform", interpolation);
            return Op.Call("perspective_transform", [images, startPoints, endPoints], inputs => OfImages("perspective_transform", inputs[0], dataFormat, t =>
            {
                Tensor[] k = Coefficients("PerspectiveTransform", Homography(inputs[1], inputs[2]), t);
                return Distorted(
                    t,
                    (x, y) =>
                    {
                        Tensor depth = Linear(k[6], x, k[7], y, Prim.Scalar(1, k[6].DType));
                        return (Prim.Divide(Linear(k[0], x, k[1], y, k[2]), depth), Prim.Divide(Linear(k[3], x, k[4], y, k[5]), depth));
                    },
                    order, "constant", fillValue);
            }, 2), interpolation, fillValue, dataFormat);
        }

        /// <summary>Images with pixels displaced by smooth noise (Simard et al. 2003): <c>keras.ops.image.elastic_transform</c>.</summary>
        /// <param name="images">Images.</param>
        /// <param name="alpha">How far pixels move.</param>
        /// <param name="sigma">How smooth the noise is: the deviation of the Gaussian it is blurred with.</param>
        /// <param name="interpolation">"bilinear" or "nearest".</param>
        /// <param name="fillMode">Outside: see <see cref="MapCoordinates"/>.</param>
        /// <param name="fillValue">The fill value.</param>
        /// <param name="seed">A seed or a generator; the global generator when not given.</param>
        /// <param name="dataFormat">"channels_last" (the default) or "channels_first".</param>
        public static Tensor ElasticTransform(
            Tensor images, double alpha = 20, double sigma = 5, string interpolation = "bilinear", string fillMode = "reflect", double fillValue = 0, Seed seed = default, string? dataFormat = null)
        {
            int order = OrderOf("ElasticTransform", interpolation);
            RequireSampling("ElasticTransform", order, fillMode);
            return OfImages("elastic_transform", images, dataFormat, t =>
            {
                if (!t.Shape.IsStatic)
                {
                    return Op.Unknown(t.Shape, t.DType);
                }

                Shape field = KerasSharp.Shape.Of(t.Shape[0], t.Shape[1], t.Shape[2], 2);
                int taps = (int)(6 * sigma) | 1;
                Tensor noise = Keras.Random.Normal(field, dtype: Op.ToFloat(t).DType, seed: seed);
                noise = Prim.Multiply(GaussianBlur(noise, [taps, taps], (sigma, sigma)), alpha);
                Tensor[] moves = Unstack(noise, 2, -1);
                return Distorted(t, (x, y) => (Prim.Add(x, moves[0]), Prim.Add(y, moves[1])), order, fillMode, fillValue);
            }, 2);
        }

        /// <summary>Images (batch, h, w, channels) whose pixel (x, y) is the old one at a place computed from it; places are (batch or 1, h, w).</summary>
        private static Tensor Distorted(Tensor t, Func<Tensor, Tensor, (Tensor X, Tensor Y)> source, int order, string fillMode, double fillValue)
        {
            if (!t.Shape.IsStatic)
            {
                return Op.Unknown(t.Shape, t.DType);
            }

            (int batch, int height, int width, int channels) = (t.Shape[0], t.Shape[1], t.Shape[2], t.Shape[3]);
            Tensor pixels = Op.ToFloat(t), table = Prim.Reshape(pixels, KerasSharp.Shape.Of(batch * height * width, channels));
            Tensor x = Prim.Iota(KerasSharp.Shape.Of(1, 1, width), 2, pixels.DType), y = Prim.Iota(KerasSharp.Shape.Of(1, height, 1), 1, pixels.DType);
            (Tensor fromX, Tensor fromY) = source(x, y);
            Shape places = KerasSharp.Shape.Of(batch, height, width);
            Tensor image = Prim.Multiply(Prim.Iota(KerasSharp.Shape.Of(batch, 1, 1), 0, DType.Int32), Prim.Scalar(height * width, DType.Int32));
            return InDTypeOf(t, Sampled(table, [height, width], [Prim.BroadcastTo(fromY, places), Prim.BroadcastTo(fromX, places)], image, order, fillMode, fillValue));
        }

        /// <summary>
        /// Rows of a table at fractional places. The rows are numbered as the elements of an array of the sizes given, after an offset; the result has the shape of
        /// the places, with the columns of the table along a last axis.
        /// </summary>
        private static Tensor Sampled(Tensor table, int[] sizes, Tensor[] places, Tensor? offset, int order, string fillMode, double fillValue)
        {
            DType dtype = table.DType;
            Tensor fill = Prim.Scalar(fillValue, dtype);
            int[] strides = Broadcasting.ContiguousStrides(new Shape(sizes));
            Tensor[] low = System.Array.ConvertAll(places, p => order == 0 ? AwayFromZero(p) : Prim.Floor(p));
            Tensor? sum = null;
            for (int corner = 0; corner < (order == 0 ? 1 : 1 << sizes.Length); corner++)
            {
                Tensor? row = offset, weight = null, inside = null;
                for (int axis = 0; axis < sizes.Length; axis++)
                {
                    bool above = (corner >> axis & 1) == 1;
                    Tensor at = above ? Prim.Add(low[axis], 1) : low[axis];
                    if (order == 1)
                    {
                        Tensor share = above ? Prim.Subtract(places[axis], low[axis]) : Prim.Subtract(Prim.Add(low[axis], 1), places[axis]);
                        weight = weight is null ? share : Prim.Multiply(weight, share);
                    }

                    (Tensor index, Tensor? valid) = Fixed(Prim.Convert(at, DType.Int32), sizes[axis], fillMode);
                    inside = valid is null ? inside : inside is null ? valid : Prim.LogicalAnd(inside, valid);
                    index = Prim.Multiply(index, Prim.Scalar(strides[axis], DType.Int32));
                    row = row is null ? index : Prim.Add(row, index);
                }

                Tensor part = Prim.Gather(table, row!, 0);
                part = inside is null ? part : Prim.Select(Prim.BroadcastTo(ExpandDims(inside, -1), part.Shape), part, fill);
                part = weight is null ? part : Prim.Multiply(part, ExpandDims(weight, -1));
                sum = sum is null ? part : Prim.Add(sum, part);
            }

            return sum!;
        }

        /// <summary>An index brought into 0 ... size - 1, and, of constants outside, whether it was there.</summary>
        private static (Tensor Index, Tensor? Inside) Fixed(Tensor i, int size, string fillMode)
        {
            Tensor zero = Prim.Scalar(0, DType.Int32), last = Prim.Scalar(size - 1, DType.Int32);
            Tensor Mod(Tensor a, int n) => Prim.FloorMod(a, Prim.Scalar(Math.Max(n, 1), DType.Int32));
            switch (fillMode)
            {
                case "wrap": return (Mod(i, size), null);
                case "mirror":
                    Tensor turn = Mod(i, (2 * size) - 2);
                    return (Prim.Minimum(turn, Prim.Subtract(Prim.Scalar((2 * size) - 2, DType.Int32), turn)) is var m && size > 1 ? m : zero, null);
                case "reflect":
                    Tensor twice = Mod(i, 2 * size);
                    return (Prim.Minimum(twice, Prim.Subtract(Prim.Scalar((2 * size) - 1, DType.Int32), twice)), null);
                default:
                    Tensor clamped = Prim.Minimum(Prim.Maximum(i, zero), last);
                    return (clamped, fillMode == "nearest" ? null : Prim.Equal(clamped, i));
            }
        }

        /// <summary>The coefficients of a map for each image, each (batch or 1, 1, 1).</summary>
        private static Tensor[] Coefficients(string op, Tensor maps, Tensor images)
        {
            maps = Prim.Convert(Op.ToFloat(maps), Op.ToFloat(images).DType);
            maps = maps.Rank == 1 ? ExpandDims(maps, 0) : maps;
            return maps.Rank == 2 && maps.Shape[1] == 8
                ? System.Array.ConvertAll(Unstack(maps, 8, 1), k => Prim.Reshape(k, KerasSharp.Shape.Of(k.Shape[0], 1, 1)))
                : throw new ShapeException($"{op}: there must be 8 coefficients for each image. Received: Shape={maps.Shape}.", nameof(maps));
        }

        /// <summary>Whether the last two of eight coefficients are known to be 0.</summary>
        private static bool IsAffine(Tensor maps)
        {
            bool Zero<T>()
                where T : unmanaged, System.Numerics.INumber<T> => !maps.ToArray<T>().Where((k, i) => i % 8 >= 6 && !T.IsZero(k)).Any();
            return maps.IsConcrete && maps.DType switch { DType.Float32 => Zero<float>(), DType.Float64 => Zero<double>(), _ => false };
        }

        private static Tensor Linear(Tensor a, Tensor x, Tensor b, Tensor y, Tensor c) => Prim.Add(Prim.Add(Prim.Multiply(a, x), Prim.Multiply(b, y)), c);

        /// <summary>The eight coefficients of the map from end points to start points: two equations for each point.</summary>
        internal static Tensor Homography(Tensor start, Tensor end)
        {
            (start, end) = (Op.ToFloat(start), Op.ToFloat(end));
            if (start.Rank is not (2 or 3) || !start.Shape[^2..].IsCompatibleWith(KerasSharp.Shape.Of(4, 2)) || !end.Shape.IsCompatibleWith(start.Shape))
            {
                throw new ShapeException($"PerspectiveTransform: the points must be (4, 2) or (batch, 4, 2). Received: startPoints.Shape={start.Shape}, endPoints.Shape={end.Shape}.");
            }

            Tensor[] from = Split(end, 2, -1), to = Split(start, 2, -1);
            (Tensor x, Tensor y) = (from[0], from[1]);
            Tensor one = OnesLike(x), zero = ZerosLike(x);
            Tensor[] Equation(Tensor value, bool second) => second
                ? [zero, zero, zero, x, y, one, Prim.Negate(Prim.Multiply(x, value)), Prim.Negate(Prim.Multiply(y, value))]
                : [x, y, one, zero, zero, zero, Prim.Negate(Prim.Multiply(x, value)), Prim.Negate(Prim.Multiply(y, value))];
            Tensor left = Concatenate([Concatenate(Equation(to[0], false), -1), Concatenate(Equation(to[1], true), -1)], -2);
            Tensor solution = Solve(left, Concatenate([to[0], to[1]], -2));
            return Prim.Reshape(solution, solution.Shape[..^1]);
        }

        private static Tensor AwayFromZero(Tensor x) => Prim.Multiply(Prim.Sign(x), Prim.Floor(Prim.Add(Prim.Abs(x), 0.5)));

        private static int OrderOf(string op, string interpolation) => interpolation switch
        {
            "nearest" => 0,
            "bilinear" => 1,
            _ => throw new ArgumentException($"{op}: the interpolation must be 'bilinear' or 'nearest'. Received: interpolation={interpolation}.", nameof(interpolation)),
        };

        private static void RequireSampling(string op, int order, string fillMode)
        {
            if (order is not (0 or 1) || fillMode is not ("constant" or "nearest" or "wrap" or "mirror" or "reflect"))
            {
                throw new ArgumentException(
                    $"{op}: the order must be 0 or 1, the fill mode 'constant', 'nearest', 'wrap', 'mirror' or 'reflect'. Received: order={order}, fillMode={fillMode}.", nameof(fillMode));
            }
        }
    }
}
