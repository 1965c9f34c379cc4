using KerasSharp.Saving;
using KerasSharp.Constraints;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Base of the attention layers that project to several heads. The documentation of each says what the arguments mean.</summary>
[ConfigOrder("use_bias", "use_gate")]
public abstract class HeadAttention : Layer
{
    internal override IReadOnlyList<string> TensorNames => ["query", "value", "key"];

    private readonly HeadSizes _sizes;
    private readonly SeedGenerator? _generator;
    private readonly bool? _flashAttention;
    private HeadProjection _query = null!, _key = null!, _value = null!, _output = null!;
    private HeadProjection? _gate;

    private protected HeadAttention(
        HeadSizes sizes, double dropout, bool useBias, int? slidingWindow, bool? flashAttention, Initializer? kernelInitializer, Initializer? biasInitializer,
        Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Regularizer? activityRegularizer, Constraint? kernelConstraint, Constraint? biasConstraint,
        bool useGate, int? seed, string? name, bool trainable, DTypePolicy? dtype)
        : base(name, trainable, dtype, activityRegularizer)
    {
        string owner = KerasName;
        _sizes = sizes;
        Dropout = Arguments.Between(0, 1, dropout, nameof(dropout), owner);
        UseBias = useBias;
        SlidingWindow = slidingWindow is { } width ? Arguments.AtLeast(1, width, nameof(slidingWindow), owner) : null;
        _flashAttention = flashAttention is not true || dropout == 0 ? flashAttention : throw new ArgumentException(
            $"{owner}: with flashAttention there is no dropout, which needs the scores. Received: flashAttention=True, dropout={dropout}. Set one of the two only.", nameof(flashAttention));
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? "zeros";
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        KernelConstraint = kernelConstraint;
        BiasConstraint = biasConstraint;
        UseGate = useGate;
        Seed = seed;
        _generator = dropout > 0 ? new SeedGenerator(seed) : null;
    }

    /// <summary>Part of the attention weights that is dropped in training.</summary>
    public double Dropout { get; }

    /// <summary>Whether the projections have biases.</summary>
    public bool UseBias { get; }

    /// <summary>A position sees others less than this far away; null for all.</summary>
    public int? SlidingWindow { get; }

    /// <summary>First values of the kernels.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>First values of the biases.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>A penalty on the kernels.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>A penalty on the biases.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What kernels are brought to after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What biases are brought to after each update.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>Whether a gate, made of the query, scales what was attended.</summary>
    public bool UseGate { get; }

    /// <summary>The seed of its own for dropout.</summary>
    public int? Seed { get; }

    private protected override bool WritesActivityRegularizer => true;

    internal override IReadOnlyList<(string Field, string Name)> EmptyGroups => [("_dropout_layer", "dropout"), ("_softmax", "softmax")];

    private protected override bool PassesMask => true;

    /// <summary>Attends.</summary>
    /// <param name="query">What asks, (batch, T, dim).</param>
    /// <param name="value">What is gathered, (batch, S, dim).</param>
    /// <param name="key">What is compared with; the value when not given.</param>
    /// <param name="attentionMask">Which position sees which: bool (T, S), (batch, T, S) or (batch, heads, T, S).</param>
    /// <param name="training">Whether to train.</param>
    /// <param name="useCausalMask">Whether a position sees only those up to its own.</param>
    public Tensor Apply(Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool? training = null, bool useCausalMask = false) =>
        Invoke(HeadCall.Arguments(query, value, key, attentionMask, training, useCausalMask, scores: false))[0];

    /// <summary>Attends and returns the attention weights (batch, heads, T, S) as well.</summary>
    /// <param name="query">What asks, (batch, T, dim).</param>
    /// <param name="value">What is gathered, (batch, S, dim).</param>
    /// <param name="key">What is compared with; the value when not given.</param>
    /// <param name="attentionMask">Which position sees which: bool (T, S), (batch, T, S) or (batch, heads, T, S).</param>
    /// <param name="training">Whether to train.</param>
    /// <param name="useCausalMask">Whether a position sees only those up to its own.</param>
    public (Tensor Output, Tensor Scores) ApplyWithScores(
        Tensor query, Tensor value, Tensor? key = null, Tensor? attentionMask = null, bool? training = null, bool useCausalMask = false)
    {
        Tensor[] results = Invoke(HeadCall.Arguments(query, value, key, attentionMask, training, useCausalMask, scores: true));
        return (results[0], results[1]);
    }

    /// <summary>Where the mask of the query hides its own positions from others as well.</summary>
    private protected virtual bool QueryMaskHides => false;

    /// <inheritdoc/>
    private protected override Tensor[] BuildInputs(CallArguments arguments)
    {
        var call = new HeadCall(arguments, this);
        return call.HasKey ? [call.Query, call.Value, call.Key] : [call.Query, call.Value];
    }

    /// <inheritdoc/>
    protected override void Build(IReadOnlyList<Shape> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        Shape query = inputs[0], value = inputs[1], key = inputs.Count > 2 ? inputs[2] : value;
        _ = new AttendedAxes(query.Rank, _sizes.Axes, this);
        Shape perValue = [_sizes.QueryHeads, _sizes.ValueDim];
        _query = Add([_sizes.QueryHeads, _sizes.KeyDim], 1, "query", query);
        _key = Add([_sizes.KeyHeads, _sizes.KeyDim], 1, "key", key);
        _gate = UseGate ? Add(perValue, 1, "gate", query) : null;
        _value = Add([_sizes.KeyHeads, _sizes.ValueDim], 1, "value", value);
        _output = Add(_sizes.Output ?? [query[^1]], 2, "attention_output", query[..^1].Concat(perValue));
    }

    /// <inheritdoc/>
    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var call = new HeadCall(arguments, this);
        if (call.WantsScores && _flashAttention is true)
        {
            throw new ArgumentException($"{Label}: with flashAttention no scores are kept to be returned. Received: return_attention_scores=True. Leave one of the two out.", nameof(arguments));
        }

        var axes = new AttendedAxes(call.Query.Rank, _sizes.Axes, this);
        Tensor q = axes.Join(_query.Apply(call.Query)), k = axes.Join(_key.Apply(call.Key)), v = axes.Join(_value.Apply(call.Value));
        if (_sizes.KeyHeads != _sizes.QueryHeads)
        {
            int share = _sizes.QueryHeads / _sizes.KeyHeads;
            (k, v) = (Ops.Repeat(k, share, 2), Ops.Repeat(v, share, 2));
        }

        double scale = 1 / Math.Sqrt(_sizes.KeyDim);
        bool drops = _generator is not null && arguments.Training!.Value;
        Tensor attended;
        Tensor? scores = null;
        bool oneKernel = !call.WantsScores && !drops && _sizes.KeyDim == _sizes.ValueDim, onlyCausal = oneKernel && call.Causal && Mask(axes, call, causal: false) is null;
        Tensor? penalty = onlyCausal ? null : Penalty(axes, call, Mask(axes, call, call.Causal), q.DType);
        if (oneKernel)
        {
            // It keeps no table of scores; the causal order alone is part of it.
            attended = Prim.ScaledDotProductAttention(q, k, v, scale, onlyCausal, penalty);
        }
        else
        {
            Tensor products = Prim.DotGeneral(Prim.Multiply(q, scale), k, [0, 2], [0, 2], [3], [3]); // (samples, heads, T, S)
            scores = Prim.Softmax(penalty is null ? products : Prim.Add(products, penalty));
            Tensor weights = drops ? RandomDrop.Apply(scores, Dropout, _generator!) : scores;
            attended = Prim.Transpose(Prim.DotGeneral(weights, v, [0, 1], [0, 2], [3], [1]), 0, 2, 1, 3);
        }

        attended = axes.Split(attended, call.Query.Shape[..^1]);
        attended = _gate is null ? attended : Prim.Multiply(attended, Prim.Sigmoid(_gate.Apply(call.Query)));
        Tensor output = _output.Apply(attended);
        return call.WantsScores ? [output, axes.SplitScores(scores!, call.Query.Shape, call.Key.Shape)] : [output];
    }

    /// <inheritdoc/>
    protected override Tensor? ComputeMask(CallArguments arguments, int index)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (index == 0)
        {
            return arguments.Inputs[0].Mask;
        }

        var call = new HeadCall(arguments, this);
        return Mask(new AttendedAxes(call.Query.Rank, _sizes.Axes, this), call, call.Causal);
    }

    private HeadProjection Add(Shape output, int contracted, string name, Shape input)
    {
        var options = new ProjectionOptions(UseBias, KernelInitializer, BiasInitializer, KernelRegularizer, BiasRegularizer, KernelConstraint, BiasConstraint);
        // Files name the fields that Keras's classes have: MultiHeadAttention gives all but the gate out as properties as well.
        string field = (name == "attention_output" ? "output" : name) + "_dense";
        HeadProjection projection = Track(
            new HeadProjection(output, contracted, options, name, Trainable, DtypePolicy), this is GroupQueryAttention || name == "gate" ? $"_{field}" : field);
        projection.EnsureBuilt(input);
        return projection;
    }

    /// <summary>What is added to scores that do not count; null where all do.</summary>
    private static Tensor? Penalty(AttendedAxes axes, HeadCall call, Tensor? mask, DType dtype)
    {
        if (mask is null)
        {
            return null;
        }

        Tensor counts = Prim.Convert(axes.JoinMask(mask, call.Query.Shape, call.Key.Shape), dtype);
        return Prim.Multiply(Prim.Subtract(1, counts), dtype == DType.Float16 ? -3e4 : -1e9);
    }

    /// <summary>Everything that hides positions, the causal order only if <paramref name="causal"/>, as one mask (batch or 1, others or 1, heads or 1, T ..., S ...); null where nothing does.</summary>
    private Tensor? Mask(AttendedAxes axes, HeadCall call, bool causal)
    {
        Tensor? mask = null;
        void And(Tensor? next) => mask = next is null ? mask : mask is null ? next : Prim.LogicalAnd(mask, next);
        Shape query = call.Query.Shape, key = call.Key.Shape;
        int t = axes.Positions(query), s = axes.Positions(key);
        Tensor Pairs(Tensor pairs) => axes.Expand(axes.SplitMask(pairs, query, key));
        Tensor Positions(Tensor given, int rows, int columns) =>
            Pairs(Prim.BroadcastTo(Prim.Reshape(Prim.Convert(given, DType.Bool), Shape.Of(given.Shape[0], rows < 0 ? t : rows, columns < 0 ? s : columns)), Shape.Of(given.Shape[0], t, s)));
        And(QueryMaskHides && call.QueryMask is { } asks ? Positions(asks, -1, 1) : null);
        And(call.ValueMask is { } values ? Positions(values, 1, -1) : null);
        And(call.KeyMask is { } keys ? Positions(keys, 1, -1) : null);
        Shape square = Shape.Of(1, t, s);
        Tensor Index(int axis) => Prim.Iota(square, axis, DType.Int32);
        And(causal ? Pairs(Prim.GreaterEqual(Index(1), Index(2))) : null);
        And(SlidingWindow is { } width ? Pairs(Prim.Less(Prim.Abs(Prim.Subtract(Index(1), Index(2))), Prim.Scalar(width, DType.Int32))) : null);
        And(call.AttentionMask is { } given ? axes.Expand(Prim.Convert(given, DType.Bool)) : null);
        return mask;
    }
}
