namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>
/// What the way back leaves for the weights of a problem. Where the weights are small against the sequences, each part of the batch has their gradient, to be
/// added up; else there is a row for each step of each sequence, (T, N, ...), to be multiplied at the end. Which of the two depends on sizes only.
/// </summary>
internal unsafe struct RecurrentTrace
{
    /// <summary>Rows of the gradient before the activations; null where parts have the weights' gradient.</summary>
    public float* Slopes;
    public int LdSlopes;

    /// <summary>Rows of x, then the state before.</summary>
    public float* Operands;
    public int LdOperands;

    /// <summary>Each part's gradient of both kernels, one above the other; columns as in the gradient before the activations.</summary>
    public float* Partials;
    public int LdPartials;

    /// <summary>Each part's sum of the gradient before the activations, (parts, LdSlopes).</summary>
    public float* Sums;
}
