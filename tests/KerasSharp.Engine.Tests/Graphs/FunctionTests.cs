using KerasSharp.Graphs.ControlFlow;
using KerasSharp.Primitives;

namespace KerasSharp.EngineTests.Graphs;

public sealed class FunctionTests
{
    [Fact]
    public void Call_OfATrainingStep_UpdatesVariablesInPlaceAsEagerCodeDoes()
    {
        var random = new RandomTensors(1);
        Tensor x = random.Floats(16, 8), first = random.Floats(8, 4);
        double[] eager = Train(x, first, compiled: false), compiled = Train(x, first, compiled: true);
        Assert.All(eager.Zip(compiled), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        Assert.True(compiled[^1] < compiled[0]);
    }

    [Fact]
    public void Call_WithANewShape_MakesAnotherPlan()
    {
        Function function = Function.Compile(x => [x[0] * x[0]]);
        function.Call(Prim.Full(2, [3], DType.Float32));
        function.Call(Prim.Full(2, [3], DType.Float32));
        Assert.Equal(1, function.PlanCount);
        Tensor other = function.Call(Prim.Full(3, [4, 2], DType.Float32))[0];
        Assert.Equal(2, function.PlanCount);
        Assert.All(RandomTensors.Values(other), v => Assert.Equal(9, v));
    }

    [Fact]
    public void Call_ThatSwapsVariables_ReadsTheOldValuesOfBoth()
    {
        var a = new Variable(Prim.Full(1, [3], DType.Float32));
        var b = new Variable(Prim.Full(2, [3], DType.Float32));
        Function swap = Function.Compile(_ =>
        {
            Tensor old = a.Value;
            a.Assign(b.Value);
            b.Assign(old);
            return [];
        });
        swap.Call();
        Assert.Equal(2, RandomTensors.Values(a.Value)[0]);
        Assert.Equal(1, RandomTensors.Values(b.Value)[0]);
    }

    [Fact]
    public void Value_ReadBeforeAnUpdateInPlace_KeepsItsNumbers()
    {
        var counter = new Variable(Prim.Full(0, [100], DType.Float32));
        Function step = Function.Compile(_ =>
        {
            counter.Assign(counter.Value + 1f);
            return [];
        });
        step.Call();
        Tensor seen = counter.Value;
        step.Call();
        Assert.Equal(1, RandomTensors.Values(seen)[0]);
        Assert.Equal(2, RandomTensors.Values(counter.Value)[0]);
    }

    [Fact]
    public void Call_ThatAsksForNumbersWhileTracing_NamesTheFunctionAndTheWayOut()
    {
        Function function = Function.Compile(x => [x[0].Item() > 0 ? x[0] : x[0] * x[0]]);
        var error = Assert.Throws<InvalidOperationException>(() => function.Call(Prim.Full(2, [], DType.Float32)));
        Assert.Contains("no numbers yet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cond_Compiled_TakesTheBranchOfTheValueAndDifferentiates()
    {
        Func<Tensor, Tensor> gradient = Function.Compile(x =>
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            Tensor y = Control.Cond(Prim.Greater(Prim.ReduceSum(x), Prim.Scalar(0, DType.Float32)), () => [Prim.ReduceSum(x * x)], () => [Prim.ReduceSum(x)])[0];
            return tape.Gradient(y, x);
        });
        Assert.All(RandomTensors.Values(gradient(Prim.Full(3, [2], DType.Float32))), v => Assert.Equal(6, v));
        Assert.All(RandomTensors.Values(gradient(Prim.Full(-3, [2], DType.Float32))), v => Assert.Equal(1, v));
    }

    [Fact]
    public void While_Compiled_RunsAsOftenAsTheConditionHolds()
    {
        Func<Tensor, Tensor> double100 = Function.Compile(x => Control.While(
            s => Prim.Less(s[0], Prim.Scalar(100, DType.Float32)), s => [s[0] + s[0]], [x])[0]);
        Assert.Equal(192, double100(Prim.Full(3, [], DType.Float32)).Item());
    }

    [Fact]
    public void Scan_Compiled_AgreesWithEagerAndDifferentiates()
    {
        var random = new RandomTensors(4);
        Tensor xs = random.Doubles(5, 3), start = random.Doubles(3), w = random.Doubles(3);
        Tensor[] Run(Tensor[] inputs)
        {
            using var tape = new GradientTape();
            foreach (Tensor input in inputs)
            {
                tape.Watch(input);
            }

            (Tensor[] carry, Tensor[] results) = Control.Scan(
                (c, x) => ([Prim.Tanh(Prim.Add(Prim.Multiply(c[0], inputs[2]), x[0]))], [Prim.Multiply(c[0], x[0])]), [inputs[1]], [inputs[0]], 5);
            Tensor loss = Prim.Add(Prim.ReduceSum(carry[0]), Prim.ReduceSum(results[0]));
            return [loss, .. tape.Gradient(loss, inputs)];
        }

        Tensor[] eager = Run([xs, start, w]), compiled = Function.Compile(Run).Call(xs, start, w);
        for (int i = 0; i < eager.Length; i++)
        {
            Assert.InRange(RandomTensors.Distance(compiled[i], eager[i]), 0, 1e-12);
        }
    }

    [Fact]
    public void Run_OfAWarmPlanWithoutOutputs_AllocatesNothing()
    {
        var random = new RandomTensors(1);
        var weight = new Variable(random.Floats(32, 32));
        Function step = Function.Compile(inputs =>
        {
            using var tape = new GradientTape();
            Tensor loss = Prim.ReduceSum(Prim.Softmax(Prim.Dot(inputs[0], weight)));
            weight.Assign(weight.Value - (tape.Gradient(loss, [weight])[0] * Prim.Scalar(0.1, DType.Float32)));
            return [];
        });
        Tensor[] batch = [random.Floats(64, 32)], none = [];
        for (int i = 0; i < 3; i++)
        {
            step.Prepare(batch).Run(batch, none);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            step.Prepare(batch).Run(batch, none);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void DescribePlan_OfAFunction_ListsStepsWithShapes()
    {
        Function function = Function.Compile(x => [Prim.Dot(x[0], x[0])]);
        string plan = function.DescribePlan(Prim.Full(1, [4, 4], DType.Float32));
        Assert.Contains("gemm m=4 n=4 k=4", plan, StringComparison.Ordinal);
        Assert.Contains("float32(4, 4)", plan, StringComparison.Ordinal);
    }

    private static double[] Train(Tensor x, Tensor first, bool compiled)
    {
        var weight = new Variable(first);
        var losses = new Variable(Prim.Full(0, [], DType.Float32), trainable: false);
        Func<Tensor[], Tensor[]> step = inputs =>
        {
            using var tape = new GradientTape();
            Tensor y = Prim.Relu(Prim.Dot(inputs[0], weight));
            Tensor loss = Prim.ReduceSum(y * y);
            weight.Assign(weight.Value - (tape.Gradient(loss, [weight])[0] * Prim.Scalar(0.01, DType.Float32)));
            losses.Assign(loss);
            return [];
        };
        Function function = Function.Compile(step);
        var history = new List<double>();
        for (int i = 0; i < 5; i++)
        {
            if (compiled)
            {
                function.Call(x);
            }
            else
            {
                step([x]);
            }

            history.Add(losses.Value.Item());
        }

        return [.. history, .. RandomTensors.Values(weight.Value)];
    }
}
