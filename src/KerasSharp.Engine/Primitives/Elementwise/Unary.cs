using System.Numerics;
using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A function of one number, as generic code that every floating dtype shares. bfloat16 computes in float32.</summary>
internal interface IFloatFunction
{
    static abstract T Apply<T>(T x)
        where T : IFloatingPointIeee754<T>;
}

/// <summary>A function of one number defined for integers too.</summary>
internal interface INumberFunction
{
    static abstract T Apply<T>(T x)
        where T : INumber<T>;
}

/// <summary>An elementwise function of one floating-point operand; the result has its dtype.</summary>
internal abstract record FloatUnary<TFunction> : Elementwise
    where TFunction : IFloatFunction
{
    /// <inheritdoc/>
    public sealed override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType.IsFloating()
        ? inputs[0].DType
        : throw Misfit("the operand must be a floating-point tensor.", inputs);

    /// <inheritdoc/>
    public sealed override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        switch (output.DType)
        {
            case DType.Float32: Run(inputs[0].As<float>(), output.As<float>()); break;
            case DType.Float64: Run(inputs[0].As<double>(), output.As<double>()); break;
            case DType.Float16: Run(inputs[0].As<Half>(), output.As<Half>()); break;
            default:
                ReadOnlySpan<BFloat16> x = inputs[0].As<BFloat16>();
                Span<BFloat16> y = output.As<BFloat16>();
                for (int i = 0; i < y.Length; i++)
                {
                    y[i] = (BFloat16)TFunction.Apply((float)x[i]);
                }

                break;
        }
    }

    private static void Run<T>(ReadOnlySpan<T> x, Span<T> y)
        where T : IFloatingPointIeee754<T>
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = TFunction.Apply(x[i]);
        }
    }
}

/// <summary>An elementwise function of one numeric operand; the result has its dtype.</summary>
internal abstract record NumberUnary<TFunction> : Elementwise
    where TFunction : INumberFunction
{
    /// <inheritdoc/>
    public sealed override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => inputs[0].DType != DType.Bool
        ? inputs[0].DType
        : throw Misfit("the operand must be numeric, not bool.", inputs);

    /// <inheritdoc/>
    public sealed override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        var runner = new Runner(inputs[0], output);
        NumberTypes.Visit(output.DType, ref runner);
    }

    private readonly struct Runner(Operand input, Operand output) : INumberVisitor
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> x = input.As<T>();
            Span<T> y = output.As<T>();
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = TFunction.Apply(x[i]);
            }
        }

        public void VisitBFloat16()
        {
            ReadOnlySpan<BFloat16> x = input.As<BFloat16>();
            Span<BFloat16> y = output.As<BFloat16>();
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = (BFloat16)TFunction.Apply((float)x[i]);
            }
        }
    }
}
