using KerasSharp.Primitives;

namespace KerasSharp.Saving;

/// <summary>
/// Makes weights, and puts their first values off while a model is read from a file: they are about to be replaced by those of the file, and a config may ask for more than the file holds.
/// </summary>
internal sealed class DeferredWeights : IDisposable
{
    /// <summary>What first values may take whatever the file holds: layers keep small tables that files do not have.</summary>
    private const long Free = 16 << 20;

    /// <summary>What they may take beyond that, as a multiple of the file: half-precision files fill weights of single precision, and parts may be packed.</summary>
    private const int Multiple = 4;

    [ThreadStatic]
    private static DeferredWeights? t_current;

    private readonly DeferredWeights? _outer = t_current;
    private readonly long _backed;
    private long _left;

    private DeferredWeights(long backed) => (_backed, _left) = (backed, Free + (Math.Min(backed, long.MaxValue / Multiple - Free) * Multiple));

    /// <summary>Until the result is disposed, weights made on this thread get first values only where something reads them.</summary>
    /// <param name="backed">How many bytes the file has that the weights come from.</param>
    public static DeferredWeights Enter(long backed) => t_current = new DeferredWeights(backed);

    /// <summary>Makes a weight.</summary>
    /// <param name="label">The layer, for messages.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="dtype">Its dtype.</param>
    /// <param name="first">Makes its first value.</param>
    /// <param name="trainable">Whether it is trained.</param>
    /// <param name="name">Its name.</param>
    public static Variable Make(string label, Shape shape, DType dtype, Func<Tensor> first, bool trainable, string name)
    {
        return t_current is null
            ? new Variable(Value(), trainable, name)
            : new Variable(shape, dtype, Value, trainable, name);

        Tensor Value()
        {
            Charge($"{label}: the weight '{name}' {shape}", shape.Count > long.MaxValue / dtype.Size() ? long.MaxValue : shape.Count * dtype.Size());
            using (Dispatch.Enter(Dispatch.Eager))
            using (Dispatch.WithoutRecorders())
            {
                return first();
            }
        }
    }

    /// <summary>Counts memory that a config asks for; nothing where no model is being read from a file.</summary>
    /// <param name="what">What takes it, for messages.</param>
    /// <param name="bytes">How much.</param>
    /// <exception cref="ModelFormatException">Together with what was asked for before it is more than the file can back.</exception>
    public static void Charge(string what, long bytes) => t_current?.Take(what, bytes);

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;

    private void Take(string what, long bytes)
    {
        _left -= Math.Min(bytes, _left + 1);
        if (_left < 0)
        {
            throw new ModelFormatException($"{what} would take {bytes} bytes, more than a file of {_backed} bytes can back. The model's config is damaged, or made to do harm.");
        }
    }
}
