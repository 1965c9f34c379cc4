using System.Runtime.CompilerServices;
using KerasSharp.Saving;

namespace KerasSharp.Conformance;

/// <summary>What functions return, as flat lists, depth first: tensors, and literals where Keras returns numbers, strings and flags.</summary>
internal static class Results
{
    public static IEnumerable<object?> Flatten(object? result) => result switch
    {
        Tensor tensor => [tensor],
        Tensor[] tensors => tensors,
        System.Numerics.Tensors.Tensor<float> array => [Tensor.From(array)],
        long size => [Tensor.From([size], Shape.Of())],
        bool flag => [flag],
        DType dtype => [dtype.Name()],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(i => Flatten(tuple[i])),
        _ => [],
    };

    /// <summary>Complex results are pairs of tensors: together, where the case has complex ones, with the parts along a last axis.</summary>
    public static List<object?> JoinComplex(List<object?> results, List<object?> descriptors)
    {
        List<object?> joined = [];
        for (int i = 0, k = 0; i < results.Count; i++, k++)
        {
            bool pair = k < descriptors.Count && descriptors[k] is Config d && d.TryGetValue("complex", out object? flag) && flag is true && i + 1 < results.Count;
            joined.Add(pair ? Ops.Stack([(Tensor)results[i]!, (Tensor)results[++i]!], -1) : results[i]);
        }

        return joined;
    }

    /// <summary>The leaves of a structure: references to arrays, and literals.</summary>
    public static IEnumerable<object?> Leaves(object? node) => node switch
    {
        Config map when map.TryGetValue("tuple", out object? items) => ((List<object?>)items!).SelectMany(Leaves),
        List<object?> list => list.SelectMany(Leaves),
        _ => [node],
    };

    /// <summary>Whether Keras returns a literal in a place of its results, and no array.</summary>
    public static bool IsLiteral(ConformanceCase item, int place, int count) => item.Has("outputs_structure")
        && Leaves(item.Json["outputs_structure"]).ToArray() is var leaves && leaves.Length == count && leaves[place] is not Config;

    public static bool Equal(object? literal, object? result) => (literal, result) switch
    {
        (string text, string other) => text == other,
        (bool flag, bool other) => flag == other,
        (bool flag, Tensor other) => flag == (other.Item() != 0),
        (long or double, Tensor other) => Math.Abs(ConformanceCase.Number(literal) - other.Item()) <= 1e-6 * Math.Abs(other.Item()),
        _ => false,
    };
}
