namespace KerasSharp.Conformance;

/// <summary>Cases of ops that take functions: <c>fn</c> describes the functions in Python, this table has them in C#.</summary>
internal static class HigherOrder
{
    private static readonly Func<Tensor, Tensor>[] Branches = [x => x + 1, x => x * 3, x => -x];

    private static readonly Dictionary<string, Func<Tensor[], Tensor[]>> Table = new(StringComparer.Ordinal)
    {
        ["associative_scan(lambda a,b: a+b, x)"] = t => [Ops.AssociativeScan((a, b) => a + b, t[0])],
        ["associative_scan(lambda a,b: a*b, x, reverse=True, axis=1)"] = t => [Ops.AssociativeScan((a, b) => a * b, t[0], reverse: true, axis: 1)],
        ["cond(sum(x)>0, x*2, x-1)"] = t => [Ops.Cond(Ops.Sum(t[0]) > 0, () => t[0] * 2, () => t[0] - 1)],
        ["custom_gradient: fwd log(1+exp(x)); grad upstream*(1-1/(1+exp(x)))"] = t => [Ops.CustomGradient(x =>
        {
            Tensor e = Ops.Exp(x);
            return (Ops.Log(1 + e), upstream => upstream * (1 - (1 / (1 + e))));
        })(t[0])],
        ["fori_loop(1,4,lambda i,x: x*i+1, x)"] = t => [Ops.ForiLoop(1, 4, (i, x) => (x * i) + 1, t[0])],
        ["jvp(lambda x: sin(x)*x, (x,), (t,)) -> (primal, tangent)"] = t => Ops.Jvp(x => Ops.Sin(x) * x, t[0], t[1]) is var (primal, tangent) ? [primal, tangent] : [],
        ["map(lambda r: sum(r*r), x)"] = t => [Ops.Map(r => Ops.Sum(r * r), t[0])],
        ["scan(lambda c,x:(c+x, c*x), zeros(3), xs)"] = t => Ops.Scan((c, x) => (c + x, c * x), Ops.Zeros([3]), t[0]) is var (carry, ys) ? [carry, ys] : [],
        ["reverse scan(lambda c,x:(c*0.5+x, c-x), ones(3), xs, reverse=True)"] = t =>
            Ops.Scan((c, x) => ((c * 0.5) + x, c - x), Ops.Ones([3]), t[0], reverse: true) is var (carry, ys) ? [carry, ys] : [],
        ["switch(1,[x+1, x*3, -x], x)"] = t => [Ops.Switch(1, Branches, t[0])],
        ["switch(9 (clamped),[x+1, x*3, -x], x)"] = t => [Ops.Switch(9, Branches, t[0])],
        ["vectorize(lambda a,b: a*b+1)(x,y)"] = t => [Ops.Vectorize(a => (a[0] * a[1]) + 1)(t)],
        ["vectorized_map(lambda r: sum(r*r), x)"] = t => [Ops.VectorizedMap(r => Ops.Sum(r * r), t[0])],
        ["while_loop(lambda i,x: i<4, lambda i,x:(i+1, x*1.5), (0,x))"] = t => Ops.WhileLoop(s => s[0] < 4, s => [s[0] + 1, s[1] * 1.5], [0, t[0]]),
        ["same with maximum_iterations=2"] = t => Ops.WhileLoop(s => s[0] < 4, s => [s[0] + 1, s[1] * 1.5], [0, t[0]], maximumIterations: 2),
    };

    public static Tensor[] Call(string description, Tensor[] tensors) => Table.TryGetValue(description, out Func<Tensor[], Tensor[]>? function)
        ? function(tensors)
        : throw new CaseFailedException($"the function '{description}' is not in the table of {nameof(HigherOrder)}");
}
