using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <summary>
/// State that changes: a weight, a counter, a metric's total. Reading gives the present value as an immutable tensor; compiled functions read and
/// update it in place.
/// </summary>
public sealed partial class Variable
{
    [ThreadStatic]
    private static DType? t_readAs;

    private readonly Lock _gate = new();
    private Tensor? _value;
    private Func<Tensor>? _first;
    private bool _shared = true;

    /// <summary>A variable with an initial value.</summary>
    /// <param name="value">The first value; shape and dtype stay those of it.</param>
    /// <param name="trainable">Whether gradient tapes watch it and optimizers update it.</param>
    /// <param name="name">Its name, "variable" when not given.</param>
    public Variable(Tensor value, bool trainable = true, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(value);
        // A C# number gives way to other dtypes; a variable made of one keeps its own.
        _value = new Tensor(value.Storage, value.Shape, value.DType);
        (Shape, DType) = (value.Shape, value.DType);
        Trainable = trainable;
        Name = name ?? "variable";
        Path = Name;
    }

    /// <summary>A variable whose first value is made when it is read before one is assigned.</summary>
    /// <param name="shape">The shape of all its values.</param>
    /// <param name="dtype">Their dtype.</param>
    /// <param name="first">Makes the first value; it is called once at most.</param>
    /// <param name="trainable">Whether gradient tapes watch it and optimizers update it.</param>
    /// <param name="name">Its name.</param>
    internal Variable(Shape shape, DType dtype, Func<Tensor> first, bool trainable, string name)
    {
        (Shape, DType) = (shape, dtype);
        _first = first;
        Trainable = trainable;
        Name = name;
        Path = Name;
    }

    /// <summary>Shape of the value.</summary>
    public Shape Shape { get; }

    /// <summary>Element type of the value.</summary>
    public DType DType { get; }

    /// <summary>Its name, without scopes.</summary>
    public string Name { get; }

    /// <summary>Name scopes and name, joined with '/'.</summary>
    public string Path { get; internal set; }

    /// <summary>Whether gradient tapes watch it and optimizers update it.</summary>
    public bool Trainable { get; set; }

    /// <summary>The present value. Within the call of a layer that computes in another dtype than its weights have, a weight is read in that dtype.</summary>
    public Tensor Value
    {
        get
        {
            Tensor value = Dispatch.Read(this);
            return ReadsInComputeDType && t_readAs is { } dtype && dtype != DType ? Prim.Convert(value, dtype) : value;
        }
    }

    /// <summary>Whether reading follows the compute dtype of the layer that is being called (Keras's <c>autocast</c>).</summary>
    internal bool ReadsInComputeDType { get; set; }

    /// <summary>Number of changes so far: what is derived from the value holds while this stays.</summary>
    internal long Version { get; private set; }

    /// <summary>A variable may stand wherever a tensor does.</summary>
    public static implicit operator Tensor(Variable variable) => variable.Value;

    /// <summary>Sets the value; it is converted to the variable's dtype.</summary>
    /// <exception cref="ShapeException">The shape differs from the variable's.</exception>
    public void Assign(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!value.Shape.IsCompatibleWith(Shape))
        {
            throw new ShapeException($"Variable '{Path}': the new value must have the variable's shape {Shape}. Received: value.Shape={value.Shape}.", nameof(value));
        }

        Dispatch.Current.AssignVariable(this, value.DType == DType ? value : Prim.Convert(value, DType));
    }

    /// <summary>Adds to the value.</summary>
    public void AssignAdd(Tensor delta) => Assign(Dispatch.Read(this) + delta);

    /// <summary>Subtracts from the value.</summary>
    public void AssignSub(Tensor delta) => Assign(Dispatch.Read(this) - delta);

    /// <inheritdoc/>
    public override string ToString() => $"<Variable path={Path}, shape={Shape}, dtype={DType.Name()}>";

    /// <summary>Until the scope is disposed, weights on this thread are read in this dtype; null reads each in its own.</summary>
    internal static ReadScope ReadAs(DType? dtype)
    {
        var scope = new ReadScope(t_readAs);
        t_readAs = dtype;
        return scope;
    }

    /// <summary>The value outside any trace. From here on its memory may be seen by others, so the next update in place takes new memory.</summary>
    internal Tensor ReadShared()
    {
        lock (_gate)
        {
            _shared = true;
            return Peek();
        }
    }

    internal void Replace(Tensor value)
    {
        lock (_gate)
        {
            _value = value;
            _first = null;
            _shared = true;
            Version++;
        }
    }

    /// <summary>The memory of the value for a plan that only reads it during a call.</summary>
    internal Tensor Peek() => _value ?? MakeFirst();

    /// <summary>Memory that a plan may write in place: copied first where a tensor given out still shares it.</summary>
    internal Storage BeginUpdate()
    {
        Version++;
        if (_shared)
        {
            lock (_gate)
            {
                Tensor own = Tensor.Allocate(Shape, DType);
                own.Storage.CopyFrom(Peek().Storage, Shape.Count * DType.Size());
                _value = own;
                _shared = false;
            }
        }

        return Peek().Storage;
    }

    private Tensor MakeFirst()
    {
        lock (_gate)
        {
            if (_value is null)
            {
                Tensor value = _first!();
                _value = new Tensor(value.Storage, Shape, DType);
                _first = null;
            }

            return _value;
        }
    }

    internal readonly struct ReadScope(DType? outer) : IDisposable
    {
        public void Dispose() => t_readAs = outer;
    }
}
