namespace KerasSharp.Cpu.Kernels.Simd;

/// <summary>
/// Vector operations on <typeparamref name="V"/>, a register of <see cref="Count"/> lanes of <typeparamref name="T"/>.
/// A kernel written as <c>Kernel&lt;S, V, T&gt;</c> exists once in source; the JIT compiles a separate body for each width,
/// in which every call below becomes one instruction.
/// </summary>
/// <typeparam name="V">The register type, such as <c>Vector256&lt;float&gt;</c>.</typeparam>
/// <typeparam name="T"><c>float</c> or <c>double</c>.</typeparam>
internal unsafe interface ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    static abstract int Count { get; }

    static abstract V Zero { get; }

    static abstract V Splat(T value);

    static abstract V Load(T* source);

    static abstract void Store(V value, T* destination);

    static abstract V Add(V a, V b);

    static abstract V Sub(V a, V b);

    static abstract V Mul(V a, V b);

    static abstract V Div(V a, V b);

    /// <summary>a * b + c, in one rounding where the hardware can.</summary>
    static abstract V Fma(V a, V b, V c);

    /// <summary>
    /// The larger of each pair by the machine's own instruction. If <paramref name="b"/> is NaN the result is NaN; put the
    /// constant first to propagate NaN.
    /// </summary>
    static abstract V MaxNative(V a, V b);

    /// <summary>The smaller of each pair; see <see cref="MaxNative"/>.</summary>
    static abstract V MinNative(V a, V b);

    /// <summary>The larger of each pair; NaN if either is NaN.</summary>
    static abstract V Max(V a, V b);

    /// <summary>The smaller of each pair; NaN if either is NaN.</summary>
    static abstract V Min(V a, V b);

    static abstract V Sqrt(V a);

    static abstract V Abs(V a);

    static abstract V Neg(V a);

    static abstract V RoundToEven(V a);

    /// <summary>All bits set in the lanes where a &lt; b.</summary>
    static abstract V Less(V a, V b);

    static abstract V LessOrEqual(V a, V b);

    static abstract V Equal(V a, V b);

    /// <summary>Per bit: <paramref name="mask"/> ? a : b.</summary>
    static abstract V Select(V mask, V a, V b);

    static abstract V And(V a, V b);

    static abstract V Or(V a, V b);

    static abstract V Xor(V a, V b);

    /// <summary>Sum of the lanes, always in the same order.</summary>
    static abstract T Sum(V a);
}

/// <summary>What vectorised float functions need besides: the bits of the lanes as 32-bit integers.</summary>
internal interface ISimdBits<V>
    where V : struct
{
    static abstract V SplatBits(int value);

    static abstract V AddBits(V a, V b);

    static abstract V SubBits(V a, V b);

    static abstract V ShiftLeft23(V a);

    static abstract V ShiftRightSigned23(V a);

    /// <summary>Float lanes that hold whole numbers, as integer bits. Lanes beyond the int range are undefined.</summary>
    static abstract V ToIntBits(V a);

    /// <summary>Integer bits to float lanes.</summary>
    static abstract V FromIntBits(V a);

    /// <summary>For each lane the float of a table of eight whose number its lowest three bits are.</summary>
    static abstract unsafe V Lookup(float* table, V index);
}
