using System.Reflection;
using KerasSharp.Graphs;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance;

/// <summary>Cases of kind "op": a function of <see cref="Ops"/> run eagerly and compiled, and its gradients, both ways too.</summary>
internal static class OpRunner
{
    /// <summary>Ops whose results have a size that depends on values: compiled they must say so.</summary>
    private static readonly HashSet<string> SizedByValues = ["bincount", "nonzero", "segment_max", "segment_min", "segment_prod", "segment_sum", "unique", "where"];

    public static void Run(ConformanceCase item)
    {
        string name = item.Text("name")!;
        List<object?> descriptors = item.List("inputs");
        Tensor[] inputs = [.. descriptors.Cast<Config>().Select(d => ReadTensor(item, (string)d["key"]!, (string)d["dtype"]!))];
        bool[] complex = [.. descriptors.Cast<Config>().Select(IsComplex)];
        List<object?> results = [];
        Tensor[] Body(Tensor[] t)
        {
            results = item.Text("fn") is { } fn ? [.. HigherOrder.Call(fn, t)] : Call(item, name, t, inputs, complex);
            return [.. results.Where((_, i) => !Results.IsLiteral(item, i, results.Count)).OfType<Tensor>()];
        }

        Tensor[] outputs = Body(inputs);
        if (item.Has("compare"))
        {
            FreedomChecks.Check(item, inputs, outputs);
            return;
        }

        CheckLiterals(item, results);
        List<object?> expected = item.List("outputs");
        Check(item, outputs, expected, "eager");
        bool primary = FollowsPrimary(item, outputs);
        CheckGradients(item, Body, primary ? inputs : [], "eager gradient");
        if (outputs.Length == 0 || name == "convert_to_numpy")
        {
            return;
        }

        try
        {
            Check(item, Function.Compile(Body, name).Call(inputs), expected, "compiled");
            CheckGradients(item, Body, primary ? inputs : [], "compiled gradient");
        }
        catch (NotSupportedException e) when (SizedByValues.Contains(name) && e.Message.Contains("depends on the values", StringComparison.Ordinal))
        {
            // What a plan cannot hold is an error that says so.
        }
    }

    /// <summary>An array of the case as a tensor of the dtype it stands for; of complex numbers, with the parts along the last axis.</summary>
    public static Tensor ReadTensor(ConformanceCase item, string key, string dtype)
    {
        NpyArray array = item.Array(key);
        DType target = dtype == "complex64" ? DType.Float32 : dtype == "complex128" ? DType.Float64 : DTypes.Parse(dtype);
        Tensor wide = Tensor.From(array.To<double>(), new Shape([.. array.Shape]));
        return target is DType.Int64 or DType.UInt64 ? Tensor.From(array.To<long>(), new Shape([.. array.Shape])) : Prim.Convert(wide, target);
    }

    /// <summary>Holds results to the arrays of a case; where another back end disagrees, its arrays will do.</summary>
    public static void Check(ConformanceCase item, IReadOnlyList<Tensor> outputs, List<object?> descriptors, string how)
    {
        string prefix = "";
        if (outputs.Count != descriptors.Count)
        {
            List<object?> others = item.List("alt_outputs");
            (descriptors, prefix) = outputs.Count == others.Count ? (others, "alt_") : throw new CaseFailedException($"{how}: {outputs.Count} results, expected {descriptors.Count}");
        }

        for (int k = 0; k < outputs.Count; k++)
        {
            var descriptor = (Config)descriptors[k]!;
            string dtype = outputs[k].DType.Name(), wanted = (string)descriptor["dtype"]!;
            wanted = wanted == "complex64" ? "float32" : wanted;
            if (dtype != wanted && dtype != SymbolicType(item, k))
            {
                throw new CaseFailedException($"{how} {descriptor["key"]}: dtype {dtype}, expected {wanted}");
            }

            Compare(item, outputs[k], prefix + $"out{k}", how);
        }
    }

    /// <summary>Where back ends compute different functions and ours is the other one's, the gradients of the case, from the first, say nothing.</summary>
    private static bool FollowsPrimary(ConformanceCase item, Tensor[] outputs)
    {
        for (int k = 0; k < outputs.Length; k++)
        {
            NpyArray array = item.Array($"out{k}");
            double[] values = Prim.Convert(outputs[k], DType.Float64).ToArray<double>();
            if (item.HasArray($"alt_out{k}") && !Comparison.Agree(outputs[k].Shape.Span, values, array.Shape, array.To<double>(), item.Tolerance, out _))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsComplex(Config descriptor) => descriptor.TryGetValue("complex", out object? flag) && flag is true;

    private static List<object?> Call(ConformanceCase item, string name, Tensor[] t, Tensor[] concrete, bool[] complex)
    {
        Config call = item.Object("call")!;
        (object, Tensor) Argument(Config reference)
        {
            int i = Index((string)reference["ref"]!);
            return (complex[i] ? Ops.ViewAsComplex(t[i]) : t[i], concrete[i]);
        }

        (MethodInfo method, object?[] values) = OpArguments.Bind(name, (List<object?>)call["args"]!, (Config)call["kwargs"]!, Argument);
        try
        {
            object? result = method.Invoke(null, values);
            List<object?> flat = [.. Results.Flatten(result)];
            flat.AddRange(method.GetParameters().Where(p => p.IsOut).SelectMany(p => Results.Flatten(values[p.Position])));
            return Results.JoinComplex(flat, item.List("outputs"));
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    /// <summary>Results that are no arrays in Keras stand in the structure as they are.</summary>
    private static void CheckLiterals(ConformanceCase item, List<object?> results)
    {
        if (!item.Has("outputs_structure"))
        {
            return;
        }

        List<object?> leaves = [.. Results.Leaves(item.Json["outputs_structure"])];
        for (int i = 0; i < leaves.Count && leaves.Count == results.Count; i++)
        {
            if (leaves[i] is not Config && !Results.Equal(leaves[i], results[i]))
            {
                throw new CaseFailedException($"result {i} is {results[i]}, expected {leaves[i]}");
            }
        }
    }

    /// <summary>The dtype that Keras itself promises: some back ends return another, such as int64 indices.</summary>
    private static string? SymbolicType(ConformanceCase item, int k) =>
        item.List("symbolic") is var specs && k < specs.Count && specs[k] is Config spec ? spec["dtype"] as string : null;

    private static void CheckGradients(ConformanceCase item, Func<Tensor[], Tensor[]> body, Tensor[] inputs, string how)
    {
        if (item.Object("grads") is not { } grads || inputs.Length == 0)
        {
            return;
        }

        List<object?> nonfinite = grads.TryGetValue("nonfinite", out object? list) && list is List<object?> keys ? keys : [];
        string[] cotangentKeys = [.. ((List<object?>)grads["cotangents"]!).Cast<string>()];
        string[] wanted = [.. ((List<object?>)grads["gin"]!).Cast<string>().Where(key => !nonfinite.Contains(key))];
        Tensor[] cotangents = System.Array.ConvertAll(cotangentKeys, key => ReadTensor(item, key, "float64"));
        if (wanted.Length == 0)
        {
            return;
        }

        Tensor[] Gradients(Tensor[] x)
        {
            using var tape = new GradientTape();
            Tensor[] own = System.Array.ConvertAll(x[..inputs.Length], Prim.Identity);
            System.Array.ForEach(own, tape.Watch);
            Tensor[] outputs = body(own);
            var seeds = new Tensor?[outputs.Length];
            for (int i = 0; i < cotangentKeys.Length; i++)
            {
                int k = Index(cotangentKeys[i]);
                seeds[k] = Prim.Convert(x[inputs.Length + i], outputs[k].DType);
            }

            Tensor?[] found = tape.GradientOf(outputs, own, seeds);
            return [.. wanted.Select(key => found[Index(key)] ?? Prim.Zeros(own[Index(key)].Shape, own[Index(key)].DType))];
        }

        Tensor[] all = [.. inputs, .. cotangents];
        Tensor[] gradients = how.StartsWith("eager", StringComparison.Ordinal) ? Gradients(all) : Function.Compile(Gradients, "gradients").Call(all);
        for (int i = 0; i < wanted.Length; i++)
        {
            Compare(item, gradients[i], wanted[i], how);
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

    private static int Index(string key) => int.Parse(key.AsSpan(key.AsSpan().IndexOfAnyInRange('0', '9')), System.Globalization.CultureInfo.InvariantCulture);
}
