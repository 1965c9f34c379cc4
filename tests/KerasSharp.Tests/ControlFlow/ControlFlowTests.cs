namespace KerasSharp.Tests.ControlFlow;

/// <summary>Each program runs eagerly and compiled, and both give the numbers that C# gives.</summary>
public sealed class ControlFlowTests
{
    private static void GivesEagerlyAndCompiled(float[] expected, Func<Tensor, Tensor> program, float[] x)
    {
        Assert.Equal(expected, program(x).ToArray<float>());
        Assert.Equal(expected, Function.Compile(program)(x).ToArray<float>());
    }

    [Theory]
    [InlineData(3f, 6f)]
    [InlineData(-3f, 3f)]
    public void Cond_EitherSide_RunsThatFunction(float value, float expected) =>
        GivesEagerlyAndCompiled([expected], x => Ops.Cond(Ops.Sum(x) > 0, () => x * 2, () => -x), [value]);

    [Fact]
    public void WhileLoop_CollatzOf27_Takes111Turns() => GivesEagerlyAndCompiled(
        [111],
        x => Ops.Reshape(
            Ops.WhileLoop(
                s => Ops.Any(s[0] > 1),
                s => [Ops.Where(Ops.Equal(s[0] % 2, 0), s[0] / 2, (s[0] * 3) + 1), s[1] + 1],
                [x, Ops.Zeros([1])])[1],
            [1]),
        [27]);

    [Fact]
    public void WhileLoop_MaximumIterations_Stops() => GivesEagerlyAndCompiled([8], x => Ops.WhileLoop(_ => true, s => s * 2, x, maximumIterations: 3), [1]);

    [Fact]
    public void ForiLoop_SumOfSquares_CountsToTheEnd() =>
        GivesEagerlyAndCompiled([30], x => Ops.ForiLoop(1, 5, (i, sum) => sum + Ops.Cast(i * i, DType.Float32), x), [0]);

    [Theory]
    [InlineData(false, new float[] { 1, 3, 6 })]
    [InlineData(true, new float[] { 6, 5, 3 })]
    public void Scan_RunningSum_CollectsEveryState(bool reverse, float[] expected) =>
        GivesEagerlyAndCompiled(expected, x => Ops.Scan((sum, v) => (sum + v, sum + v), Ops.Zeros([]), x, reverse).Ys, [1, 2, 3]);

    [Fact]
    public void Scan_NoSlices_SaysWhatIsNeeded() => Assert.Contains(
        "at least one", Assert.Throws<ArgumentException>(() => Ops.Scan((c, x) => (c, x), Ops.Zeros([]), Ops.Zeros([0]))).Message, StringComparison.Ordinal);

    [Fact]
    public void ForiLoop_UnderATape_HasGradients()
    {
        Tensor x = new float[] { 3 };
        using var tape = new GradientTape();
        tape.Watch(x);
        Tensor cube = Ops.ForiLoop(0, 2, (_, y) => y * x, x);
        Assert.Equal([27f], tape.Gradient(cube, x).ToArray<float>());
    }
}
