using KerasSharp.Constraints;
using KerasSharp.Primitives;
using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Attention of several heads (Vaswani et al. 2017, "Attention is all you need", section 3.2).</summary>
/// <remarks>
/// Inputs: query <c>(batch, T, dim)</c>, value <c>(batch, S, dim)</c>, key <c>(batch, S, dim)</c> or the value. Output shape: <c>(batch, T, outputShape)</c>, the
/// query's last size when not given. Weights: kernel and bias of <c>query</c>, <c>key</c>, (<c>gate</c>,) <c>value</c> <c>(dim, heads, depth)</c> and of
/// <c>attention_output</c> <c>(heads, valueDim, ...)</c>.
/// </remarks>
/// <param name="numHeads">Number of heads.</param>
/// <param name="keyDim">Depth of queries and keys in each head.</param>
/// <param name="valueDim">Depth of values in each head; that of keys when not given.</param>
/// <param name="dropout">Part of the attention weights that is dropped in training.</param>
/// <param name="useBias">Whether the projections have biases.</param>
/// <param name="outputShape">Last sizes of the output.</param>
/// <param name="attentionAxes">Axes that are attended over; all but batch and features when not given.</param>
/// <param name="slidingWindow">A position sees others less than this far away.</param>
/// <param name="kernelInitializer">First values of the kernels; <c>"glorot_uniform"</c> when not given.</param>
/// <param name="biasInitializer">First values of the biases; <c>"zeros"</c> when not given.</param>
/// <param name="kernelRegularizer">A penalty on the kernels.</param>
/// <param name="biasRegularizer">A penalty on the biases.</param>
/// <param name="activityRegularizer">A penalty on the output.</param>
/// <param name="kernelConstraint">What kernels are brought to after each update.</param>
/// <param name="biasConstraint">What biases are brought to after each update.</param>
/// <param name="useGate">Whether a gate, made of the query, scales what was attended.</param>
/// <param name="seed">A seed of its own for dropout.</param>
/// <param name="name">Its name.</param>
/// <param name="trainable">Whether its weights are trained.</param>
/// <param name="dtype">Dtypes of computation and weights.</param>
/// <exception cref="ArgumentOutOfRangeException">A size is less than 1.</exception>
[KerasSerializable("keras.layers", "MultiHeadAttention")]
public sealed partial class MultiHeadAttention(
    int numHeads, int keyDim, int? valueDim = null, double dropout = 0.0, bool useBias = true, Sizes? outputShape = null, Sizes? attentionAxes = null,
    int? slidingWindow = null, Initializer? kernelInitializer = null, Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null,
    Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    bool useGate = false, int? seed = null, string? name = null, bool trainable = true, DTypePolicy? dtype = null)
    : Layer(name, trainable, dtype, activityRegularizer)
{
    private readonly int _numHeads = Arguments.AtLeast(1, numHeads, nameof(numHeads), nameof(MultiHeadAttention));
    private readonly int _keyDim = Arguments.AtLeast(1, keyDim, nameof(keyDim), nameof(MultiHeadAttention));
    private readonly int _valueDim = Arguments.AtLeast(1, valueDim ?? keyDim, nameof(valueDim), nameof(MultiHeadAttention));
    private readonly Sizes? _outputShape = outputShape is null ? null : Sizes.Create([.. outputShape]);
    private readonly Initializer _kernelInitializer = kernelInitializer ?? "glorot_uniform";
    private readonly Initializer _biasInitializer = biasInitializer ?? "zeros";
    private readonly SeedGenerator? _generator = dropout > 0 ? new SeedGenerator(seed) : null;
    private HeadProjection _query = null!, _key = null!, _value = null!, _output = null!;
    private HeadProjection? _gate;

    private protected override bool WritesActivityRegularizer => true;

    /// <summary>Attends.</summary>
    /// <param name="query">What asks, (batch, T, dim).</param>
    /// <param name="value">What is gathered, (batch, S, dim).</param>
    /// <param name="key">What is compared with; the value when not given.</param>
    /// <param name="attentionMask">Which position sees which: bool (batch, T, S).</param>
    /// <param name="training">Whether to train.</param>
    /// <param name="useCausalMask">Whether a position sees only those up to its own.</param>
    public Tensor Apply(Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool? training = null, bool useCausalMask = false) =>
        Attend(query, value, key, attentionMask, training, useCausalMask, scores: false)[0];

    /// <summary>Attends and returns the attention weights (batch, heads, T, S) as well.</summary>
    /// <param name="query">What asks, (batch, T, dim).</param>
    /// <param name="value">What is gathered, (batch, S, dim).</param>
    /// <param name="key">What is compared with; the value when not given.</param>
    /// <param name="attentionMask">Which position sees which: bool (batch, T, S).</param>
    /// <param name="training">Whether to train.</param>
    /// <param name="useCausalMask">Whether a position sees only those up to its own.</param>
    public (Tensor Output, Tensor Scores) ApplyWithScores(
        Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool? training = null, bool useCausalMask = false)
    {
        Tensor[] results = Attend(query, value, key, attentionMask, training, useCausalMask, scores: true);
        return (results[0], results[1]);
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count < 2)
        {
            throw new ArgumentException($"{Label}: it takes a query and a value, and a key if it is another. Received: {inputs.Count} tensor. Write Apply(query, value).", nameof(inputs));
        }

        if (attentionAxes is not null && !attentionAxes.Select(a => a < 0 ? a + inputs[0].Rank : a).SequenceEqual(Enumerable.Range(1, inputs[0].Rank - 2)))
        {
            throw new NotSupportedException($"{Label}: attention over some of the axes only is not supported. Received: attentionAxes=({string.Join(", ", attentionAxes)}). Move the others into the batch axis.");
        }

        Shape query = inputs[0], value = inputs[1], key = inputs.Count > 2 && inputs[2].Rank == value.Rank ? inputs[2] : value;
        Shape perKey = [_numHeads, _keyDim], perValue = [_numHeads, _valueDim];
        _query = Add(perKey, 1, "query", query);
        _key = Add(perKey, 1, "key", key);
        _gate = useGate ? Add(perValue, 1, "gate", query) : null;
        _value = Add(perValue, 1, "value", value);
        _output = Add(_outputShape is null ? [query[^1]] : Shape.Of([.. _outputShape]), 2, "attention_output", perValue.Insert(0, 1).Insert(0, Shape.Unknown));
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor Named(string name) => At(arguments, name) is int i and >= 0 ? arguments.Inputs[i] : null!;
        Tensor query = arguments.Inputs[0], value = arguments.Inputs[1];
        bool hasKey = arguments.Inputs.Length > 2 && arguments.InputNames?[2] is null or "key";
        Tensor key = hasKey ? arguments.Inputs[2] : Named("key") ?? value;
        bool causal = arguments.Option("use_causal_mask", false);
        Tensor? others = Mask(arguments, query, value, hasKey ? key : null, causal: false);
        Shape outer = query.Shape[..^1];
        Tensor q = Flat(_query.Apply(query)), k = Flat(_key.Apply(key)), v = Flat(_value.Apply(value));
        double scale = 1 / Math.Sqrt(_keyDim);
        bool wantsScores = arguments.Option("return_attention_scores", false);
        Tensor attended;
        Tensor? scores = null, mask = null;
        if (!wantsScores && _generator is null && others is null && _keyDim == _valueDim)
        {
            attended = Prim.ScaledDotProductAttention(q, k, v, scale, causal);
        }
        else
        {
            mask = Mask(arguments, query, value, hasKey ? key : null, causal);
            // (batch, heads, T, S)
            Tensor products = Prim.DotGeneral(Prim.Multiply(q, scale), k, [0, 2], [0, 2], [3], [3]);
            if (mask is not null)
            {
                double masked = q.DType == DType.Float16 ? -3e4 : -1e9;
                products = Prim.Add(products, Prim.Multiply(Prim.Subtract(1, Prim.Convert(mask, products.DType)), masked));
            }

            scores = Prim.Softmax(products);
            Tensor weights = arguments.Training!.Value && _generator is not null ? RandomDrop.Apply(scores, dropout, _generator) : scores;
            attended = Prim.Transpose(Prim.DotGeneral(weights, v, [0, 1], [0, 2], [3], [1]), 0, 2, 1, 3);
        }

        if (_gate is not null)
        {
            attended = Prim.Multiply(attended, Prim.Sigmoid(Flat(_gate.Apply(query))));
        }

        Tensor output = _output.Apply(attended);
        if (outer.Rank > 2)
        {
            output = Prim.Reshape(output, outer.Concat(output.Shape[2..]));
        }

        if (!wantsScores)
        {
            return [output];
        }

        scores!.Mask = mask;
        return [output, scores];
    }

    private protected override bool HandlesMask => true;

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        bool hasKey = arguments.Inputs.Length > 2 && arguments.InputNames?[2] is null or "key";
        return index == 0 ? arguments.Inputs[0].Mask : Mask(arguments, arguments.Inputs[0], arguments.Inputs[1], hasKey ? arguments.Inputs[2] : null, arguments.Option("use_causal_mask", false));
    }

    private static int At(CallArguments arguments, string name) => arguments.InputNames is null ? -1 : Array.IndexOf(arguments.InputNames, name);

    private Tensor[] Attend(Tensor query, Tensor value, Tensor? key, Tensor? attentionMask, bool? training, bool causal, bool scores)
    {
        List<Tensor> inputs = [query, value];
        List<string?> names = [null, null];
        if (key is not null)
        {
            inputs.Add(key);
            names.Add("key");
        }

        if (attentionMask is not null)
        {
            inputs.Add(attentionMask);
            names.Add("attention_mask");
        }

        return Invoke(new CallArguments([.. inputs])
        {
            InputNames = [.. names],
            Training = training,
            Options = new Dictionary<string, object?> { ["use_causal_mask"] = causal, ["return_attention_scores"] = scores },
        });
    }

    private HeadProjection Add(Shape output, int contracted, string name, Shape input)
    {
        var options = new ProjectionOptions(useBias, _kernelInitializer, _biasInitializer, kernelRegularizer, biasRegularizer, kernelConstraint, biasConstraint);
        HeadProjection projection = Track(new HeadProjection(output, contracted, options, name, Trainable, DtypePolicy), (name == "attention_output" ? "output" : name) + "_dense");
        projection.EnsureBuilt(input);
        return projection;
    }

    /// <summary>All attended axes in one: (batch, positions, heads, depth).</summary>
    private static Tensor Flat(Tensor x)
    {
        if (x.Rank == 4)
        {
            return x;
        }

        Shape positions = x.Shape[1..^2];
        return Prim.Reshape(x, Shape.Of(x.Shape[0], positions.IsStatic ? (int)positions.Count : Shape.Unknown, x.Shape[^2], x.Shape[^1]));
    }

    /// <summary>Everything that hides positions, the causal order only if <paramref name="causal"/>, as one mask (batch or 1, 1, T, S); null where nothing does.</summary>
    private Tensor? Mask(CallArguments arguments, Tensor query, Tensor value, Tensor? key, bool causal)
    {
        Tensor? mask = null;
        void And(Tensor? next) => mask = next is null ? mask : mask is null ? next : Prim.LogicalAnd(mask, next);
        Tensor? Given(string name, Tensor? carrier) => At(arguments, name) is int i and >= 0 ? arguments.Inputs[i] : carrier?.Mask;
        // The query's mask hides no position from others: it only travels on to the output, whose readers leave those rows out.
        Tensor? valueMask = Given("value_mask", value), keyMask = Given("key_mask", key);
        And(valueMask is null ? null : Prim.Reshape(Bool(valueMask), Shape.Of(valueMask.Shape[0], 1, 1, valueMask.Shape[1])));
        And(keyMask is null ? null : Prim.Reshape(Bool(keyMask), Shape.Of(keyMask.Shape[0], 1, 1, keyMask.Shape[1])));
        int t = query.Shape[1], s = value.Shape[1];
        Shape square = Shape.Of(1, 1, t, s);
        if (causal)
        {
            And(Prim.GreaterEqual(Prim.Iota(square, 2, DType.Int32), Prim.Iota(square, 3, DType.Int32)));
        }

        if (slidingWindow is { } width)
        {
            Tensor distance = Prim.Abs(Prim.Subtract(Prim.Iota(square, 2, DType.Int32), Prim.Iota(square, 3, DType.Int32)));
            And(Prim.Less(distance, Prim.Scalar(width, DType.Int32)));
        }

        if (At(arguments, "attention_mask") is int at and >= 0)
        {
            Tensor given = Bool(arguments.Inputs[at]);
            And(given.Rank == 4 ? given : given.Rank == 3 ? Prim.Reshape(given, given.Shape.Insert(1, 1)) : Prim.Reshape(given, given.Shape.Insert(0, 1).Insert(0, 1)));
        }

        return mask;
    }

    private static Tensor Bool(Tensor mask) => Prim.Convert(mask, DType.Bool);
}
