using System.Reflection;
using System.Runtime.CompilerServices;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance;

/// <summary>Cases of kind "op": a function of <see cref="Ops"/> run eagerly and compiled, its gradients, and the shapes it has symbolically.</summary>
internal static class OpRunner
{
    public static void Run(ConformanceCase item)
    {
        Config call = item.Object("call")!;
        string name = item.Text("name")!.Split('.')[^1];
        var inputs = new List<Tensor>();
        foreach (Config descriptor in item.List("inputs").Cast<Config>())
        {
            inputs.Add(ReadTensor(item, (string)descriptor["key"]!, (string)descriptor["dtype"]!));
        }

        List<object?> args = (List<object?>)call["args"]!;
        var kwargs = (Config)call["kwargs"]!;
        object? result = null;
        Tensor[] Body(Tensor[] t)
        {
            (MethodInfo method, object?[] values) = OpArguments.Bind(name, args, kwargs, reference => t[Index((string)reference["ref"]!)]);
            try
            {
                result = method.Invoke(null, values);
            }
            catch (TargetInvocationException e)
            {
                throw e.InnerException!;
            }

            return [.. Flatten(result)];
        }

        using var tape = new GradientTape(persistent: true);
        inputs.ForEach(tape.Watch);
        Tensor[] outputs = Body([.. inputs]);
        if (item.Has("compare") || item.Has("fn"))
        {
            return;
        }

        List<object?> expected = item.List("outputs");
        if (outputs.Length == 0 && expected.Count == 0)
        {
            return;
        }

        Check(item, outputs, expected, "eager");
        CheckGradients(item, tape, inputs, outputs);
        Check(item, Function.Compile(Body, name).Call([.. inputs]), expected, "compiled");
    }

    /// <summary>An array of the case as a tensor of the dtype it stands for.</summary>
    public static Tensor ReadTensor(ConformanceCase item, string key, string dtype)
    {
        NpyArray array = item.Array(key);
        DType target = DTypes.Parse(dtype);
        Tensor wide = Tensor.From(array.To<double>(), new Shape([.. array.Shape]));
        return target is DType.Int64 or DType.UInt64 ? Tensor.From(array.To<long>(), new Shape([.. array.Shape])) : Prim.Convert(wide, target);
    }

    /// <summary>Holds results to the arrays of a case; where another back end disagrees, its arrays will do.</summary>
    public static void Check(ConformanceCase item, IReadOnlyList<Tensor> outputs, List<object?> descriptors, string how)
    {
        if (outputs.Count != descriptors.Count)
        {
            throw new CaseFailedException($"{how}: {outputs.Count} results, expected {descriptors.Count}");
        }

        for (int k = 0; k < outputs.Count; k++)
        {
            var descriptor = (Config)descriptors[k]!;
            string dtype = outputs[k].DType.Name();
            if (dtype != (string)descriptor["dtype"]! && dtype != SymbolicType(item, k))
            {
                throw new CaseFailedException($"{how} {descriptor["key"]}: dtype {outputs[k].DType.Name()}, expected {descriptor["dtype"]}");
            }

            Compare(item, outputs[k], (string)descriptor["key"]!, how);
        }
    }

    /// <summary>The dtype that Keras itself promises: some back ends return another, such as int64 indices.</summary>
    private static string? SymbolicType(ConformanceCase item, int k) =>
        item.List("symbolic") is var specs && k < specs.Count && specs[k] is Config spec ? spec["dtype"] as string : null;

    private static void CheckGradients(ConformanceCase item, GradientTape tape, List<Tensor> inputs, Tensor[] outputs)
    {
        if (item.Object("grads") is not { } grads)
        {
            return;
        }

        List<object?> nonfinite = grads.TryGetValue("nonfinite", out object? list) && list is List<object?> keys ? keys : [];
        List<object?> cotangentKeys = (List<object?>)grads["cotangents"]!;
        Tensor?[] cotangents = new Tensor?[outputs.Length];
        foreach (string key in cotangentKeys.Cast<string>())
        {
            int k = Index(key);
            cotangents[k] = ReadTensor(item, key, outputs[k].DType.Name());
        }

        if (outputs.Length > 1 || cotangents[0] is not null)
        {
            Tensor?[] found = tape.GradientOf(outputs, [.. inputs], cotangents);
            foreach (string key in ((List<object?>)grads["gin"]!).Cast<string>().Where(key => !nonfinite.Contains(key)))
            {
                int j = Index(key);
                Compare(item, found[j] ?? Prim.Zeros(inputs[j].Shape, inputs[j].DType), key, "gradient");
            }
        }
    }

    private static void Compare(ConformanceCase item, Tensor actual, string key, string how)
    {
        double[] values = Prim.Convert(actual, DType.Float64).ToArray<double>();
        NpyArray array = item.Array(key);
        if (Comparison.Agree(actual.Shape.Span, values, array.Shape, array.To<double>(), item.Tolerance, out string difference))
        {
            return;
        }

        string other = "alt_" + key;
        if (!item.HasArray(other) || !Comparison.Agree(actual.Shape.Span, values, item.Array(other).Shape, item.Array(other).To<double>(), item.Tolerance, out _))
        {
            throw new CaseFailedException($"{how} {key}: {difference}");
        }
    }

    private static IEnumerable<Tensor> Flatten(object? result) => result switch
    {
        Tensor tensor => [tensor],
        Tensor[] tensors => tensors,
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Flatten(tuple[i])),
        _ => [],
    };

    private static int Index(string key) => int.Parse(key.AsSpan(key.AsSpan().IndexOfAnyInRange('0', '9')), System.Globalization.CultureInfo.InvariantCulture);
}
