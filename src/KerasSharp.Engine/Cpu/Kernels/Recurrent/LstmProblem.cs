namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>Operands of an LSTM over whole sequences. Gate order i, f, g, o, as in Keras.</summary>
/// <remarks>
/// x (N, T, I), y (N, T, U). Saved by the forward pass for the gradient: gates (N, T, 4U) after their activations, and
/// cells (N, T, U). y[:, t] is the state after step t was read, also when time runs backwards.
/// </remarks>
internal unsafe struct LstmProblem
{
    public int N;
    public int T;
    public int I;
    public int U;

    /// <summary>Read the last step first.</summary>
    public bool Reverse;
    public float* X;

    /// <summary>(I, 4U)</summary>
    public float* Kernel;

    /// <summary>(U, 4U)</summary>
    public float* Recurrent;

    /// <summary>(4U) or null.</summary>
    public float* Bias;

    /// <summary>Initial states (N, U), or null for zeros.</summary>
    public float* H0;
    public float* C0;
    public float* Y;
    public float* Gates;
    public float* Cells;

    /// <summary>Place in memory of the step that is read as number <paramref name="step"/>.</summary>
    public readonly int Time(int step) => Reverse ? T - 1 - step : step;

    /// <summary>State of sequence n before step number <paramref name="step"/>, or null for zeros.</summary>
    public readonly float* HiddenBefore(int n, int step) =>
        step > 0 ? Y + ((((long)n * T) + Time(step - 1)) * U) : H0 is null ? null : H0 + ((long)n * U);

    public readonly float* CellBefore(int n, int step) =>
        step > 0 ? Cells + ((((long)n * T) + Time(step - 1)) * U) : C0 is null ? null : C0 + ((long)n * U);
}

/// <summary>Gradients flowing in and out. Null means absent (in) or not wanted (out).</summary>
internal unsafe struct LstmGradients
{
    /// <summary>(N, T, U)</summary>
    public float* Dy;

    /// <summary>Gradients of the final states, (N, U).</summary>
    public float* DhT;
    public float* DcT;
    public float* Dx;
    public float* DKernel;
    public float* DRecurrent;
    public float* DBias;
    public float* Dh0;
    public float* Dc0;
}
