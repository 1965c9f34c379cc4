using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Functions of functions: choices, maps, scans, derivatives.</content>
public static partial class Ops
{
    /// <summary>The result of the branch with a number, which is brought into range: <c>keras.ops.switch</c>.</summary>
    /// <param name="index">An integer scalar.</param>
    /// <param name="branches">Functions of the operands, whose results have one shape and dtype.</param>
    /// <param name="operands">What the branch is given.</param>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public static Tensor Switch(Tensor index, Func<Tensor[], Tensor>[] branches, params Tensor[] operands)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(branches);
        if (branches.Length == 0)
        {
            throw new ArgumentException("Switch: there must be at least one branch. Received: none.", nameof(branches));
        }

        Tensor number = Prim.Convert(index, DType.Int32);
        return Choose(0, branches.Length);

        // Halving the range takes as few decisions as can be.
        Tensor Choose(int first, int end)
        {
            int middle = (first + end) / 2;
            return end - first == 1 ? branches[first](operands) : Cond(Prim.Less(number, Prim.Scalar(middle, DType.Int32)), () => Choose(first, middle), () => Choose(middle, end));
        }
    }

    /// <summary>The result of the branch with a number, for branches of one operand.</summary>
    /// <param name="index">An integer scalar, brought into range.</param>
    /// <param name="branches">Functions whose results have one shape and dtype.</param>
    /// <param name="operand">What the branch is given.</param>
    public static Tensor Switch(Tensor index, Func<Tensor, Tensor>[] branches, Tensor operand)
    {
        ArgumentNullException.ThrowIfNull(branches);
        return Switch(index, System.Array.ConvertAll<Func<Tensor, Tensor>, Func<Tensor[], Tensor>>(branches, branch => t => branch(t[0])), [operand]);
    }

    /// <summary>A function of each slice of the first axis, the results stacked: <c>keras.ops.map</c>. It is a <see cref="Scan(Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, Tensor, Tensor, bool)"/> without state: one slice after the other.</summary>
    /// <param name="f">A function of a slice.</param>
    /// <param name="xs">At least one slice along the first axis.</param>
    public static Tensor Map(Func<Tensor, Tensor> f, Tensor xs)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Map(x => [f(x[0])], [xs])[0];
    }

    /// <summary>A function of each slice of several tensors, with several results.</summary>
    /// <param name="f">A function of one slice of each.</param>
    /// <param name="xs">Tensors with as many slices each, at least one.</param>
    public static Tensor[] Map(Func<Tensor[], Tensor[]> f, Tensor[] xs)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Scan((_, x) => ([], f(x)), [], xs).Ys;
    }

    /// <summary>As <see cref="Map(Func{Tensor, Tensor}, Tensor)"/>: <c>keras.ops.vectorized_map</c>. The slices are gone through one after the other, in one node of a compiled function.</summary>
    /// <param name="function">A function of a slice.</param>
    /// <param name="elements">At least one slice along the first axis.</param>
    public static Tensor VectorizedMap(Func<Tensor, Tensor> function, Tensor elements) => Map(function, elements);

    /// <summary>As <see cref="Map(Func{Tensor[], Tensor[]}, Tensor[])"/>.</summary>
    /// <param name="function">A function of one slice of each.</param>
    /// <param name="elements">Tensors with as many slices each, at least one.</param>
    public static Tensor[] VectorizedMap(Func<Tensor[], Tensor[]> function, Tensor[] elements) => Map(function, elements);

    /// <summary>Running results of an associative function along an axis: <c>keras.ops.associative_scan</c>. Element i is f(... f(f(x0, x1), x2) ..., xi).</summary>
    /// <param name="f">An associative function of two tensors, applied to many pairs at once: it must work element by element along the axis.</param>
    /// <param name="elems">A tensor.</param>
    /// <param name="reverse">Whether to run from the end.</param>
    /// <param name="axis">The axis.</param>
    public static Tensor AssociativeScan(Func<Tensor, Tensor, Tensor> f, Tensor elems, bool reverse = false, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        return AssociativeScan((a, b) => [f(a[0], b[0])], [elems], reverse, axis)[0];
    }

    /// <summary>Running results of an associative function of several tensors.</summary>
    /// <param name="f">An associative function of two lists of tensors.</param>
    /// <param name="elems">Tensors of one size along the axis.</param>
    /// <param name="reverse">Whether to run from the end.</param>
    /// <param name="axis">The axis.</param>
    /// <exception cref="ShapeException">The sizes are unknown or not the same.</exception>
    public static Tensor[] AssociativeScan(Func<Tensor[], Tensor[], Tensor[]> f, Tensor[] elems, bool reverse = false, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(elems);
        int[] axes = System.Array.ConvertAll(elems, e => Axes.Normalize(axis, e.Rank));
        int size = elems.Length == 0 ? 0 : elems[0].Shape[axes[0]];
        if (size < 0 || elems.Where((e, i) => e.Shape[axes[i]] != size).Any())
        {
            throw new ShapeException($"AssociativeScan: the tensors must have one known size along axis {axis}. Received: {string.Join(", ", elems.Select(e => e.Shape))}.", nameof(elems));
        }

        Tensor[] Turned(Tensor[] x) => reverse ? [.. x.Select((e, i) => Prim.Reverse(e, axes[i]))] : x;
        return Turned(Running(Turned(elems)));

        Tensor[] Part(Tensor[] x, int start, int limit, int stride) => [.. x.Select((e, i) => Prim.SliceAxis(e, axes[i], start, limit, stride))];
        Tensor[] Running(Tensor[] x)
        {
            int n = x[0].Shape[axes[0]], end = Primitives.Slice.End;
            if (n < 2)
            {
                return x;
            }

            // Pairs joined give the running results at odd places; one more step gives the even ones (Blelloch 1990).
            Tensor[] odd = Running(f(Part(x, 0, n - (n % 2), 2), Part(x, 1, end, 2)));
            Tensor[] later = n == 2 ? [] : f(n % 2 == 0 ? Part(odd, 0, -1, 1) : odd, Part(x, 2, end, 2));
            return [.. odd.Select((o, i) =>
            {
                Tensor first = Prim.SliceAxis(x[i], axes[i], 0, 1), even = n == 2 ? first : Prim.Concatenate(axes[i], first, later[i]);
                Tensor woven = Prim.Concatenate(axes[i] + 1, ExpandDims(Prim.SliceAxis(even, axes[i], 0, n / 2), axes[i] + 1), ExpandDims(o, axes[i] + 1));
                Tensor flat = Prim.Reshape(woven, even.Shape.With(axes[i], n - (n % 2)));
                return n % 2 == 0 ? flat : Prim.Concatenate(axes[i], flat, Prim.SliceAxis(even, axes[i], -1));
            })];
        }
    }

    /// <summary>A function of single elements made one of tensors that broadcast: <c>keras.ops.vectorize</c>.</summary>
    /// <param name="pyfunc">A function of one scalar of each argument.</param>
    /// <param name="excluded">Numbers of the arguments that are handed over whole.</param>
    /// <param name="signature">The axes of arguments and result, as <c>"(n),(n)->()"</c>: then the function is one of such parts instead of scalars.</param>
    /// <returns>A function of tensors. The elements are gone through one after the other, as in <see cref="Map(Func{Tensor, Tensor}, Tensor)"/>.</returns>
    public static Func<Tensor[], Tensor> Vectorize(Func<Tensor[], Tensor> pyfunc, int[]? excluded = null, string? signature = null)
    {
        ArgumentNullException.ThrowIfNull(pyfunc);
        return arguments =>
        {
            int[] looped = [.. Enumerable.Range(0, arguments.Length).Where(i => excluded is null || !excluded.Contains(i))];
            int[] cores = signature is null ? [.. looped.Select(_ => 0)] : CoreRanks(signature, looped.Length);
            Shape loop = KerasSharp.Shape.Of();
            for (int k = 0; k < looped.Length; k++)
            {
                Shape lead = arguments[looped[k]].Shape[..^cores[k]];
                loop = Broadcasting.Common(loop, lead) ?? throw new ShapeException($"Vectorize: the arguments must broadcast. Received: {string.Join(", ", arguments.Select(a => a.Shape))}.");
            }

            Tensor[] flat = [.. looped.Select((i, k) =>
            {
                Shape core = arguments[i].Shape[(arguments[i].Rank - cores[k])..];
                return Prim.Reshape(Prim.BroadcastTo(arguments[i], loop.Concat(core)), KerasSharp.Shape.Of((int)loop.Count).Concat(core));
            })];
            Tensor results = Map(
                slices =>
                {
                    Tensor[] all = [.. arguments];
                    for (int k = 0; k < looped.Length; k++)
                    {
                        all[looped[k]] = slices[k];
                    }

                    return [pyfunc(all)];
                },
                flat)[0];
            return Prim.Reshape(results, loop.Concat(results.Shape[1..]));
        };
    }

    /// <summary>A function with a gradient of one's own: <c>keras.ops.custom_gradient</c>.</summary>
    /// <param name="f">Gives the result, and the gradient for the argument from that for the result.</param>
    public static Func<Tensor, Tensor> CustomGradient(Func<Tensor, (Tensor Result, Func<Tensor, Tensor> Gradient)> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return x => CustomGradient(t =>
        {
            (Tensor result, Func<Tensor, Tensor> gradient) = f(t[0]);
            return (result, upstream => [gradient(upstream)]);
        })([x]);
    }

    /// <summary>A function of several tensors with a gradient of one's own.</summary>
    /// <param name="f">Gives the result, and the gradients for the arguments (null for none) from that for the result.</param>
    public static Func<Tensor[], Tensor> CustomGradient(Func<Tensor[], (Tensor Result, Func<Tensor, Tensor?[]> Gradient)> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return arguments => Op.Call("custom_gradient", arguments, t =>
        {
            (Tensor result, Func<Tensor, Tensor?[]> gradient) = f(t);
            return Dispatch.Bind1(new WithGradient(gradient), [result, .. t]);
        });
    }

    /// <summary>A value and its derivative in a direction: <c>keras.ops.jvp</c>.</summary>
    /// <param name="fun">A function.</param>
    /// <param name="primals">Where.</param>
    /// <param name="tangents">The direction, of the shape of <paramref name="primals"/>.</param>
    public static (Tensor Primal, Tensor Tangent) Jvp(Func<Tensor, Tensor> fun, Tensor primals, Tensor tangents)
    {
        ArgumentNullException.ThrowIfNull(fun);
        return Jvp(t => fun(t[0]), [primals], [tangents]);
    }

    /// <summary>A value and its derivative in a direction, for a function of several tensors.</summary>
    /// <param name="fun">A function.</param>
    /// <param name="primals">Where.</param>
    /// <param name="tangents">The direction: tensors of the shapes of <paramref name="primals"/>.</param>
    /// <remarks>The gradient is linear in what it is given for the result: its own gradient for that is the derivative in a direction.</remarks>
    /// <exception cref="ShapeException">Primals and tangents differ in number or shape.</exception>
    public static (Tensor Primal, Tensor Tangent) Jvp(Func<Tensor[], Tensor> fun, Tensor[] primals, Tensor[] tangents)
    {
        ArgumentNullException.ThrowIfNull(fun);
        ArgumentNullException.ThrowIfNull(primals);
        ArgumentNullException.ThrowIfNull(tangents);
        if (primals.Length != tangents.Length || primals.Zip(tangents).Any(pair => pair.First.Shape != pair.Second.Shape))
        {
            throw new ShapeException(
                $"Jvp: there must be a tangent of the same shape for each primal. Received: {string.Join(", ", primals.Select(p => p.Shape))} and {string.Join(", ", tangents.Select(p => p.Shape))}.", nameof(tangents));
        }

        using var outer = new GradientTape(watchVariables: false);
        Tensor[] at = System.Array.ConvertAll(primals, Prim.Identity);
        Tensor value, seed;
        Tensor?[] gradients;
        using (var inner = new GradientTape(watchVariables: false))
        {
            System.Array.ForEach(at, inner.Watch);
            value = fun(at);
            seed = Prim.Zeros(value.Shape, value.DType);
            outer.Watch(seed);
            gradients = inner.GradientOf([value], at, [seed]);
        }

        int[] present = [.. Enumerable.Range(0, at.Length).Where(i => gradients[i] is not null)];
        Tensor? tangent = present.Length == 0
            ? null
            : outer.GradientOf([.. present.Select(i => gradients[i]!)], [seed], [.. present.Select(i => Prim.Convert(tangents[i], gradients[i]!.DType))])[0];
        return (value, tangent ?? Prim.Zeros(value.Shape, value.DType));
    }

    /// <summary>How many axes of each argument belong to the function, from "(n),(m,n)->()".</summary>
    private static int[] CoreRanks(string signature, int count)
    {
        string[] terms = signature.Replace(" ", "", StringComparison.Ordinal).Split("->")[0].Split("),");
        int[] ranks = System.Array.ConvertAll(terms, term => term.Trim('(', ')') is { Length: > 0 } names ? names.Split(',').Length : 0);
        return ranks.Length == count
            ? ranks
            : throw new ArgumentException($"Vectorize: the signature must have a term for each argument. Received: signature=\"{signature}\", {count} arguments.", nameof(signature));
    }
}
