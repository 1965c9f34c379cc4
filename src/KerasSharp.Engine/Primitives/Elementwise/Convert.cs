using System.Numerics;
using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Converts to another dtype. Float to integer truncates (saturating, NaN to 0), integers wrap, to bool is "not zero", from bool 0 and 1.
/// </summary>
internal sealed record Convert(DType Target) : Elementwise
{
    /// <inheritdoc/>
    public override string Name => "convert";

    /// <inheritdoc/>
    public override DType ResultType(ReadOnlySpan<TensorSpec> inputs) => Target != DType.String ? Target : throw new ArgumentException(
        $"convert: numbers cannot be cast to text. Received: {inputs[0].DType.Name()}{inputs[0].Shape}. Format them in C#, or look names up with StringLookup(invert: true).");

    /// <inheritdoc/>
    public override void Loop(ReadOnlySpan<Operand> inputs, Operand output)
    {
        var runner = new FromVisitor(inputs[0], output);
        NumberTypes.Visit(inputs[0].DType, ref runner);
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context) => [Prim.Convert(context.Cotangent, context.Inputs[0].DType)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TFrom>(ReadOnlySpan<TFrom> x, Operand output)
        where TFrom : unmanaged, INumber<TFrom>
    {
        if (output.DType == DType.Bool)
        {
            Span<byte> flags = output.As<byte>();
            for (int i = 0; i < flags.Length; i++)
            {
                flags[i] = TFrom.IsZero(x[i]) ? (byte)0 : (byte)1;
            }

            return;
        }

        if (output.DType == DType.BFloat16)
        {
            Span<BFloat16> halves = output.As<BFloat16>();
            for (int i = 0; i < halves.Length; i++)
            {
                halves[i] = (BFloat16)float.CreateTruncating(x[i]);
            }

            return;
        }

        // No branch on pairs of types: the visitor below instantiates the loop for each target type.
        var runner = new ToVisitor<TFrom>(x, output);
        runner.Run();
    }

    private readonly struct FromVisitor(Operand input, Operand output) : INumberVisitor
    {
        public void Visit<T>()
            where T : unmanaged, INumber<T> => Run<T>(input.As<T>(), output);

        public void VisitBFloat16()
        {
            ReadOnlySpan<BFloat16> x = input.As<BFloat16>();
            if (output.DType == DType.BFloat16)
            {
                x.CopyTo(output.As<BFloat16>());
                return;
            }

            var wide = new float[x.Length];
            for (int i = 0; i < wide.Length; i++)
            {
                wide[i] = x[i];
            }

            Run<float>(wide, output);
        }
    }

    private readonly ref struct ToVisitor<TFrom>(ReadOnlySpan<TFrom> x, Operand output)
        where TFrom : unmanaged, INumber<TFrom>
    {
        private readonly ReadOnlySpan<TFrom> _x = x;

        public void Run()
        {
            switch (output.DType)
            {
                case DType.UInt8: To<byte>(); break;
                case DType.UInt16: To<ushort>(); break;
                case DType.UInt32: To<uint>(); break;
                case DType.UInt64: To<ulong>(); break;
                case DType.Int8: To<sbyte>(); break;
                case DType.Int16: To<short>(); break;
                case DType.Int32: To<int>(); break;
                case DType.Int64: To<long>(); break;
                case DType.Float16: To<Half>(); break;
                case DType.Float32: To<float>(); break;
                default: To<double>(); break;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void To<T>()
            where T : unmanaged, INumber<T>
        {
            Span<T> y = output.As<T>();
            for (int i = 0; i < y.Length; i++)
            {
                y[i] = T.CreateTruncating(_x[i]);
            }
        }
    }
}

internal static partial class Prim
{
    /// <summary>The operand in another dtype; itself where it has that dtype.</summary>
    public static Tensor Convert(Tensor x, DType target) => x.DType == target ? x : Dispatch.Bind1(new Convert(target), x);
}
