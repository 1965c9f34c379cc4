using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>
/// Control flow over tensors. Run eagerly it is C#'s own; in a compiled function, where the values are not known yet, it becomes part of the plan.
/// </content>
public static partial class Ops
{
    /// <summary>The result of one of two functions: Keras's <c>cond</c>.</summary>
    /// <param name="pred">A bool scalar.</param>
    /// <param name="trueFn">What is computed where it is true.</param>
    /// <param name="falseFn">What is computed where it is false; a result of the same shape and dtype.</param>
    /// <exception cref="ShapeException"><paramref name="pred"/> is no scalar, or the results differ in shape or dtype.</exception>
    public static Tensor Cond(Tensor pred, Func<Tensor> trueFn, Func<Tensor> falseFn)
    {
        ArgumentNullException.ThrowIfNull(trueFn);
        ArgumentNullException.ThrowIfNull(falseFn);
        return Cond(pred, () => [trueFn()], () => [falseFn()])[0];
    }

    /// <summary>The results of one of two functions.</summary>
    /// <param name="pred">A bool scalar.</param>
    /// <param name="trueFn">What is computed where it is true.</param>
    /// <param name="falseFn">What is computed where it is false; as many results, of the same shapes and dtypes.</param>
    /// <exception cref="ShapeException"><paramref name="pred"/> is no scalar, or the results differ in shape or dtype.</exception>
    public static Tensor[] Cond(Tensor pred, Func<Tensor[]> trueFn, Func<Tensor[]> falseFn)
    {
        ArgumentNullException.ThrowIfNull(pred);
        ArgumentNullException.ThrowIfNull(trueFn);
        ArgumentNullException.ThrowIfNull(falseFn);
        return Control.Cond(pred, trueFn, falseFn);
    }

    /// <summary>Repeats a function on a state while a condition holds: Keras's <c>while_loop</c>.</summary>
    /// <param name="cond">Whether there is another turn: a bool scalar.</param>
    /// <param name="body">The state after a turn, of the same shape and dtype.</param>
    /// <param name="loopVars">The first state.</param>
    /// <param name="maximumIterations">The most turns there may be.</param>
    public static Tensor WhileLoop(Func<Tensor, Tensor> cond, Func<Tensor, Tensor> body, Tensor loopVars, int? maximumIterations = null)
    {
        ArgumentNullException.ThrowIfNull(cond);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(loopVars);
        return WhileLoop(s => cond(s[0]), s => [body(s[0])], [loopVars], maximumIterations)[0];
    }

    /// <summary>Repeats a function on a state of several tensors while a condition holds.</summary>
    /// <param name="cond">Whether there is another turn: a bool scalar.</param>
    /// <param name="body">The state after a turn, of the same shapes and dtypes.</param>
    /// <param name="loopVars">The first state.</param>
    /// <param name="maximumIterations">The most turns there may be.</param>
    public static Tensor[] WhileLoop(Func<Tensor[], Tensor> cond, Func<Tensor[], Tensor[]> body, Tensor[] loopVars, int? maximumIterations = null)
    {
        ArgumentNullException.ThrowIfNull(cond);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(loopVars);
        return Op.CallMany("while_loop", loopVars, t => Control.While(cond, body, System.Array.ConvertAll(t, Strong), maximumIterations));
    }

    /// <summary>Applies a function for each number from <paramref name="lower"/> up to, not including, <paramref name="upper"/>: Keras's <c>fori_loop</c>.</summary>
    /// <param name="lower">The first number: an integer scalar.</param>
    /// <param name="upper">The number after the last.</param>
    /// <param name="bodyFun">The state after a turn, from the number and the state.</param>
    /// <param name="initVal">The first state.</param>
    public static Tensor ForiLoop(Tensor lower, Tensor upper, Func<Tensor, Tensor, Tensor> bodyFun, Tensor initVal)
    {
        ArgumentNullException.ThrowIfNull(lower);
        ArgumentNullException.ThrowIfNull(upper);
        ArgumentNullException.ThrowIfNull(bodyFun);
        if (lower.IsConcrete && upper.IsConcrete)
        {
            // A known number of turns is a scan.
            (int first, int after) = ((int)lower.Item(), (int)upper.Item());
            return after <= first
                ? initVal
                : Op.Call("fori_loop", initVal, t => Control.Scan((s, i) => ([bodyFun(i[0], s[0])], []), [Strong(t)], [Arange(first, after, dtype: DType.Int32)], after - first).Carry[0]);
        }

        Tensor end = Prim.Convert(upper, DType.Int32);
        return WhileLoop(s => Prim.Less(s[0], end), s => [Prim.Add(s[0], 1), bodyFun(s[0], s[1])], [Prim.Convert(lower, DType.Int32), initVal])[1];
    }

    /// <summary>Carries a state along the first axis of a tensor and collects a result at each place: Keras's <c>scan</c>.</summary>
    /// <param name="f">The next state and a result, from the state and a slice.</param>
    /// <param name="init">The first state.</param>
    /// <param name="xs">What is gone along; at least one slice.</param>
    /// <param name="reverse">Whether to go from the end; results stay in the order of the slices.</param>
    /// <returns>The last state, and the results stacked along a new first axis.</returns>
    public static (Tensor Carry, Tensor Ys) Scan(Func<Tensor, Tensor, (Tensor Carry, Tensor Y)> f, Tensor init, Tensor xs, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(f);
        (Tensor[] carry, Tensor[] ys) = Scan(
            (c, x) =>
            {
                (Tensor next, Tensor y) = f(c[0], x[0]);
                return ([next], [y]);
            },
            [init],
            [xs],
            reverse: reverse);
        return (carry[0], ys[0]);
    }

    /// <summary>Carries a state of several tensors along the first axis of several tensors.</summary>
    /// <param name="f">The next state and the results, from the state and the slices.</param>
    /// <param name="init">The first state.</param>
    /// <param name="xs">What is gone along, of as many slices each; may be empty where <paramref name="length"/> is given.</param>
    /// <param name="length">Number of turns; that of the slices when not given.</param>
    /// <param name="reverse">Whether to go from the end; results stay in the order of the slices.</param>
    /// <returns>The last state, and the results stacked along a new first axis.</returns>
    /// <exception cref="ArgumentException">The number of turns is not known or not the same everywhere, or is 0.</exception>
    public static (Tensor[] Carry, Tensor[] Ys) Scan(
        Func<Tensor[], Tensor[], (Tensor[] Carry, Tensor[] Ys)> f, Tensor[] init, Tensor[] xs, int? length = null, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(init);
        ArgumentNullException.ThrowIfNull(xs);
        Tensor[] all = Op.CallMany("scan", [.. init, .. xs], t =>
        {
            Tensor[] states = System.Array.ConvertAll(t[..init.Length], Strong), slices = t[init.Length..];
            int turns = length ?? (slices is [{ Rank: > 0 } first, ..] ? first.Shape[0] : 0);
            bool unknown = turns == KerasSharp.Shape.Unknown && Dispatch.Current is ShapeInterpreter;
            if ((turns < 1 && !unknown) || System.Array.Exists(slices, x => x.Rank == 0 || (x.Shape[0] != turns && !unknown && x.Shape[0] >= 0)))
            {
                throw new ArgumentException(
                    $"scan: all xs must have the same number of slices, at least one, and length must be that number. Received: xs.Shape={string.Join(", ", slices.Select(x => x.Shape))}, length={length?.ToString() ?? "null"}.",
                    nameof(xs));
            }

            (Tensor[] carry, Tensor[] ys) = Control.Scan(f, states, slices, turns, reverse);
            return [.. carry, .. ys];
        });
        return (all[..init.Length], all[init.Length..]);
    }

    /// <summary>A C# number as a state keeps its dtype, which a turn must not change.</summary>
    private static Tensor Strong(Tensor x) => x.IsWeak ? Prim.Identity(x) : x;
}
