using System.Numerics;
using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A function of two numbers.</summary>
internal interface IBinaryFunction
{
    static abstract T Apply<T>(T x, T y)
        where T : INumber<T>;
}

/// <summary>A relation between two numbers.</summary>
internal interface IComparison
{
    static abstract bool Apply<T>(T x, T y)
        where T : INumber<T>;
}

/// <summary>An elementwise function of two operands of the same dtype, which the result has too. Bool operands compute as 0 and 1.</summary>
internal abstract record Binary<TFunction> : Elementwise
    where TFunction : IBinaryFunction
{
    /// <inheritdoc/>
    public sealed override DType ResultType(ReadOnlySpan<TensorSpec> inputs)
    {
        DType dtype = SameType(inputs);
        return Requirement(dtype) is { } rule ? throw Misfit(rule, inputs) : dtype;
    }

    /// <inheritdoc/>
    public sealed override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        var runner = new Runner(inputs[0], inputs[1], output);
        NumberTypes.Visit(output.DType, ref runner);
    }

    /// <summary>What the dtype of the operands fails to be, in a sentence; null where it will do.</summary>
    protected virtual string? Requirement(DType dtype) => null;

    private readonly struct Runner(Operand left, Operand right, Operand output) : INumberVisitor
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> x = left.As<T>(), y = right.As<T>();
            Span<T> z = output.As<T>();
            for (int i = 0; i < z.Length; i++)
            {
                z[i] = TFunction.Apply(x[i], y[i]);
            }
        }

        public void VisitBFloat16()
        {
            ReadOnlySpan<BFloat16> x = left.As<BFloat16>(), y = right.As<BFloat16>();
            Span<BFloat16> z = output.As<BFloat16>();
            for (int i = 0; i < z.Length; i++)
            {
                z[i] = (BFloat16)TFunction.Apply((float)x[i], (float)y[i]);
            }
        }
    }
}

/// <summary>An elementwise relation between two operands of the same dtype; the result is bool.</summary>
internal abstract record Comparison<TRelation> : Elementwise
    where TRelation : IComparison
{
    /// <inheritdoc/>
    public sealed override DType ResultType(ReadOnlySpan<TensorSpec> inputs)
    {
        SameType(inputs);
        return DType.Bool;
    }

    /// <inheritdoc/>
    public sealed override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        var runner = new Runner(inputs[0], inputs[1], output);
        NumberTypes.Visit(inputs[0].DType, ref runner);
    }

    private readonly struct Runner(Operand left, Operand right, Operand output) : INumberVisitor
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Visit<T>()
            where T : unmanaged, INumber<T>
        {
            ReadOnlySpan<T> x = left.As<T>(), y = right.As<T>();
            Span<byte> z = output.As<byte>();
            for (int i = 0; i < z.Length; i++)
            {
                z[i] = TRelation.Apply(x[i], y[i]) ? (byte)1 : (byte)0;
            }
        }

        public void VisitBFloat16()
        {
            ReadOnlySpan<BFloat16> x = left.As<BFloat16>(), y = right.As<BFloat16>();
            Span<byte> z = output.As<byte>();
            for (int i = 0; i < z.Length; i++)
            {
                z[i] = TRelation.Apply((float)x[i], (float)y[i]) ? (byte)1 : (byte)0;
            }
        }
    }
}
