using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Training;

/// <summary>Same bits from many threads, few threads and many calls; the same numbers by every way of running a step.</summary>
[Collection(ProcessWide.Name)]
public sealed class RepeatabilityTests
{
    private static float[,,,] Images(int count)
    {
        var random = new Random(5);
        var x = new float[count, 12, 12, 1];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < 144; k++)
            {
                x[i, k / 12, k % 12, 0] = random.NextSingle();
            }
        }

        return x;
    }

    private static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(i => i % 5)];

    private static Sequential Network() => new([
        new InputLayer([12, 12, 1]),
        new Conv2D(8, kernelSize: 3, activation: "relu"),
        new BatchNormalization(),
        new MaxPooling2D(2),
        new Flatten(),
        new Dropout(0.3),
        new Dense(32, activation: "tanh"),
        new Dense(5, activation: "softmax"),
    ]);

    private static (History History, float[][] Weights) Train(bool eagerly = false, int stepsPerExecution = 1, IEnumerable<Callback>? callbacks = null)
    {
        Utils.SetRandomSeed(11);
        Sequential model = Network();
        model.Compile(new Adam(0.01), "sparse_categorical_crossentropy", ["accuracy"], runEagerly: eagerly, stepsPerExecution: stepsPerExecution);
        History history = model.Fit(Images(90), Labels(90), batchSize: 16, epochs: 2, verbose: 0, callbacks: callbacks);
        return (history, [.. model.GetWeights().Select(w => w.ToArray<float>())]);
    }

    [Fact]
    public void Predict_From64Threads_GivesTheSameBits()
    {
        Utils.SetRandomSeed(2);
        Sequential model = Network();
        float[,,,] x = Images(70);
        float[] expected = model.Predict(x).ToArray<float>();
        var results = new float[64][];
        Thread[] threads = [.. Enumerable.Range(0, results.Length).Select(i => new Thread(() => results[i] = model.Predict(x, batchSize: 32).ToArray<float>()))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.All(results, r => Assert.Equal(expected, r));
    }

    [Fact]
    public void Predict_FirstCallFrom64Threads_GivesTheSameBits()
    {
        Utils.SetRandomSeed(2);
        Sequential model = Network();
        float[,,,] x = Images(8);
        var results = new float[64][];
        Thread[] threads = [.. Enumerable.Range(0, results.Length).Select(i => new Thread(() => results[i] = model.Predict(x).ToArray<float>()))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.All(results, r => Assert.Equal(results[0], r));
    }

    [Fact]
    public void Predict_10000Times_LeavesMemoryFlat()
    {
        Sequential model = Network();
        float[,,,] x = Images(40);
        long Run(int calls)
        {
            for (int i = 0; i < calls; i++)
            {
                _ = model.Predict(x);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return Engine.Memory.InUse;
        }

        long before = Run(50), after = Run(10_000);
        Assert.True(after <= before + 65_536, $"{before:N0} bytes before, {after:N0} after");
    }

    [Fact]
    public void Fit_OneThreadOrTwo_GivesTheSameBits()
    {
        int threads = Engine.ThreadCount;
        try
        {
            Engine.ThreadCount = 1;
            float[][] one = Train().Weights;
            Engine.ThreadCount = 2;
            float[][] two = Train().Weights;
            Assert.Equal(one, two);
        }
        finally
        {
            Engine.ThreadCount = threads;
        }
    }

    [Fact]
    public void Fit_Eagerly_GivesTheNumbersOfTheCompiledStep()
    {
        (History compiled, float[][] compiledWeights) = Train();
        (History eager, float[][] eagerWeights) = Train(eagerly: true);
        Assert.Equal(compiled["loss"][^1], eager["loss"][^1], tolerance: 1e-3);
        Assert.Equal(compiledWeights.Length, eagerWeights.Length);
        for (int i = 0; i < eagerWeights.Length; i++)
        {
            Assert.Equal(compiledWeights[i].Length, eagerWeights[i].Length);
            // Adam divides by the root of a mean of squares, which enlarges the rounding of small gradients.
            Assert.All(compiledWeights[i].Zip(eagerWeights[i]), pair => Assert.Equal(pair.First, pair.Second, tolerance: 5e-3f));
        }
    }

    [Fact]
    public void Fit_SeveralStepsPerExecution_ChangesHooksButNoNumbers()
    {
        float[][] one = Train().Weights;
        var begins = new List<int>();
        var ends = new List<int>();
        // 90 samples in batches of 16 make 6 steps an epoch: executions of 4 and 2 steps.
        float[][] four = Train(stepsPerExecution: 4, callbacks: [new HookRecorder(begins, ends)]).Weights;
        Assert.Equal(one, four);
        Assert.Equal([0, 4, 0, 4], begins);
        Assert.Equal([3, 5, 3, 5], ends);
    }

    private sealed class HookRecorder(List<int> begins, List<int> ends) : Callback
    {
        public override void OnTrainBatchBegin(int batch, IDictionary<string, double> logs) => begins.Add(batch);

        public override void OnTrainBatchEnd(int batch, IDictionary<string, double> logs) => ends.Add(batch);
    }
}
