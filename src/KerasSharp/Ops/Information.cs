namespace KerasSharp;

/// <content>What a value is, and values outside tensors.</content>
public static partial class Ops
{
    /// <summary>The dtype of a tensor: <c>keras.ops.dtype</c>.</summary>
    [NotDifferentiable("The result is no tensor.")]
    public static DType Dtype(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.DType;
    }

    /// <summary>Whether something is a tensor: <c>keras.ops.is_tensor</c>. C# arrays are not, though all functions take them.</summary>
    [NotDifferentiable("The result is no tensor.")]
    public static bool IsTensor(object? x) => x is Tensor;

    /// <summary>The elements as an array of .NET, which is what NumPy's is in Python: <c>keras.ops.convert_to_numpy</c>.</summary>
    /// <typeparam name="T">The type of the elements; it must be that of the dtype.</typeparam>
    /// <exception cref="InvalidOperationException">The tensor is symbolic, or has another dtype.</exception>
    [NotDifferentiable("The result is no tensor.")]
    public static System.Numerics.Tensors.Tensor<T> ConvertToNumpy<T>(Tensor x)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.ToTensor<T>();
    }
}
