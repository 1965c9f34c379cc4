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
        Add("relu", Prim.Relu);
        Add("sigmoid", Prim.Sigmoid);
        Add("tanh", Prim.Tanh);
        Add("softmax", x => Softmax(x, -1));
    }

    public static IEnumerable<string> Names => Table.Keys;

    public static ActivationFunction? Find(string name) => Table.GetValueOrDefault(name);

    /// <summary>exp(x) over its sum along an axis; the largest is taken off first, so that nothing overflows.</summary>
    internal static Tensor Softmax(Tensor x, int axis)
    {
        int at = axis < 0 ? axis + x.Rank : axis;
        if (at == x.Rank - 1)
        {
            return Prim.Softmax(x);
        }

        Shape kept = x.Shape.With(at, 1);
        Tensor e = Prim.Exp(Prim.Subtract(x, Prim.StopGradient(Prim.Reshape(Prim.ReduceMax(x, at), kept))));
        return Prim.Divide(e, Prim.Reshape(Prim.ReduceSum(e, at), kept));
    }

    private static void Add(string name, Func<Tensor, Tensor> function) => Table[name] = new ActivationFunction(function, name);
}
