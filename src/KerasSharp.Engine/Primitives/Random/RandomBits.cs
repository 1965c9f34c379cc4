using System.Runtime.CompilerServices;
using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// Random 32-bit words from a counter-based generator, Philox 4x32-10 (Salmon, Moraes, Dror and Shaw 2011). Operand: uint32 state (2), the key. Word i of
/// the result is word i % 4 of the block with counter (i / 4, 0, 0, 0), so it depends on nothing but the state and its place.
/// </summary>
internal sealed record RandomBits(Shape Shape) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "random_bits";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        if (inputs[0].DType != DType.UInt32 || inputs[0].Shape != Shape.Of(2))
        {
            throw Misfit("the state must be two uint32 words.", inputs);
        }

        outputs[0] = new TensorSpec(Shape, DType.UInt32);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        ReadOnlySpan<uint> key = inputs[0].As<uint>();
        Span<uint> words = outputs[0].As<uint>();
        Span<uint> block = stackalloc uint[4];
        for (int i = 0; i < words.Length; i++)
        {
            if (i % 4 == 0)
            {
                Block((ulong)(i / 4), key[0], key[1], block);
            }

            words[i] = block[i % 4];
        }
    }

    /// <summary>One block: ten rounds over the counter (n mod 2^32, n / 2^32, 0, 0). Multipliers and key increments are those of the paper's table 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Block(ulong counter, uint key0, uint key1, Span<uint> block)
    {
        (uint c0, uint c1, uint c2, uint c3) = ((uint)counter, (uint)(counter >> 32), 0u, 0u);
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53UL * c0, p1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ key0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ key1, (uint)p0);
            unchecked
            {
                key0 += 0x9E3779B9;
                key1 += 0xBB67AE85;
            }
        }

        (block[0], block[1], block[2], block[3]) = (c0, c1, c2, c3);
    }
}

internal static partial class Prim
{
    /// <summary>Random 32-bit words from a uint32 state of two words.</summary>
    public static Tensor RandomBits(Tensor state, Shape shape) => Dispatch.Bind1(new RandomBits(shape), state);
}
