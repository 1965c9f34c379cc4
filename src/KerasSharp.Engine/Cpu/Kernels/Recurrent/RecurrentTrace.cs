namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>What the way back leaves for the weights, a row for each step of each sequence, (T, N, ...).</summary>
internal unsafe struct RecurrentTrace
{
    /// <summary>The gradient before the activations.</summary>
    public float* Slopes;
    public int LdSlopes;

    /// <summary>x, then the state before.</summary>
    public float* Operands;
    public int LdOperands;

    /// <summary>The gradient before the activations summed over the steps of each sequence, (N, Slopes U).</summary>
    public float* Sums;
}
