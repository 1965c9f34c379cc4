using KerasSharp.Primitives;

namespace KerasSharp;

/// <summary>
/// What every function of <see cref="Ops"/> goes through: symbolic arguments become part of the model being described, all others are computed on. The values are
/// the arguments beside tensors, by which files describe the op: those of the constructor of Keras's operation in its order, then those of its call.
/// </summary>
internal static class Op
{
    /// <summary>An op of one argument.</summary>
    public static Tensor Call(string name, Tensor x, Func<Tensor, Tensor> body, params ReadOnlySpan<OpValue> values)
    {
        ArgumentNullException.ThrowIfNull(x);
        return IsSymbolic(x) ? Record(name, [x], t => [body(t[0])], values)[0] : body(x);
    }

    /// <summary>An op of two arguments.</summary>
    public static Tensor Call(string name, Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> body, params ReadOnlySpan<OpValue> values)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return IsSymbolic(x) || IsSymbolic(y) ? Record(name, [x, y], t => [body(t[0], t[1])], values)[0] : body(x, y);
    }

    /// <summary>An op of any number of arguments.</summary>
    public static Tensor Call(string name, Tensor[] inputs, Func<Tensor[], Tensor> body, params ReadOnlySpan<OpValue> values) =>
        Array.Exists(inputs, IsSymbolic) ? Record(name, inputs, t => [body(t)], values)[0] : body(inputs);

    /// <summary>An op of several results.</summary>
    public static Tensor[] CallMany(string name, Tensor[] inputs, Func<Tensor[], Tensor[]> body, params ReadOnlySpan<OpValue> values) =>
        Array.Exists(inputs, IsSymbolic) ? Record(name, inputs, body, values) : body(inputs);

    /// <summary>An op of arguments some of which may be absent; the computation sees null for those.</summary>
    public static Tensor CallOptional(string name, Tensor?[] inputs, Func<Tensor?[], Tensor> body, params ReadOnlySpan<OpValue> values)
    {
        if (!Array.Exists(inputs, input => input is not null && IsSymbolic(input)))
        {
            return body(inputs);
        }

        return Record(name, [.. inputs.OfType<Tensor>()], given =>
        {
            int next = 0;
            return [body(Array.ConvertAll(inputs, input => input is null ? null : given[next++]))];
        }, values, Array.ConvertAll(inputs, input => input is not null))[0];
    }

    /// <summary>A function of floating-point numbers: integers become float32.</summary>
    public static Tensor Float(string name, Tensor x, Func<Tensor, Tensor> body, params ReadOnlySpan<OpValue> values) => Call(name, x, t => body(ToFloat(t)), values);

    /// <summary>A function of two arguments of a common dtype.</summary>
    public static Tensor Binary(string name, Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> body, bool floating = false, params ReadOnlySpan<OpValue> values) =>
        Call(name, x, y, (a, b) => Tensor.Apply(a, b, body, floating), values);

    /// <summary>A function of two bool arguments; numbers count as whether they are not 0.</summary>
    public static Tensor Logical(string name, Tensor x, Tensor y, Func<Tensor, Tensor, Tensor> body, params ReadOnlySpan<OpValue> values) =>
        Call(name, x, y, (a, b) => body(Prim.Convert(a, DType.Bool), Prim.Convert(b, DType.Bool)), values);

    /// <summary>The tensor itself if it is of floating point, else as float32.</summary>
    public static Tensor ToFloat(Tensor x) => x.DType.IsFloating() ? x : Prim.Convert(x, DType.Float32);

    /// <summary>Computed in at least float32 and given back in the dtype of x.</summary>
    public static Tensor InFloat32(Tensor x, Func<Tensor, Tensor> body) =>
        x.DType is DType.Float16 or DType.BFloat16 ? Prim.Convert(body(Prim.Convert(x, DType.Float32)), x.DType) : body(ToFloat(x));

    /// <summary>A tensor of which only shape and dtype are known: the result where sizes are not known and only shapes are being inferred.</summary>
    public static Tensor Unknown(Shape shape, DType dtype) => new(shape, dtype, symbol: null);

    /// <summary>
    /// The result of an op whose shape depends on values: computed where they are known, of unknown sizes where only shapes are being inferred, and an error in a
    /// compiled function, whose plan needs every size.
    /// </summary>
    public static Tensor[] OfValues(string name, Tensor[] inputs, Func<Tensor[], Tensor[]> known, Func<Tensor[], Tensor[]> unknown, string advice, params ReadOnlySpan<OpValue> values) => CallMany(name, inputs, t =>
        Array.TrueForAll(t, x => x.IsConcrete) ? known(t)
        : Dispatch.Current is ShapeInterpreter ? unknown(t)
        : throw new NotSupportedException($"{name}: the shape of the result depends on the values, which are not known while a function is compiled. "
            + $"Received: {string.Join(", ", t.Select(x => x.Spec))}. {advice}"), values);

    private static bool IsSymbolic(Tensor tensor) => !tensor.IsConcrete && !Dispatch.IsAbstract;

    private static Tensor[] Record(string name, Tensor[] inputs, Func<Tensor[], Tensor[]> body, ReadOnlySpan<OpValue> values, bool[]? present = null)
    {
        object?[] plain = new object?[values.Length];
        for (int i = 0; i < plain.Length; i++)
        {
            plain[i] = values[i].ToConfigValue();
        }

        return Dispatch.SymbolicOp(new SymbolicCall(name, plain, present), inputs, body);
    }
}
