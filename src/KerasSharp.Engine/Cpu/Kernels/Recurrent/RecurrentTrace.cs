namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>What the way back leaves for the weights, a row for each step of each sequence, (T, N, ...).</summary>
internal unsafe struct RecurrentTrace
{
    /// <summary>The gradient before the activations.</summary>
    public float* Slopes;
    public int LdSlopes;

    /// <summary>x, 1, the state before.</summary>
    public float* Operands;
    public int LdOperands;
}
