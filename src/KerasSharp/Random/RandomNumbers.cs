using KerasSharp.Layers;
using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Random numbers: <c>keras.random</c>.</content>
public static partial class Keras
{
    /// <summary>
    /// The functions of <c>keras.random</c>. Numbers come from a counter-based generator: the same seed gives the same numbers, whatever the number of threads, eager or
    /// compiled. They are constants to differentiation, but for <see cref="Dropout"/>, which is differentiable in its input.
    /// </summary>
    public static partial class Random
    {
        /// <summary>Uniform numbers in [minval, maxval): <c>keras.random.uniform</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="minval">The lower bound.</param>
        /// <param name="maxval">The upper bound, left out.</param>
        /// <param name="dtype">A floating dtype; float32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        /// <exception cref="ArgumentException">The dtype is not a floating one.</exception>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Uniform(Shape shape, double minval = 0, double maxval = 1, DType? dtype = null, Seed seed = default)
        {
            DType target = FloatingType("Uniform", dtype);
            DType wide = target == DType.Float64 ? target : DType.Float32;
            Tensor unit = Unit(seed.Draw(), shape, wide);
            return Prim.Convert(Prim.Add(Prim.Multiply(unit, maxval - minval), minval), target);
        }

        /// <summary>Normal numbers: <c>keras.random.normal</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="mean">The mean.</param>
        /// <param name="stddev">The standard deviation.</param>
        /// <param name="dtype">A floating dtype; float32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        /// <exception cref="ArgumentException">The dtype is not a floating one.</exception>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Normal(Shape shape, double mean = 0, double stddev = 1, DType? dtype = null, Seed seed = default)
        {
            DType target = FloatingType("Normal", dtype);
            Tensor standard = Standard(seed.Draw(), shape, target == DType.Float64 ? target : DType.Float32);
            return Prim.Convert(Prim.Add(Prim.Multiply(standard, stddev), mean), target);
        }

        /// <summary>Normal numbers within two standard deviations of the mean: <c>keras.random.truncated_normal</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="mean">The mean.</param>
        /// <param name="stddev">The standard deviation of the normal distribution that is cut.</param>
        /// <param name="dtype">A floating dtype; float32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        /// <exception cref="ArgumentException">The dtype is not a floating one.</exception>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor TruncatedNormal(Shape shape, double mean = 0, double stddev = 1, DType? dtype = null, Seed seed = default)
        {
            DType target = FloatingType("TruncatedNormal", dtype), wide = target == DType.Float64 ? target : DType.Float32;

            // The inverse of the distribution function: erf(√2) is the share within two deviations.
            const double share = 0.95449973610364158559;
            Tensor unit = Prim.Subtract(Prim.Multiply(Unit(seed.Draw(), shape, wide), 2), 1);
            Tensor standard = Prim.Multiply(Prim.ErfInv(Prim.Multiply(unit, share)), Math.Sqrt(2));
            standard = Prim.Minimum(Prim.Maximum(standard, -2), 2);
            return Prim.Convert(Prim.Add(Prim.Multiply(standard, stddev), mean), target);
        }

        /// <summary>Whole numbers from minval up to, not including, maxval: <c>keras.random.randint</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="minval">The least number.</param>
        /// <param name="maxval">The number after the largest; at most 2^32 above the least.</param>
        /// <param name="dtype">An integer dtype; int32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        /// <exception cref="ArgumentException">The dtype is not an integer one, or the range is empty or too wide.</exception>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Randint(Shape shape, long minval, long maxval, DType? dtype = null, Seed seed = default)
        {
            DType target = dtype ?? DType.Int32;
            long range = maxval - minval;
            if (!target.IsInteger() || range < 1 || range > 1L << 32)
            {
                throw new ArgumentException($"Randint: the dtype must be an integer one and maxval above minval by 1 to 2^32. Received: minval={minval}, maxval={maxval}, dtype={target.Name()}.", nameof(maxval));
            }

            // The upper half of a product (Lemire 2019): range / 2^32 is all the bias there is.
            Tensor words = Prim.Convert(Prim.RandomBits(seed.Draw(), shape), DType.UInt64);
            Tensor scaled = Prim.ShiftRight(Prim.Multiply(words, Whole(range, DType.UInt64)), Whole(32, DType.UInt64));
            return Prim.Convert(Prim.Add(Prim.Convert(scaled, DType.Int64), Whole(minval, DType.Int64)), target);
        }

        /// <summary>Classes drawn from logits: (batch, classes) gives (batch, numSamples). <c>keras.random.categorical</c>.</summary>
        /// <param name="logits">Logarithms of probabilities, up to a constant for each row.</param>
        /// <param name="numSamples">How many to draw for each row.</param>
        /// <param name="dtype">An integer dtype; int32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        /// <exception cref="ShapeException">The logits are no matrix.</exception>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Categorical(Tensor logits, int numSamples, DType? dtype = null, Seed seed = default)
        {
            ArgumentNullException.ThrowIfNull(logits);
            if (logits.Rank != 2)
            {
                throw new ShapeException($"Categorical: the logits must be (batch, classes). Received: logits.Shape={logits.Shape}.", nameof(logits));
            }

            // The largest of logits with Gumbel noise is distributed as their softmax (Gumbel 1954).
            return Op.Call("categorical", logits, t =>
            {
                if (!t.Shape.IsStatic)
                {
                    return Op.Unknown(Shape.Of(t.Shape[0], numSamples), dtype ?? DType.Int32);
                }

                Tensor scores = Prim.StopGradient(Op.ToFloat(t));
                Tensor unit = Unit(seed.Draw(), Shape.Of(t.Shape[0], numSamples, t.Shape[1]), DType.Float32);
                Tensor noise = Prim.Negate(Prim.Log(Prim.Negate(Prim.Log(Prim.Maximum(unit, 1e-30)))));
                return Prim.Convert(Prim.ArgMax(Prim.Add(Prim.Reshape(Prim.Convert(scores, DType.Float32), scores.Shape.Insert(1, 1)), noise), 2), dtype ?? DType.Int32);
            });
        }

        /// <summary>The slices along an axis in random order: <c>keras.random.shuffle</c>.</summary>
        /// <param name="x">A tensor.</param>
        /// <param name="axis">The axis.</param>
        /// <param name="seed">What to draw from.</param>
        public static Tensor Shuffle(Tensor x, int axis = 0, Seed seed = default)
        {
            ArgumentNullException.ThrowIfNull(x);
            return Op.Call("shuffle", x, t =>
            {
                int along = Axes.Normalize(axis, t.Rank), size = t.Shape[along];
                return size < 0 ? Op.Unknown(t.Shape, t.DType) : Prim.Gather(t, Prim.ArgSort(Prim.RandomBits(seed.Draw(), Shape.Of(size)), 0), along);
            });
        }

        /// <summary>Elements set to 0 with a probability, the others scaled up so that the mean stays: <c>keras.random.dropout</c>.</summary>
        /// <param name="inputs">A floating tensor.</param>
        /// <param name="rate">The probability, from 0 up to, not including, 1.</param>
        /// <param name="noiseShape">The shape of what is drawn, which broadcasts to that of the inputs; -1 stands for their size.</param>
        /// <param name="seed">What to draw from.</param>
        /// <exception cref="ArgumentOutOfRangeException">The rate is outside.</exception>
        public static Tensor Dropout(Tensor inputs, double rate, Shape? noiseShape = null, Seed seed = default)
        {
            ArgumentNullException.ThrowIfNull(inputs);
            if (!(rate >= 0 && rate < 1))
            {
                throw new ArgumentOutOfRangeException(nameof(rate), $"Dropout: the rate must be at least 0 and less than 1. Received: rate={rate}.");
            }

            return Op.Float("dropout", inputs, t =>
            {
                Shape drawn = noiseShape is null ? t.Shape : new Shape([.. noiseShape.Span.ToArray().Select((size, axis) => size < 0 ? t.Shape[axis] : size)]);
                return drawn.IsStatic ? RandomDrop.Apply(t, rate, seed.Draw(), drawn) : Op.Unknown(t.Shape, t.DType);
            });
        }

        /// <summary>Uniform numbers in [0, 1): 24 bits of a word for float32, 53 of two words for float64.</summary>
        internal static Tensor Unit(Tensor state, Shape shape, DType dtype)
        {
            if (dtype != DType.Float64)
            {
                return Prim.RandomUnits(state, shape);
            }

            Tensor words = Prim.RandomBits(state, shape.Insert(0, 2));
            Tensor High(int i, int shift) => Prim.Convert(Prim.ShiftRight(Prim.Reshape(Prim.SliceAxis(words, 0, i, i + 1), shape), Whole(shift, DType.UInt32)), DType.Float64);
            return Prim.Multiply(Prim.Add(Prim.Multiply(High(0, 5), 1 << 26), High(1, 6)), Math.Pow(2, -53));
        }

        /// <summary>Standard normal numbers (Box and Muller 1958).</summary>
        internal static Tensor Standard(Tensor state, Shape shape, DType dtype)
        {
            if (dtype != DType.Float64)
            {
                return Prim.RandomNormal(state, shape);
            }

            Tensor units = Unit(state, shape.Insert(0, 2), dtype);
            return RandomNormal.Of(units, shape);
        }

        internal static DType FloatingType(string op, DType? dtype) => dtype is null or { } and (DType.Float16 or DType.BFloat16 or DType.Float32 or DType.Float64)
            ? dtype ?? DType.Float32
            : throw new ArgumentException($"{op}: the dtype must be a floating one. Received: dtype={dtype.Value.Name()}. Draw whole numbers with Randint.", nameof(dtype));

        private static Tensor Whole(long number, DType dtype) => Prim.Scalar(number, dtype);
    }
}
