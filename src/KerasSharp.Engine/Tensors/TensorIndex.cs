namespace KerasSharp;

/// <summary>
/// What stands in one place of <c>x[...]</c>: an <see cref="int"/> or <see cref="System.Index"/> takes one element and drops the axis, a
/// <see cref="System.Range"/> takes a part (<c>..</c> is the whole axis), <see cref="Ellipsis"/> stands for all axes not mentioned,
/// <see cref="NewAxis"/> inserts an axis of size 1, and <see cref="Slice"/> is Python's <c>start:stop:step</c>.
/// </summary>
public readonly struct TensorIndex : IEquatable<TensorIndex>
{
    private TensorIndex(IndexKind kind, int? start, int? stop, int step)
    {
        (Kind, Start, Stop, Step) = (kind, start, stop, step);
    }

    /// <summary>All axes that the other indices do not mention (Python's <c>...</c>); at most once.</summary>
    public static TensorIndex Ellipsis { get; } = new(IndexKind.Ellipsis, null, null, 1);

    /// <summary>A new axis of size 1 (NumPy's <c>newaxis</c>).</summary>
    public static TensorIndex NewAxis { get; } = new(IndexKind.NewAxis, null, null, 1);

    internal IndexKind Kind { get; }

    internal int? Start { get; }

    internal int? Stop { get; }

    internal int Step { get; }

    /// <summary>One element; negative numbers count from the end, as in Python. The axis is dropped.</summary>
    public static implicit operator TensorIndex(int index) => new(IndexKind.Element, index, null, 1);

    /// <summary>One element; <c>^1</c> is the last. The axis is dropped.</summary>
    public static implicit operator TensorIndex(Index index) => index.IsFromEnd ? -index.Value : index.Value;

    /// <summary>A part of the axis; <c>..</c> is all of it.</summary>
    public static implicit operator TensorIndex(Range range) => Slice(Bound(range.Start), range.End is { IsFromEnd: true, Value: 0 } ? null : Bound(range.End));

    /// <summary>Python's <c>start:stop:step</c>: bounds may be left out, negative ones count from the end, the step may be negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is 0.</exception>
    public static TensorIndex Slice(int? start = null, int? stop = null, int step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        return new TensorIndex(IndexKind.Slice, start, stop, step);
    }

    /// <summary>Whether two indices are the same.</summary>
    public static bool operator ==(TensorIndex left, TensorIndex right) => left.Equals(right);

    /// <summary>Whether two indices differ.</summary>
    public static bool operator !=(TensorIndex left, TensorIndex right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorIndex other) => Kind == other.Kind && Start == other.Start && Stop == other.Stop && Step == other.Step;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Start, Stop, Step);

    /// <summary>As Python writes it.</summary>
    public override string ToString() => Kind switch
    {
        IndexKind.Ellipsis => "...",
        IndexKind.NewAxis => "None",
        IndexKind.Element => $"{Start}",
        _ => $"{Start}:{Stop}{(Step == 1 ? "" : $":{Step}")}",
    };

    private static int Bound(Index index) => !index.IsFromEnd ? index.Value : index.Value == 0 ? int.MaxValue : -index.Value;
}

/// <summary>The kinds of <see cref="TensorIndex"/>.</summary>
internal enum IndexKind
{
    Slice,
    Element,
    Ellipsis,
    NewAxis,
}
