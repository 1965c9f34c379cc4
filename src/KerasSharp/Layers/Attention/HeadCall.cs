namespace KerasSharp.Layers;

/// <summary>Sizes of an attention layer of several heads.</summary>
/// <param name="QueryHeads">Heads of queries.</param>
/// <param name="KeyHeads">Heads of keys and values; each serves as many heads of queries.</param>
/// <param name="KeyDim">Depth of queries and keys.</param>
/// <param name="ValueDim">Depth of values.</param>
/// <param name="Output">Last sizes of the output; the query's when null.</param>
/// <param name="Axes">Axes attended over; all when null.</param>
internal sealed record HeadSizes(int QueryHeads, int KeyHeads, int KeyDim, int ValueDim, Shape? Output = null, IReadOnlyList<int>? Axes = null);

/// <summary>A call of an attention layer of several heads, read: query and value come first, all else is told by its name.</summary>
internal sealed class HeadCall
{
    private readonly CallArguments _arguments;
    private readonly Tensor? _key;

    public HeadCall(CallArguments arguments, Layer owner)
    {
        _arguments = arguments;
        Tensor[] inputs = arguments.Inputs;
        if (inputs.Length < 2)
        {
            throw new ArgumentException($"{owner.Label}: it takes a query and a value, and a key if it is another. Received: {inputs.Length} tensor. Write Apply(query, value).", nameof(arguments));
        }

        _key = inputs.Length > 2 && arguments.InputNames?[2] is null ? inputs[2] : Named("key");
        foreach (Tensor tensor in (ReadOnlySpan<Tensor>)[Query, Value, Key])
        {
            if (tensor.Rank < 3 || tensor.Rank != Query.Rank)
            {
                throw new ShapeException(
                    $"{owner.Label}: query, value and key must have one rank, 3 or more: (batch, positions, features). Received: query.Shape={Query.Shape}, value.Shape={Value.Shape}, key.Shape={Key.Shape}.");
            }
        }
    }

    public Tensor Query => _arguments.Inputs[0];

    public Tensor Value => _arguments.Inputs[1];

    public Tensor Key => _key ?? Value;

    public bool HasKey => _key is not null;

    public bool Causal => _arguments.Option("use_causal_mask", false);

    public bool WantsScores => _arguments.Option("return_attention_scores", false);

    public Tensor? QueryMask => Named("query_mask") ?? Query.Mask;

    public Tensor? ValueMask => Named("value_mask") ?? Value.Mask;

    public Tensor? KeyMask => Named("key_mask") ?? _key?.Mask;

    public Tensor? AttentionMask => Named("attention_mask");

    public static CallArguments Arguments(Tensor query, Tensor value, Tensor? key, Tensor? attentionMask, bool? training, bool causal, bool scores)
    {
        (Tensor? Tensor, string? Name)[] inputs = [(query, null), (value, null), (key, "key"), (attentionMask, "attention_mask")];
        (Tensor? Tensor, string? Name)[] given = [.. inputs.Where(input => input.Tensor is not null || input.Name is null)];
        return new CallArguments([.. given.Select(input => input.Tensor!)])
        {
            InputNames = [.. given.Select(input => input.Name)],
            Training = training,
            Options = OptionsOf(causal, scores),
        };
    }

    /// <summary>What a call of attention says beside its tensors: files hold what was said, not what goes without saying.</summary>
    public static Dictionary<string, object?> OptionsOf(bool causal, bool scores)
    {
        Dictionary<string, object?> options = [];
        if (causal)
        {
            options["use_causal_mask"] = true;
        }

        if (scores)
        {
            options["return_attention_scores"] = true;
        }

        return options;
    }

    private Tensor? Named(string name) => _arguments.InputNames is { } names && Array.IndexOf(names, name) is int at and >= 0 ? _arguments.Inputs[at] : null;
}
