using KerasSharp.Tensors;

namespace KerasSharp.Graphs;

/// <summary>Shapes and dtypes of the inputs of a compiled function: what a plan is made for.</summary>
internal sealed class Signature : IEquatable<Signature>
{
    private readonly TensorSpec[] _specs;

    public Signature(ReadOnlySpan<Tensor> inputs)
    {
        _specs = new TensorSpec[inputs.Length];
        for (int i = 0; i < _specs.Length; i++)
        {
            _specs[i] = inputs[i].Spec;
        }
    }

    public ReadOnlySpan<TensorSpec> Specs => _specs;

    public bool Matches(ReadOnlySpan<Tensor> inputs)
    {
        if (inputs.Length != _specs.Length)
        {
            return false;
        }

        for (int i = 0; i < _specs.Length; i++)
        {
            if (inputs[i].DType != _specs[i].DType || !inputs[i].Shape.Equals(_specs[i].Shape))
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(Signature? other) => other is not null && _specs.AsSpan().SequenceEqual(other._specs);

    public override bool Equals(object? obj) => Equals(obj as Signature);

    public override int GetHashCode() => _specs.Aggregate(17, (hash, spec) => HashCode.Combine(hash, spec));
}
