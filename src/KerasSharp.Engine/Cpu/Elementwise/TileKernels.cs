using System.Numerics.Tensors;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>One instruction over one tile: vectorised for float32 where it is common, else the primitive's reference loop.</summary>
internal static class TileKernels
{
    public static void Run(Primitives.Elementwise primitive, ReadOnlySpan<Operand> inputs, Operand output)
    {
        if (output.DType != DType.Float32 || inputs[0].DType != DType.Float32 || !RunFloat(primitive, inputs, output.As<float>()))
        {
            primitive.Loop(inputs, output);
        }
    }

    private static bool RunFloat(Primitives.Elementwise primitive, ReadOnlySpan<Operand> inputs, Span<float> y)
    {
        ReadOnlySpan<float> x = inputs[0].As<float>();
        switch (primitive)
        {
            case Add: TensorPrimitives.Add(x, inputs[1].As<float>(), y); return true;
            case Subtract: TensorPrimitives.Subtract(x, inputs[1].As<float>(), y); return true;
            case Multiply: TensorPrimitives.Multiply(x, inputs[1].As<float>(), y); return true;
            case Negate: TensorPrimitives.Negate(x, y); return true;
            case Exp: TensorPrimitives.Exp(x, y); return true;
            default: return false;
        }
    }
}
