namespace KerasSharp.Activations;

/// <summary>The activations that have a name in Keras.</summary>
internal static class ActivationTable
{
    private static readonly Dictionary<string, ActivationFunction> Table = new(StringComparer.Ordinal);

    static ActivationTable()
    {
        Table["linear"] = ActivationFunction.Linear;
        Add("celu", x => ActivationFunctions.Celu(x));
        Add("elu", x => ActivationFunctions.Elu(x));
        Add("exponential", ActivationFunctions.Exponential);
        Add("gelu", x => ActivationFunctions.Gelu(x));
        Add("glu", x => ActivationFunctions.Glu(x));
        Add("hard_shrink", x => ActivationFunctions.HardShrink(x));
        Add("hard_sigmoid", ActivationFunctions.HardSigmoid);
        Add("hard_silu", ActivationFunctions.HardSilu, "hard_swish");
        Add("hard_tanh", ActivationFunctions.HardTanh);
        Add("leaky_relu", x => ActivationFunctions.LeakyRelu(x));
        Add("log_sigmoid", ActivationFunctions.LogSigmoid);
        Add("log_softmax", x => ActivationFunctions.LogSoftmax(x));
        Add("mish", ActivationFunctions.Mish);
        Add("relu", x => ActivationFunctions.Relu(x));
        Add("relu6", ActivationFunctions.Relu6);
        Add("selu", ActivationFunctions.Selu);
        Add("sigmoid", ActivationFunctions.Sigmoid);
        Add("silu", ActivationFunctions.Silu, "swish");
        Add("soft_shrink", x => ActivationFunctions.SoftShrink(x));
        Add("softmax", x => ActivationFunctions.Softmax(x));
        Add("softplus", ActivationFunctions.Softplus);
        Add("softsign", ActivationFunctions.Softsign);
        Add("sparse_plus", ActivationFunctions.SparsePlus);
        Add("sparse_sigmoid", ActivationFunctions.SparseSigmoid);
        Add("sparsemax", x => ActivationFunctions.Sparsemax(x));
        Add("squareplus", x => ActivationFunctions.Squareplus(x));
        Add("tanh", ActivationFunctions.Tanh);
        Add("tanh_shrink", ActivationFunctions.TanhShrink);
        Add("threshold", NeedsArguments);
    }

    public static IEnumerable<string> Names => Table.Keys;

    public static ActivationFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static Tensor NeedsArguments(Tensor x) => throw new ArgumentException(
        "Activation 'threshold': it needs a threshold and a value for what is below. Write new ActivationFunction(x => ActivationFunctions.Threshold(x, 0.5, 0)).", nameof(x));

    /// <summary>Adds a function; by its other names it is the same object, so that configs write the first.</summary>
    private static void Add(string name, Func<Tensor, Tensor> function, params ReadOnlySpan<string> others)
    {
        var activation = new ActivationFunction(function, name);
        Table[name] = activation;
        foreach (string other in others)
        {
            Table[other] = activation;
        }
    }
}
