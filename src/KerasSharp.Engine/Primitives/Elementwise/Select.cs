using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>x where the condition holds, else y. Operands: bool condition, then x and y of the same dtype; all broadcast.</summary>
internal sealed record Select : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "select";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs)
    {
        if (inputs[0].DType != DType.Bool)
        {
            throw Misfit("the condition must be a bool tensor.", inputs);
        }

        SameType(inputs[1..]);
        return inputs[1].DType;
    }

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        switch (output.DType.Size())
        {
            case 1: Run<byte>(inputs, output); break;
            case 2: Run<ushort>(inputs, output); break;
            case 4: Run<uint>(inputs, output); break;
            default: Run<ulong>(inputs, output); break;
        }
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor condition = context.Inputs[0], g = context.Cotangent, zero = Prim.Scalar(0, g.DType);
        return
        [
            null,
            context.Needs(1) ? Prim.Select(condition, g, zero) : null,
            context.Needs(2) ? Prim.Select(condition, zero, g) : null,
        ];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(ReadOnlySpan<Operand> inputs, Operand output)
        where T : unmanaged
    {
        ReadOnlySpan<byte> condition = inputs[0].As<byte>();
        ReadOnlySpan<T> x = inputs[1].As<T>(), y = inputs[2].As<T>();
        Span<T> z = output.As<T>();
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = condition[i] != 0 ? x[i] : y[i];
        }
    }
}

internal static partial class Prim
{
    /// <summary>x where the condition holds, else y.</summary>
    public static Tensor Select(Tensor condition, Tensor x, Tensor y) => Dispatch.Bind1(new Select(), condition, x, y);
}
