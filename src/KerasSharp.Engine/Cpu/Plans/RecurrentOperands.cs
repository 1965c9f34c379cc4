using KerasSharp.Cpu.Kernels.Recurrent;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Where a recurrent layer's operands and results lie among the buffers of a plan.</summary>
internal sealed unsafe class RecurrentOperands
{
    private readonly RecurrentProblem _sizes;
    private readonly int[] _inputs;
    private readonly int _cell;
    private readonly int _mask;
    private readonly int _y;
    private readonly int _saved;
    private readonly int _cells;

    /// <param name="recurrence">The layer.</param>
    /// <param name="x">Shape of its input.</param>
    /// <param name="units">Its units.</param>
    /// <param name="inputs">Slots of its operands; more may follow.</param>
    /// <param name="results">Slots of its results; more may follow.</param>
    public RecurrentOperands(Recurrence recurrence, Shape x, int units, int[] inputs, int[] results)
    {
        _sizes = new RecurrentProblem { N = x[0], T = x[1], I = x[2], U = units, Reverse = recurrence.Reverse };
        _inputs = inputs;
        _cell = recurrence.StateCount > 1 ? inputs[5] : -1;
        _mask = recurrence.HasMask ? inputs[recurrence.InputCount - 1] : -1;
        _y = results[0];
        _saved = recurrence.SavedGates > 0 ? results[1] : -1;
        _cells = recurrence.StateCount > 1 ? results[recurrence.OutputCount - 1] : -1;
    }

    public RecurrentProblem Bind(byte** s)
    {
        RecurrentProblem p = _sizes;
        p.X = (float*)s[_inputs[0]];
        p.Kernel = (float*)s[_inputs[1]];
        p.Recurrent = (float*)s[_inputs[2]];
        p.Bias = (float*)s[_inputs[3]];
        p.H0 = (float*)s[_inputs[4]];
        p.C0 = At(s, _cell);
        p.Mask = At(s, _mask);
        p.Y = (float*)s[_y];
        p.Saved = At(s, _saved);
        p.Cells = At(s, _cells);
        return p;
    }

    private static float* At(byte** s, int slot) => slot < 0 ? null : (float*)s[slot];
}

/// <summary>Where the cotangents of a recurrent layer lie among the buffers of a plan.</summary>
internal sealed unsafe class RecurrentCotangents(RecurrenceGradient gradient, int[] inputs, int[] outputs)
{
    private readonly int _dy = inputs[gradient.Of.InputCount + gradient.Of.OutputCount];
    private readonly int _dc = gradient.Of.StateCount > 1 ? inputs[^1] : -1;
    private readonly int _dx = gradient.NeedsInput ? outputs[0] : -1;
    private readonly int[] _weights = outputs[(1 - gradient.First)..];

    public RecurrentGradients Bind(byte** s) => new()
    {
        Dy = (float*)s[_dy],
        DcT = _dc < 0 ? null : (float*)s[_dc],
        Dx = _dx < 0 ? null : (float*)s[_dx],
        DKernel = (float*)s[_weights[0]],
        DRecurrent = (float*)s[_weights[1]],
        DBias = (float*)s[_weights[2]],
        Dh0 = (float*)s[_weights[3]],
        Dc0 = _weights.Length > 4 ? (float*)s[_weights[4]] : null,
    };
}
