using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>
/// Complex numbers are pairs of tensors, real and imaginary parts of one shape. Functions that Keras has for complex tensors take such pairs; they are differentiable
/// in both parts. For real tensors they do what they do for complex ones without imaginary part.
/// </content>
public static partial class Ops
{
    /// <summary>The magnitude of complex numbers. Its slope at 0 is taken to be 0.</summary>
    public static Tensor Abs((Tensor Real, Tensor Imaginary) x) => Op.Call("abs_of_complex", x.Real, x.Imaginary, Hypotenuse);

    /// <summary>The angle of real numbers, 0 or π: <c>keras.ops.angle</c>. Its slope is 0 wherever it has one.</summary>
    public static Tensor Angle(Tensor x) => Op.Float("angle", x, t =>
    {
        Tensor angle = Prim.Select(Prim.Less(t, Prim.Scalar(0, t.DType)), Prim.Scalar(Math.PI, t.DType), Prim.Scalar(0, t.DType));
        return Prim.Select(Prim.IsNan(t), t, angle);
    });

    /// <summary>The angle of complex numbers, in (-π, π]: <c>keras.ops.angle</c>.</summary>
    public static Tensor Angle((Tensor Real, Tensor Imaginary) x) => Op.Call("angle_of_complex", x.Real, x.Imaginary, (re, im) => Prim.Atan2(im, re));

    /// <summary>Real numbers themselves: <c>keras.ops.real</c>.</summary>
    public static Tensor Real(Tensor x) => Op.Call("real", x, Prim.Identity);

    /// <summary>The real parts: <c>keras.ops.real</c>.</summary>
    public static Tensor Real((Tensor Real, Tensor Imaginary) x) => x.Real;

    /// <summary>Zeros, the imaginary parts of real numbers: <c>keras.ops.imag</c>.</summary>
    public static Tensor Imag(Tensor x) => ZerosLike(x);

    /// <summary>The imaginary parts: <c>keras.ops.imag</c>.</summary>
    public static Tensor Imag((Tensor Real, Tensor Imaginary) x) => x.Imaginary;

    /// <summary>Real numbers themselves: <c>keras.ops.conj</c>.</summary>
    public static Tensor Conj(Tensor x) => Op.Call("conj", x, Prim.Identity);

    /// <summary>The conjugates: <c>keras.ops.conj</c>.</summary>
    public static (Tensor Real, Tensor Imaginary) Conj((Tensor Real, Tensor Imaginary) x) => (x.Real, Negative(x.Imaginary));

    /// <summary>Real numbers themselves: <c>keras.ops.conjugate</c>.</summary>
    public static Tensor Conjugate(Tensor x) => Conj(x);

    /// <summary>The conjugates: <c>keras.ops.conjugate</c>.</summary>
    public static (Tensor Real, Tensor Imaginary) Conjugate((Tensor Real, Tensor Imaginary) x) => Conj(x);

    /// <summary>Whether numbers have no imaginary part: true of real ones. <c>keras.ops.isreal</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isreal(Tensor x) => Op.Call("isreal", x, t => Prim.BroadcastTo(Prim.Scalar(1, DType.Bool), t.Shape));

    /// <summary>Whether numbers have no imaginary part: <c>keras.ops.isreal</c>.</summary>
    [NotDifferentiable("The result is bool.")]
    public static Tensor Isreal((Tensor Real, Tensor Imaginary) x) => Equal(x.Imaginary, 0);

    /// <summary>Complex numbers of given magnitudes and angles: <c>keras.ops.polar</c>.</summary>
    /// <param name="abs">Magnitudes.</param>
    /// <param name="angle">Angles in radians.</param>
    public static (Tensor Real, Tensor Imaginary) Polar(Tensor abs, Tensor angle) => (Multiply(abs, Cos(angle)), Multiply(abs, Sin(angle)));

    /// <summary>Complex numbers from a last axis of two, real and imaginary part: <c>keras.ops.view_as_complex</c>.</summary>
    /// <param name="x">(..., 2).</param>
    /// <exception cref="ShapeException">The last axis has another size.</exception>
    public static (Tensor Real, Tensor Imaginary) ViewAsComplex(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || x.Shape[^1] != 2)
        {
            throw new ShapeException($"ViewAsComplex: the last axis must have size 2, for real and imaginary part. Received: x.Shape={x.Shape}.", nameof(x));
        }

        Tensor[] parts = Unstack(x, 2, -1);
        return (parts[0], parts[1]);
    }

    /// <summary>Real and imaginary parts along a new last axis of two: <c>keras.ops.view_as_real</c>.</summary>
    public static Tensor ViewAsReal((Tensor Real, Tensor Imaginary) x) => Stack([x.Real, x.Imaginary], -1);
}
