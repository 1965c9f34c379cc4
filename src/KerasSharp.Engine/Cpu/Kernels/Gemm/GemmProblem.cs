namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>How the elements of A and B are stored.</summary>
internal enum GemmInputs
{
    /// <summary>As the result is.</summary>
    Same,
    BFloat16,
    Float16,
}

/// <summary>One product C = A B + beta C as the driver sees it.</summary>
internal unsafe struct GemmProblem<T>
    where T : unmanaged
{
    public int M;
    public int N;
    public int K;
    public T* A;
    public nint Lda;
    public bool TransA;
    public T* B;
    public nint Ldb;
    public bool TransB;
    public T* C;
    public nint Ldc;
    public bool Accumulate;

    /// <summary>Bias, Residual and Clamp flags; applied with the last k-block.</summary>
    public TileFlags Final;
    public T* Bias;
    public T* Residual;
    public nint LdResidual;
    public T Lo;
    public T Hi;

    /// <summary>What A and B point to; 16-bit elements become float32 while they are packed.</summary>
    public GemmInputs Inputs;

    /// <summary>The whole of B in the order of <see cref="PackedMatrix"/>, or null; B itself is then not read.</summary>
    public T* PackedB;

    /// <summary>Vector width in bits that <see cref="PackedB"/> was packed for.</summary>
    public int PackedBits;

    public readonly T* RowsOfA(nint row, nint p) => Element(A, TransA ? (p * Lda) + row : (row * Lda) + p);

    public readonly T* ColumnsOfB(nint p, nint column) => Element(B, TransB ? (column * Ldb) + p : (p * Ldb) + column);

    private readonly T* Element(T* start, nint offset) => Inputs == GemmInputs.Same ? start + offset : (T*)((ushort*)start + offset);
}
