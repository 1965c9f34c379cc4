using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>The place where a tensor enters a model.</summary>
/// <remarks>Output shape: <c>(batch, ...shape)</c>. No weights.</remarks>
[KerasSerializable("keras.layers", "InputLayer")]
public sealed partial class InputLayer : Layer
{
    private protected override bool IsBuiltFromStart => true;

    /// <summary>An input.</summary>
    /// <param name="shape">Shape of a sample, without the batch axis; unknown sizes are null.</param>
    /// <param name="batchSize">Size of the batch axis, null where unknown.</param>
    /// <param name="dtype">Dtype; float32 when not given.</param>
    /// <param name="batchShape">Shape with the batch axis, instead of <paramref name="shape"/> and <paramref name="batchSize"/>.</param>
    /// <param name="sparse">Must be false: sparse tensors are not there.</param>
    /// <param name="ragged">Must be false: ragged tensors are not there.</param>
    /// <param name="optional">Whether the input may be left out.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">Neither or both of the shapes are given.</exception>
    public InputLayer(
        [ConfigName(Omit = true)] Shape? shape = null, [ConfigName(Omit = true)] int? batchSize = null, DTypePolicy? dtype = null, Shape? batchShape = null,
        bool sparse = false, bool ragged = false, bool optional = false, string? name = null)
        : base(name, dtype: dtype)
    {
        if ((shape is null) == (batchShape is null))
        {
            throw new ArgumentException(
                $"InputLayer: give shape (without the batch axis) or batchShape (with it), one of the two. Received: shape={shape?.ToString() ?? "null"}, batchShape={batchShape?.ToString() ?? "null"}.",
                nameof(shape));
        }

        if (sparse || ragged)
        {
            throw new NotSupportedException("InputLayer: sparse and ragged tensors are not supported. Pass dense tensors.");
        }

        BatchShape = batchShape ?? shape!.Insert(0, batchSize ?? Shape.Unknown);
        Optional = optional;
        Output = new Tensor(BatchShape, ComputeDType, symbol: null);
        _ = new Node(this, new CallArguments(), [Output]).RegisterAt(InboundNodes);
        SetBuilt();
    }

    /// <summary>Shape with the batch axis.</summary>
    public Shape BatchShape { get; }

    /// <summary>Whether the input may be left out.</summary>
    public bool Optional { get; }

    /// <summary>The symbolic tensor.</summary>
    public Tensor Output { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        ["batch_shape"] = ConfigConverter.Write(BatchShape),
        ["dtype"] = ComputeDType.Name(),
        ["sparse"] = false,
        ["ragged"] = false,
        ["name"] = Name,
        ["optional"] = Optional,
    };

    /// <inheritdoc/>
    protected override Tensor Call(Tensor inputs) => inputs;
}
