namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>Activation that a GEMM or convolution applies to a result before it is stored.</summary>
internal enum EpilogueActivation
{
    None,
    Relu,
    Relu6,
}

/// <summary>
/// What happens to a result element on its way out of the registers: <c>activation(sum + Bias[column] + Residual[row, column])</c>.
/// Doing it there saves a pass over memory. All pointers may be null.
/// </summary>
internal unsafe struct Epilogue
{
    /// <summary>One value a column, or null.</summary>
    public float* Bias;

    /// <summary>A matrix (or image) of the result's size to add, or null. It may be the result itself.</summary>
    public float* Residual;

    /// <summary>Row stride of <see cref="Residual"/> in elements.</summary>
    public int LdResidual;

    public EpilogueActivation Activation;

    public readonly bool IsEmpty => Bias is null && Residual is null && Activation == EpilogueActivation.None;
}

/// <summary>How the micro-kernel stores one tile of the result.</summary>
[Flags]
internal enum TileFlags
{
    None = 0,

    /// <summary>Add to what C holds (a later k-block, or beta = 1).</summary>
    Accumulate = 1,
    Bias = 2,
    Residual = 4,

    /// <summary>Clamp to [Lo, Hi]: both ReLUs.</summary>
    Clamp = 8,
}

/// <summary>Destination of one register tile.</summary>
internal unsafe struct TileOutput<T>
    where T : unmanaged
{
    /// <summary>Element (row 0, column 0) of the tile, also where rows before <see cref="FirstRow"/> are not stored.</summary>
    public T* C;
    public nint Ldc;

    /// <summary>Rows of the tile that are stored: FirstRow to LastRow - 1 of the six.</summary>
    public int FirstRow;
    public int LastRow;

    /// <summary>Columns that are stored, at most two vectors.</summary>
    public int Columns;

    public TileFlags Flags;
    public T* Bias;
    public T* Residual;
    public nint LdResidual;
    public T Lo;
    public T Hi;

    /// <summary>Memory that will be read soon: <see cref="MicroKernel.Strip"/> asks for it, so that it comes while the machine multiplies.</summary>
    public T* Ahead;

    /// <summary>Elements of <see cref="Ahead"/> for every four steps of the reduction.</summary>
    public nint AheadStep;

    /// <summary>Room for a whole tile, used when only some of its columns exist.</summary>
    public T* Spill;
}
