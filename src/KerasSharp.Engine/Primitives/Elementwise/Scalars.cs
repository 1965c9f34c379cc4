namespace KerasSharp.Primitives;

/// <content>Arithmetic with numbers: the number takes the dtype of the tensor.</content>
internal static partial class Prim
{
    /// <summary>x + number.</summary>
    public static Tensor Add(Tensor x, double number) => Add(x, Scalar(number, x.DType));

    /// <summary>x * number.</summary>
    public static Tensor Multiply(Tensor x, double number) => Multiply(x, Scalar(number, x.DType));

    /// <summary>x - number.</summary>
    public static Tensor Subtract(Tensor x, double number) => Subtract(x, Scalar(number, x.DType));

    /// <summary>number - x.</summary>
    public static Tensor Subtract(double number, Tensor x) => Subtract(Scalar(number, x.DType), x);

    /// <summary>x / number.</summary>
    public static Tensor Divide(Tensor x, double number) => Divide(x, Scalar(number, x.DType));

    /// <summary>The larger of x and number.</summary>
    public static Tensor Maximum(Tensor x, double number) => Maximum(x, Scalar(number, x.DType));

    /// <summary>The smaller of x and number.</summary>
    public static Tensor Minimum(Tensor x, double number) => Minimum(x, Scalar(number, x.DType));
}
