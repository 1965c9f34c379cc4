using KerasSharp.Primitives;

namespace KerasSharp;

/// <summary>
/// Records what is computed while it is open and gives gradients by reverse-mode differentiation. Tapes nest: the gradient computation of an inner
/// tape is seen by the outer one, which gives second derivatives. Trainable variables are watched when they are read.
/// </summary>
public sealed class GradientTape : IDisposable, IRecorder
{
    private readonly List<(Primitive Primitive, Tensor[] Inputs, Tensor[] Outputs)> _entries = [];
    private readonly HashSet<Tensor> _active = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, List<Tensor>> _reads = new(ReferenceEqualityComparer.Instance);
    private readonly bool _persistent;
    private readonly bool _watchVariables;
    private bool _recording = true;
    private bool _used;

    /// <summary>Opens a tape on this thread. Use with <c>using</c>.</summary>
    /// <param name="persistent">Whether <c>Gradient</c> may be called more than once.</param>
    /// <param name="watchVariables">Whether trainable variables are watched when read; else only what <see cref="Watch(Tensor)"/> names.</param>
    public GradientTape(bool persistent = false, bool watchVariables = true)
    {
        _persistent = persistent;
        _watchVariables = watchVariables;
        Dispatch.AddRecorder(this);
    }

    /// <summary>Follows a tensor: what is computed from it from now on can be differentiated with respect to it.</summary>
    public void Watch(Tensor tensor) => _active.Add(tensor);

    /// <summary>Follows a variable that is not trainable, or not watched by itself.</summary>
    public void Watch(Variable variable) => Follow(variable, variable.Value);

    /// <summary>The gradient of the sum of <paramref name="target"/> with respect to each variable; zeros where it does not depend on one.</summary>
    public Tensor[] Gradient(Tensor target, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        Tensor?[] found = GradientOrNull(target, variables);
        var result = new Tensor[found.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = found[i] ?? Prim.Zeros(variables[i].Shape, variables[i].DType);
        }

        return result;
    }

    /// <summary>The gradient with respect to each variable; null where the target does not depend on one.</summary>
    public Tensor?[] GradientOrNull(Tensor target, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var sources = new List<Tensor>();
        var slices = new (int Start, int Count)[variables.Count];
        for (int i = 0; i < slices.Length; i++)
        {
            List<Tensor> reads = _reads.GetValueOrDefault(variables[i]) ?? [];
            slices[i] = (sources.Count, reads.Count);
            sources.AddRange(reads);
        }

        Tensor?[] byRead = GradientOf([target], [.. sources], [null]);
        return Array.ConvertAll(slices, slice =>
        {
            Tensor? sum = null;
            for (int k = slice.Start; k < slice.Start + slice.Count; k++)
            {
                sum = Accumulate(sum, byRead[k]);
            }

            return sum;
        });
    }

    /// <summary>The gradient of the sum of <paramref name="target"/> with respect to a watched tensor; zeros where it does not depend on it.</summary>
    public Tensor Gradient(Tensor target, Tensor source) => Gradient(target, [source])[0];

    /// <summary>The gradients of the sum of <paramref name="target"/> with respect to watched tensors; zeros where it does not depend on one.</summary>
    public Tensor[] Gradient(Tensor target, IReadOnlyList<Tensor> sources, Tensor? outputGradient = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Tensor?[] found = GradientOf([target], [.. sources], [outputGradient]);
        var result = new Tensor[found.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = found[i] ?? Prim.Zeros(sources[i].Shape, sources[i].DType);
        }

        return result;
    }

    /// <summary>Closes the tape.</summary>
    public void Dispose()
    {
        _recording = false;
        Dispatch.RemoveRecorder(this);
    }

    void IRecorder.Record(Primitive primitive, Tensor[] inputs, Tensor[] outputs)
    {
        if (!_recording)
        {
            return;
        }

        foreach (Tensor input in inputs)
        {
            if (!_active.Contains(input))
            {
                continue;
            }

            bool floating = false;
            foreach (Tensor output in outputs)
            {
                if (output.DType.IsFloating())
                {
                    _active.Add(output);
                    floating = true;
                }
            }

            if (floating)
            {
                _entries.Add((primitive, inputs, outputs));
            }

            return;
        }
    }

    void IRecorder.RecordRead(Variable variable, Tensor value)
    {
        if (_recording && _watchVariables && variable.Trainable)
        {
            Follow(variable, value);
        }
    }

    /// <summary>Vector-Jacobian product: cotangents of the sources given those of the targets (null is ones for a single target, zero among several).</summary>
    internal Tensor?[] GradientOf(Tensor[] targets, Tensor[] sources, Tensor?[] cotangents)
    {
        if (_used && !_persistent)
        {
            throw new InvalidOperationException("GradientTape: a tape that is not persistent gives gradients once. Open it with persistent: true to ask again.");
        }

        _used = true;
        bool wasRecording = _recording;
        _recording = false;
        try
        {
            var found = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
            for (int i = 0; i < targets.Length; i++)
            {
                Tensor? seed = cotangents[i] ?? (targets.Length == 1 ? Prim.Ones(targets[i].Shape, targets[i].DType) : null);
                if (seed is not null)
                {
                    found[targets[i]] = Accumulate(found.GetValueOrDefault(targets[i]), seed)!;
                }
            }

            HashSet<Tensor> wanted = ReachableFrom(sources);
            for (int i = _entries.Count - 1; i >= 0; i--)
            {
                Propagate(_entries[i], found, wanted);
            }

            return Array.ConvertAll(sources, source => found.GetValueOrDefault(source));
        }
        finally
        {
            _recording = wasRecording;
        }
    }

    /// <summary>The tensors computed from the sources: only these need cotangents.</summary>
    private HashSet<Tensor> ReachableFrom(Tensor[] sources)
    {
        var wanted = new HashSet<Tensor>(sources, ReferenceEqualityComparer.Instance);
        foreach ((_, Tensor[] inputs, Tensor[] outputs) in _entries)
        {
            if (Array.Exists(inputs, wanted.Contains))
            {
                foreach (Tensor output in outputs)
                {
                    if (output.DType.IsFloating())
                    {
                        wanted.Add(output);
                    }
                }
            }
        }

        return wanted;
    }

    private static void Propagate(
        (Primitive Primitive, Tensor[] Inputs, Tensor[] Outputs) entry, Dictionary<Tensor, Tensor> found, HashSet<Tensor> wanted)
    {
        var cotangents = new Tensor?[entry.Outputs.Length];
        bool any = false;
        for (int k = 0; k < cotangents.Length; k++)
        {
            cotangents[k] = found.GetValueOrDefault(entry.Outputs[k]);
            any |= cotangents[k] is not null;
        }

        bool[] needed = Array.ConvertAll(entry.Inputs, input => input.DType.IsFloating() && wanted.Contains(input));
        if (!any || !needed.Contains(true))
        {
            return;
        }

        Tensor?[] gradients = entry.Primitive.Gradient(new GradientContext(entry.Inputs, entry.Outputs, cotangents, needed));
        for (int k = 0; k < gradients.Length; k++)
        {
            if (needed[k] && gradients[k] is { } gradient)
            {
                Tensor input = entry.Inputs[k];
                found[input] = Accumulate(found.GetValueOrDefault(input), Unbroadcast(gradient, input.Shape))!;
            }
        }
    }

    /// <summary>Sums a cotangent over the axes along which its operand was broadcast. The one place where this is done.</summary>
    private static Tensor Unbroadcast(Tensor gradient, Shape shape)
    {
        if (gradient.Shape == shape)
        {
            return gradient;
        }

        var axes = new List<int>();
        int lead = gradient.Rank - shape.Rank;
        for (int axis = 0; axis < gradient.Rank; axis++)
        {
            if (axis < lead || (shape[axis - lead] == 1 && gradient.Shape[axis] != 1))
            {
                axes.Add(axis);
            }
        }

        Tensor sum = axes.Count == 0 ? gradient : Prim.ReduceSum(gradient, [.. axes]);
        return sum.Shape == shape ? sum : Prim.Reshape(sum, shape);
    }

    private static Tensor? Accumulate(Tensor? sum, Tensor? term) =>
        sum is null ? term : term is null ? sum : Prim.Add(sum, term);

    private void Follow(Variable variable, Tensor value)
    {
        if (!_reads.TryGetValue(variable, out List<Tensor>? reads))
        {
            _reads[variable] = reads = [];
        }

        if (_active.Add(value) || !reads.Contains(value))
        {
            reads.Add(value);
        }
    }
}
