using System.Numerics;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A property of one floating-point number.</summary>
internal interface IFloatTest
{
    static abstract bool Apply<T>(T x)
        where T : IFloatingPointIeee754<T>;
}

/// <summary>An elementwise property of one floating-point operand; the result is bool.</summary>
internal abstract record FloatTest<TFunction> : Elementwise
    where TFunction : IFloatTest
{
    /// <inheritdoc/>
    public sealed override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType.IsFloating()
        ? DType.Bool
        : throw Misfit("the operand must be a floating-point tensor.", inputs);

    /// <inheritdoc/>
    public sealed override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        Span<byte> y = output.As<byte>();
        switch (inputs[0].DType)
        {
            case DType.Float32: Run(inputs[0].As<float>(), y); break;
            case DType.Float64: Run(inputs[0].As<double>(), y); break;
            case DType.Float16: Run(inputs[0].As<Half>(), y); break;
            default:
                ReadOnlySpan<BFloat16> x = inputs[0].As<BFloat16>();
                for (int i = 0; i < y.Length; i++)
                {
                    y[i] = TFunction.Apply((float)x[i]) ? (byte)1 : (byte)0;
                }

                break;
        }
    }

    private static void Run<T>(ReadOnlySpan<T> x, Span<byte> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TFunction.Apply(x[i]) ? (byte)1 : (byte)0;
        }
    }
}
