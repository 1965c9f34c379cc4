using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Kernels.Recurrent;

/// <summary>What tells recurrent cells apart: how gates become states, and the way back. U units, all pointers to a row of one sequence.</summary>
internal interface IRecurrentCell
{
    /// <summary>Columns of the kernels, in units.</summary>
    static abstract int Gates { get; }

    /// <summary>Columns that are saved for the gradient, in units.</summary>
    static abstract int SavedGates { get; }

    /// <summary>Columns of the gradient before the activations, in units: those of the inputs' product from 0 on, those of the states' from <see cref="Turn"/> on.</summary>
    static abstract int Slopes { get; }

    /// <summary>Whether the product with the states is kept apart from that with the inputs and has a bias of its own.</summary>
    static abstract bool Apart { get; }

    /// <summary>How many of the last gates come first in the gradient of the inputs' product.</summary>
    static abstract int Turn { get; }

    /// <summary>Whether there is a second state.</summary>
    static abstract bool HasCell { get; }

    /// <summary>From the sums before the activations to the new states.</summary>
    static abstract void Activate<S, V>(in CellRow row, int units)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct;

    /// <summary>From the cotangents of the new states to those before the activations, and to what flows past the gates to the old states.</summary>
    static abstract void Differentiate<S, V>(in CellSlopes row, int units)
        where S : ISimd<V, float>, ISimdBits<V>
        where V : struct;
}

/// <summary>One sequence at one step.</summary>
internal unsafe struct CellRow
{
    /// <summary>Sums before the activations, (G U).</summary>
    public float* Sums;

    /// <summary>The states' part of the sums where it is apart, (G U).</summary>
    public float* StateSums;

    /// <summary>The states, replaced by the new ones.</summary>
    public float* Hidden;
    public float* Cell;

    /// <summary>Where the results go.</summary>
    public float* Y;
    public float* Saved;
    public float* Cells;
}

/// <summary>One sequence at one step on the way back.</summary>
internal unsafe struct CellSlopes
{
    public float* Saved;

    /// <summary>States after and before the step.</summary>
    public float* Y;
    public float* Before;
    public float* Cell;
    public float* CellBefore;

    /// <summary>The cotangent of this step's output.</summary>
    public float* Dy;

    /// <summary>Cotangents of the states after the step; replaced by what flows past the gates to those before it.</summary>
    public float* Dh;
    public float* Dc;

    /// <summary>The gradient before the activations, (Slopes U).</summary>
    public float* Slopes;
}
