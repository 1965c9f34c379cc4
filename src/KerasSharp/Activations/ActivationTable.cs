using KerasSharp.Primitives;

namespace KerasSharp.Activations;

/// <summary>The activations that have a name in Keras.</summary>
internal static class ActivationTable
{
    private static readonly Dictionary<string, ActivationFunction> Table = new(StringComparer.Ordinal);

    static ActivationTable()
    {
        Table["linear"] = ActivationFunction.Linear;
        Add("exponential", Prim.Exp);
        Add("relu", x => Prim.Maximum(x, 0));
        Add("sigmoid", Prim.Sigmoid);
        Add("tanh", Prim.Tanh);
    }

    public static IEnumerable<string> Names => Table.Keys;

    public static ActivationFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static void Add(string name, Func<Tensor, Tensor> function) => Table[name] = new ActivationFunction(function, name);
}
