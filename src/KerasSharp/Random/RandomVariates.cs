using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Gamma, beta and binomial variates.</content>
public static partial class Keras
{
    public static partial class Random
    {
        private const int Rounds = 6; // none is taken in 0.05^6 of all cases, below the grain of the numbers themselves

        /// <summary>Numbers of the gamma distribution of scale 1: <c>keras.random.gamma</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="alpha">The shape parameter, above 0; it broadcasts to the shape.</param>
        /// <param name="dtype">A floating dtype; float32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Gamma(Shape shape, Tensor alpha, DType? dtype = null, Seed seed = default)
        {
            ArgumentNullException.ThrowIfNull(alpha);
            DType target = FloatingType("Gamma", dtype);
            return Op.Call("gamma", alpha, a => Prim.Convert(GammaOf(shape, Prim.Convert(a, Wide(target)), seed.Draw()), target));
        }

        /// <summary>Numbers of the beta distribution: <c>keras.random.beta</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="alpha">The first parameter, above 0; it broadcasts to the shape.</param>
        /// <param name="beta">The second parameter, above 0; it broadcasts to the shape.</param>
        /// <param name="dtype">A floating dtype; float32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Beta(Shape shape, Tensor alpha, Tensor beta, DType? dtype = null, Seed seed = default)
        {
            ArgumentNullException.ThrowIfNull(alpha);
            ArgumentNullException.ThrowIfNull(beta);
            DType target = FloatingType("Beta", dtype);
            return Op.Call("beta", alpha, beta, (a, b) =>
            {
                Tensor[] states = seed.Draws(2);
                return Prim.Convert(BetaOf(shape, Prim.Convert(a, Wide(target)), Prim.Convert(b, Wide(target)), states[0], states[1]), target);
            });
        }

        /// <summary>How many of so many trials succeed: <c>keras.random.binomial</c>.</summary>
        /// <param name="shape">The shape of the result.</param>
        /// <param name="counts">Numbers of trials, 0 or more; they broadcast to the shape.</param>
        /// <param name="probabilities">Probabilities of success; they broadcast to the shape.</param>
        /// <param name="dtype">The dtype; float32 when not given.</param>
        /// <param name="seed">What to draw from.</param>
        /// <remarks>
        /// By halving (Relles 1972): the middle one of n uniform numbers has a beta distribution, and says on which side of it the trials are to be counted further. Exact,
        /// in a number of rounds that grows with the logarithm of the counts.
        /// </remarks>
        [NotDifferentiable("Random numbers are constants; to differentiate in a parameter, scale and shift numbers of fixed parameters.")]
        public static Tensor Binomial(Shape shape, Tensor counts, Tensor probabilities, DType? dtype = null, Seed seed = default)
        {
            ArgumentNullException.ThrowIfNull(counts);
            ArgumentNullException.ThrowIfNull(probabilities);
            int rounds = counts.IsConcrete ? (int)Math.Ceiling(Math.Log2(Math.Max(counts.Count == 0 ? 0 : Ops.Max(counts).Item(), 0) + 1)) : 31;
            return Op.Call("binomial", counts, probabilities, (c, p) =>
            {
                Tensor[] states = seed.Draws(Math.Max(2 * rounds, 1));
                Tensor left = Prim.BroadcastTo(Prim.Convert(c, DType.Float64), shape), share = Prim.BroadcastTo(Prim.Convert(p, DType.Float64), shape);
                Tensor zero = Prim.Scalar(0, DType.Float64), found = Prim.Multiply(left, 0);
                for (int round = 0; round < rounds; round++)
                {
                    Tensor open = Prim.Greater(left, zero), middle = Prim.Add(Prim.Floor(Prim.Multiply(left, 0.5)), 1);
                    middle = Prim.Minimum(middle, Prim.Maximum(left, 1));
                    Tensor after = Prim.Subtract(Prim.Add(Prim.Maximum(left, 1), 1), middle);
                    Tensor cut = BetaOf(shape, middle, after, states[2 * round], states[(2 * round) + 1]);
                    Tensor below = Prim.LogicalAnd(open, Prim.LessEqual(cut, share)), above = Prim.LogicalAnd(open, Prim.Greater(cut, share));
                    found = Prim.Select(below, Prim.Add(found, middle), found);
                    left = Prim.Select(below, Prim.Subtract(left, middle), Prim.Select(above, Prim.Subtract(middle, 1), left));
                    share = Prim.Select(below, Ops.DivideNoNan(Prim.Subtract(share, cut), Prim.Subtract(1, cut)), Prim.Select(above, Ops.DivideNoNan(share, cut), share));
                }

                return Prim.Convert(found, dtype ?? DType.Float32);
            });
        }

        private static DType Wide(DType dtype) => dtype == DType.Float64 ? dtype : DType.Float32;

        private static Tensor BetaOf(Shape shape, Tensor a, Tensor b, Tensor first, Tensor second)
        {
            Tensor x = GammaOf(shape, a, first), y = GammaOf(shape, b, second);
            return Prim.Divide(x, Prim.Add(x, y));
        }

        /// <summary>
        /// Marsaglia and Tsang, "A simple method for generating gamma variables" (2000): proposals are taken with a probability above 0.95, the first of
        /// <see cref="Rounds"/> that is. Below 1 a number of alpha + 1 is scaled by U^(1 / alpha) (their section 6).
        /// </summary>
        private static Tensor GammaOf(Shape shape, Tensor alpha, Tensor state)
        {
            DType dtype = alpha.DType;
            alpha = Prim.BroadcastTo(Prim.StopGradient(alpha), shape);
            Tensor one = Prim.Scalar(1, dtype), small = Prim.Less(alpha, one);
            Tensor d = Prim.Subtract(Prim.Select(small, Prim.Add(alpha, 1), alpha), 1.0 / 3), c = Prim.Rsqrt(Prim.Multiply(d, 9));
            Tensor key = Tensor.From([0u, 0x80000000u], Shape.Of(2));
            Tensor normals = Standard(state, shape.Insert(0, Rounds), dtype), units = Unit(Prim.BitwiseXor(state, key), shape.Insert(0, Rounds + 1), dtype);
            Tensor Part(Tensor all, int i) => Prim.Reshape(Prim.SliceAxis(all, 0, i, i + 1), shape);
            Tensor result = d;
            for (int i = Rounds - 1; i >= 0; i--)
            {
                Tensor x = Part(normals, i), u = Prim.Subtract(1, Part(units, i)), root = Prim.Add(Prim.Multiply(c, x), 1);
                Tensor possible = Prim.Greater(root, Prim.Scalar(0, dtype));
                root = Prim.Select(possible, root, one);
                Tensor v = Prim.Multiply(Prim.Square(root), root);
                Tensor bound = Prim.Add(Prim.Multiply(Prim.Square(x), 0.5), Prim.Multiply(d, Prim.Add(Prim.Subtract(1, v), Prim.Log(v))));
                result = Prim.Select(Prim.LogicalAnd(possible, Prim.Less(Prim.Log(u), bound)), Prim.Multiply(d, v), result);
            }

            Tensor boost = Prim.Power(Prim.Subtract(1, Part(units, Rounds)), Prim.Divide(one, alpha));
            return Prim.Select(small, Prim.Multiply(result, boost), result);
        }
    }
}
