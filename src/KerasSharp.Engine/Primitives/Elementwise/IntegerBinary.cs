using System.Numerics;
using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A function of two integers.</summary>
internal interface IIntegerFunction
{
    static abstract T Apply<T>(T x, T y)
        where T : IBinaryInteger<T>;
}

/// <summary>An elementwise function of two integer (or bool) operands of the same dtype, which the result has too.</summary>
internal abstract record IntegerBinary<TFunction> : Elementwise
    where TFunction : IIntegerFunction
{
    /// <inheritdoc/>
    public sealed override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => SameType(inputs) is var dtype && !dtype.IsFloating()
        ? dtype
        : throw Misfit("the operands must be integer or bool tensors.", inputs);

    /// <inheritdoc/>
    public sealed override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        switch (output.DType)
        {
            case DType.Bool or DType.UInt8: Run<byte>(inputs, output); break;
            case DType.UInt16: Run<ushort>(inputs, output); break;
            case DType.UInt32: Run<uint>(inputs, output); break;
            case DType.UInt64: Run<ulong>(inputs, output); break;
            case DType.Int8: Run<sbyte>(inputs, output); break;
            case DType.Int16: Run<short>(inputs, output); break;
            case DType.Int32: Run<int>(inputs, output); break;
            default: Run<long>(inputs, output); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(ReadOnlySpan<Operand> inputs, Operand output)
        where T : unmanaged, IBinaryInteger<T>
    {
        ReadOnlySpan<T> x = inputs[0].As<T>(), y = inputs[1].As<T>();
        Span<T> z = output.As<T>();
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = TFunction.Apply(x[i], y[i]);
        }
    }
}
