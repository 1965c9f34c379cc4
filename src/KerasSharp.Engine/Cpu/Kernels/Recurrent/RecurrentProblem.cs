namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Operands of a recurrent layer over whole sequences.</summary>
/// <remarks>
/// x (N, T, I), y (N, T, U). What a cell saves for its gradient is laid out step by step, (T, N, ...), so that a step reads one run of memory.
/// y[:, t] is the state after x[:, t] was read, also when time runs backwards. G below is the number of gates.
/// </remarks>
internal unsafe struct RecurrentProblem
{
    public int N;
    public int T;
    public int I;
    public int U;

    /// <summary>Read the last step first.</summary>
    public bool Reverse;
    public float* X;

    /// <summary>(I, G U)</summary>
    public float* Kernel;

    /// <summary>(U, G U)</summary>
    public float* Recurrent;

    /// <summary>(G U), or (2, G U) where inputs and states have biases of their own.</summary>
    public float* Bias;

    /// <summary>First states, (N, U). C0 only for cells that keep a second state.</summary>
    public float* H0;
    public float* C0;

    /// <summary>(N, T), zero where a step leaves the states as they are; or null.</summary>
    public float* Mask;
    public float* Y;

    /// <summary>What the cell saves of its gates.</summary>
    public float* Saved;

    /// <summary>(N, T, U): the second state after each step.</summary>
    public float* Cells;

    /// <summary>Place in memory of the step that is read as number <paramref name="step"/>.</summary>
    public readonly int Time(int step) => Reverse ? T - 1 - step : step;

    public readonly bool Skips(int n, int time) => Mask is not null && Mask[((long)n * T) + time] == 0;

    /// <summary>State of sequence n before step number <paramref name="step"/>.</summary>
    public readonly float* HiddenBefore(int n, int step) => step > 0 ? Y + ((((long)n * T) + Time(step - 1)) * U) : H0 + ((long)n * U);

    public readonly float* CellBefore(int n, int step) => step > 0 ? Cells + ((((long)n * T) + Time(step - 1)) * U) : C0 + ((long)n * U);
}

/// <summary>Gradients flowing in and out, of the shapes of what they belong to.</summary>
internal unsafe struct RecurrentGradients
{
    /// <summary>(N, T, U)</summary>
    public float* Dy;

    /// <summary>That of the last second state, (N, U); null for zero.</summary>
    public float* DcT;

    /// <summary>Null where it is not wanted.</summary>
    public float* Dx;
    public float* DKernel;
    public float* DRecurrent;
    public float* DBias;
    public float* Dh0;
    public float* Dc0;
}
