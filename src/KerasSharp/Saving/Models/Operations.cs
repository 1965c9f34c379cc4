namespace KerasSharp.Saving;

/// <summary>The operations on symbolic tensors that files may name: a closed table, as of everything that files name.</summary>
internal static class Operations
{
    private static readonly Dictionary<string, Func<Tensor, Tensor, Tensor>> Binary = new(StringComparer.Ordinal)
    {
        ["Add"] = Ops.Add, ["Subtract"] = Ops.Subtract, ["Multiply"] = Ops.Multiply, ["Divide"] = Ops.Divide, ["TrueDivide"] = Ops.TrueDivide, ["FloorDivide"] = Ops.FloorDivide,
        ["Mod"] = Ops.Mod, ["Power"] = Ops.Power, ["Maximum"] = Ops.Maximum, ["Minimum"] = Ops.Minimum, ["Matmul"] = Ops.MatMul, ["Equal"] = Ops.Equal, ["NotEqual"] = Ops.NotEqual,
        ["Greater"] = Ops.Greater, ["GreaterEqual"] = Ops.GreaterEqual, ["Less"] = Ops.Less, ["LessEqual"] = Ops.LessEqual, ["LogicalAnd"] = Ops.LogicalAnd, ["LogicalOr"] = Ops.LogicalOr,
    };

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Unary = new(StringComparer.Ordinal)
    {
        ["Abs"] = Ops.Abs, ["Absolute"] = Ops.Absolute, ["Negative"] = Ops.Negative, ["Exp"] = Ops.Exp, ["Log"] = Ops.Log, ["Sqrt"] = Ops.Sqrt, ["Square"] = Ops.Square, ["Tanh"] = Ops.Tanh,
        ["Sigmoid"] = Ops.Sigmoid, ["Relu"] = Ops.Relu, ["Sin"] = Ops.Sin, ["Cos"] = Ops.Cos, ["LogicalNot"] = Ops.LogicalNot,
    };

    /// <summary>Whether a module and class of a file name an operation.</summary>
    public static bool Has(string? module, string className) => module is not null && module.StartsWith("keras.src.ops.", StringComparison.Ordinal) && (Binary.ContainsKey(className) || Unary.ContainsKey(className));

    /// <summary>Applies an operation to tensors and numbers.</summary>
    /// <exception cref="ModelFormatException">It takes other arguments.</exception>
    public static Tensor Apply(string className, object?[] operands, Config named, string where)
    {
        Tensor[] tensors = [.. operands.Select(operand => operand switch
        {
            Tensor tensor => tensor,
            long n => (Tensor)(double)n,
            double d => (Tensor)d,
            _ => throw ConfigFields.Wrong(where, "args", operand, "a tensor or a number"),
        })];
        return named.Count > 0 && named.Values.Any(value => value is not null) ? throw ConfigFields.Wrong(where, "kwargs", named, $"empty for {className}")
            : tensors.Length == 2 && Binary.TryGetValue(className, out Func<Tensor, Tensor, Tensor>? binary) ? binary(tensors[0], tensors[1])
            : tensors.Length == 1 && Unary.TryGetValue(className, out Func<Tensor, Tensor>? unary) ? unary(tensors[0])
            : throw ConfigFields.Wrong(where, "args", (long)tensors.Length, $"as many as {className} takes");
    }
}
