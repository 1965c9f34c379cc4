using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the attention layers without projections. The documentation of each says what the arguments mean.</summary>
public abstract class BaseAttention : Layer
{
    internal override bool TakesMask => true;

    private readonly bool _productsOnly;
    private readonly SeedGenerator? _generator;

    private protected BaseAttention(bool productsOnly, bool useScale, double dropout, int? seed, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype)
    {
        _productsOnly = productsOnly;
        UseScale = useScale;
        Dropout = Arguments.Between(0, 1, dropout, nameof(dropout), KerasName);
        Seed = seed;
        _generator = dropout > 0 ? new SeedGenerator(seed) : null;
        InputSpec = new InputSpec(Ndim: 3, Hint: "Query, value and key have the shape (batch, positions, features).");
    }

    /// <summary>Whether the scores have a scale that is trained.</summary>
    public bool UseScale { get; }

    /// <summary>Part of the attention weights that is dropped in training.</summary>
    public double Dropout { get; }

    /// <summary>The seed of its own for dropout.</summary>
    public int? Seed { get; }

    private protected override bool PassesMask => true;

    /// <summary>Attends.</summary>
    /// <param name="query">What asks, (batch, T, dim).</param>
    /// <param name="value">What is gathered, (batch, S, dim).</param>
    /// <param name="key">What is compared with; the value when not given.</param>
    /// <param name="queryMask">Which queries count, bool (batch, T): outputs of the others are 0. The mask that the query carries when not given.</param>
    /// <param name="valueMask">Which values count, bool (batch, S). The mask that the value carries when not given.</param>
    /// <param name="training">Whether to train.</param>
    /// <param name="useCausalMask">Whether a position sees only those up to its own.</param>
    public Tensor Apply(
        Tensor query, Tensor value, Tensor? key = null, Tensor? queryMask = null, Tensor? valueMask = null, bool? training = null, bool useCausalMask = false) =>
        Invoke(CallOf(query, value, key, queryMask, valueMask, training, useCausalMask, scores: false))[0];

    /// <summary>Attends and returns the attention weights (batch, T, S) as well.</summary>
    /// <param name="query">What asks, (batch, T, dim).</param>
    /// <param name="value">What is gathered, (batch, S, dim).</param>
    /// <param name="key">What is compared with; the value when not given.</param>
    /// <param name="queryMask">Which queries count, bool (batch, T): outputs of the others are 0. The mask that the query carries when not given.</param>
    /// <param name="valueMask">Which values count, bool (batch, S). The mask that the value carries when not given.</param>
    /// <param name="training">Whether to train.</param>
    /// <param name="useCausalMask">Whether a position sees only those up to its own.</param>
    public (Tensor Output, Tensor Scores) ApplyWithScores(
        Tensor query, Tensor value, Tensor? key = null, Tensor? queryMask = null, Tensor? valueMask = null, bool? training = null, bool useCausalMask = false)
    {
        Tensor[] results = Invoke(CallOf(query, value, key, queryMask, valueMask, training, useCausalMask, scores: true));
        return (results[0], results[1]);
    }

    /// <summary>The scores (batch, T, S).</summary>
    private protected abstract Tensor Scores(Tensor query, Tensor key);

    /// <summary>The query with the scale of scores that are plain products.</summary>
    private protected virtual Tensor Scale(Tensor query) => query;

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor query = arguments.Inputs[0], value = arguments.Inputs[1], key = arguments.Inputs.Length > 2 ? arguments.Inputs[2] : value;
        Tensor? queryMask = MaskOf(arguments, 0, query), valueMask = MaskOf(arguments, 1, value);
        bool causal = arguments.Option("use_causal_mask", false), wantsScores = arguments.Option("return_attention_scores", false);
        bool drops = _generator is not null && arguments.Training!.Value;
        bool oneKernel = !wantsScores && !drops && key.Shape[2] == value.Shape[2] && _productsOnly, onlyCausal = oneKernel && valueMask is null;
        Tensor? hidden = Hidden(query, key, valueMask, causal && !onlyCausal);
        Tensor output;
        Tensor? weights = null;
        if (oneKernel)
        {
            // One head of the kernel that keeps no table of scores, and that has the causal order alone as a part of it.
            static Tensor Head(Tensor x) => Prim.Reshape(x, x.Shape.Insert(2, 1));
            Tensor? table = hidden is null ? null : Prim.BroadcastTo(Prim.Reshape(hidden, hidden.Shape.Insert(1, 1)), Shape.Of(hidden.Shape[0], 1, query.Shape[1], value.Shape[1]));
            Tensor attended = Prim.ScaledDotProductAttention(Head(Scale(query)), Head(key), Head(value), 1, causal && onlyCausal, table);
            output = Prim.Reshape(attended, query.Shape[..2].Concat(value.Shape[2..]));
        }
        else
        {
            Tensor scores = Scores(query, key);
            scores = hidden is null ? scores : Prim.Add(scores, hidden);
            weights = Prim.Softmax(scores);
            weights = drops ? RandomDrop.Apply(weights, Dropout, _generator!) : weights;
            output = Prim.DotGeneral(weights, value, [0], [0], [2], [1]);
        }

        if (queryMask is not null)
        {
            output = Prim.Multiply(output, Prim.Convert(Prim.Reshape(queryMask, queryMask.Shape.Insert(2, 1)), output.DType));
        }

        return wantsScores ? [output, weights!] : [output];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return index == 0 ? arguments.MaskOf(0) : null;
    }

    /// <summary>Refuses inputs that do not fit together.</summary>
    private protected void CheckInputs(IReadOnlyList<Shape> inputs)
    {
        if (inputs.Count is not (2 or 3))
        {
            throw new ArgumentException($"{Label}: it takes a query, a value, and a key if it is another. Received: {inputs.Count} tensors. Write Apply(query, value), or Apply([query, value, key]).", nameof(inputs));
        }

        Shape query = inputs[0], value = inputs[1], key = inputs.Count > 2 ? inputs[2] : value;
        if ((query[2] >= 0 && key[2] >= 0 && query[2] != key[2]) || (key[1] >= 0 && value[1] >= 0 && key[1] != value[1]))
        {
            throw new ShapeException(
                $"{Label}: query and key must have the same features, key and value the same positions. Received: query.Shape={query}, value.Shape={value}, key.Shape={key}.");
        }
    }

    /// <summary>The scores of a sum through tanh, as additive attention has them: (batch, T, S, dim) summed over the last axis.</summary>
    private protected static Tensor SumOfTanh(Tensor query, Tensor key, Tensor? inner, Tensor? outer)
    {
        Tensor sums = Prim.Add(Prim.Reshape(query, query.Shape.Insert(2, 1)), Prim.Reshape(key, key.Shape.Insert(1, 1)));
        Tensor bent = Prim.Tanh(inner is null ? sums : Prim.Multiply(sums, inner));
        return Prim.ReduceSum(outer is null ? bent : Prim.Multiply(bent, outer), 3);
    }

    private static CallArguments CallOf(Tensor query, Tensor value, Tensor? key, Tensor? queryMask, Tensor? valueMask, bool? training, bool causal, bool scores)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(value);
        return new CallArguments(key is null ? [query, value] : [query, value, key])
        {
            IsList = true,
            Training = training,
            Masks = queryMask is null && valueMask is null ? null : [queryMask ?? query.Mask, valueMask ?? value.Mask],
            Options = HeadCall.OptionsOf(causal, scores),
        };
    }

    private Tensor? MaskOf(CallArguments arguments, int index, Tensor of)
    {
        Tensor? mask = arguments.MaskOf(index);
        return mask is null || (mask.Rank == 2 && mask.Shape.IsCompatibleWith(of.Shape[..2])) ? mask is null ? null : Prim.Convert(mask, DType.Bool) : throw new ShapeException(
            $"{Label}: the mask of a query or value must have the shape (batch, positions). Received: mask.Shape={mask.Shape} for a tensor of the shape {of.Shape}.");
    }

    /// <summary>What is added to scores that do not count, (batch or 1, T or 1, S); null where all do.</summary>
    private static Tensor? Hidden(Tensor query, Tensor key, Tensor? valueMask, bool causal)
    {
        Tensor? counts = valueMask is null ? null : Prim.Reshape(valueMask, valueMask.Shape.Insert(1, 1));
        if (causal)
        {
            Shape square = Shape.Of(1, query.Shape[1], key.Shape[1]);
            Tensor earlier = Prim.GreaterEqual(Prim.Iota(square, 1, DType.Int32), Prim.Iota(square, 2, DType.Int32));
            counts = counts is null ? earlier : Prim.LogicalAnd(counts, earlier);
        }

        DType dtype = query.DType;
        return counts is null ? null : Prim.Multiply(Prim.Subtract(1, Prim.Convert(counts, dtype)), dtype == DType.Float16 ? -65504 : -1e9);
    }
}
