namespace KerasSharp.Activations;

/// <summary>The activations that have a name in Keras, with the defaults that they have there.</summary>
internal static class ActivationTable
{
    private static readonly Dictionary<string, ActivationFunction> Table = new(StringComparer.Ordinal);

    static ActivationTable()
    {
        Table["linear"] = ActivationFunction.Linear;
        Add("relu", Ops.Relu);
        Add("relu6", Ops.Relu6);
        Add("leaky_relu", x => Ops.LeakyRelu(x));
        Add("elu", x => Ops.Elu(x));
        Add("selu", Ops.Selu);
        Add("celu", x => Ops.Celu(x));
        Add("gelu", x => Ops.Gelu(x, approximate: false));
        Add("glu", x => Ops.Glu(x));
        Add("softmax", x => Ops.Softmax(x));
        Add("log_softmax", x => Ops.LogSoftmax(x));
        Add("softplus", Ops.Softplus);
        Add("softsign", Ops.Softsign);
        Add("silu", Ops.Silu);
        Add("swish", Ops.Silu);
        Add("mish", x => x * Ops.Tanh(Ops.Softplus(x)));
        Add("tanh", Ops.Tanh);
        Add("sigmoid", Ops.Sigmoid);
        Add("log_sigmoid", Ops.LogSigmoid);
        Add("hard_sigmoid", Ops.HardSigmoid);
        Add("hard_silu", Ops.HardSilu);
        Add("hard_swish", Ops.HardSilu);
        Add("hard_tanh", Ops.HardTanh);
        Add("hard_shrink", x => Ops.HardShrink(x));
        Add("soft_shrink", x => Ops.SoftShrink(x));
        Add("tanh_shrink", Ops.TanhShrink);
        Add("sparse_plus", Ops.SparsePlus);
        Add("sparse_sigmoid", Ops.SparseSigmoid);
        Add("sparsemax", x => Ops.Sparsemax(x));
        Add("squareplus", x => Ops.Squareplus(x));
        Add("exponential", Ops.Exp);
    }

    public static IEnumerable<string> Names => Table.Keys;

    public static ActivationFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static void Add(string name, Func<Tensor, Tensor> function) => Table[name] = new ActivationFunction(function, name);
}
