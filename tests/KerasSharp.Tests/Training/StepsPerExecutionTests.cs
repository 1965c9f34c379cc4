using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Training;

[Collection(ProcessWide.Name)]
public sealed class StepsPerExecutionTests
{
    private static (float[,] X, int[] Y) Data(int count)
    {
        var random = new Random(3);
        var x = new float[count, 4];
        var y = new int[count];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                x[i, k] = random.NextSingle() - 0.5f;
            }

            y[i] = x[i, 0] > x[i, 1] ? 1 : 0;
        }

        return (x, y);
    }

    private static (float[] Weights, IReadOnlyList<double> Loss, double Evaluated) Train(int group, bool eagerly = false)
    {
        Utils.ClearSession();
        Utils.SetRandomSeed(11);
        (float[,] x, int[] y) = Data(46);
        var model = new Sequential([new InputLayer([4]), new Dense(6, activation: "relu"), new Dropout(0.3), new Dense(2, activation: "softmax")]);
        model.Compile(new Adam(0.01), "sparse_categorical_crossentropy", ["accuracy"], runEagerly: eagerly, stepsPerExecution: group);
        History history = model.Fit(x, y, batchSize: 8, epochs: 3, verbose: 0, validationSplit: 0.2);
        return ([.. model.GetWeights().SelectMany(w => w.ToArray<float>())], history["loss"], model.Evaluate(x, y, batchSize: 8, verbose: 0).Loss);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(100, false)]
    [InlineData(3, true)]
    public void Fit_Groups_GiveTheNumbersOfSingleSteps(int group, bool eagerly)
    {
        (float[] weights, IReadOnlyList<double> loss, double evaluated) = Train(1, eagerly);
        (float[] grouped, IReadOnlyList<double> groupedLoss, double groupedEvaluated) = Train(group, eagerly);
        Assert.Equal(weights, grouped);
        Assert.Equal(loss, groupedLoss);
        Assert.Equal(evaluated, groupedEvaluated);
    }

    [Fact]
    public void Hooks_RunOnceForAGroup()
    {
        List<string> seen = [];
        var model = new Sequential([new InputLayer([4]), new Dense(2, activation: "softmax")]);
        model.Compile("sgd", "sparse_categorical_crossentropy", stepsPerExecution: 3);
        var spy = new LambdaCallback(
            onTrainBatchBegin: (b, _) => seen.Add($"{b}"), onTrainBatchEnd: (b, _) => seen.Add($"-{b}"), onTestBatchBegin: (b, _) => seen.Add($"t{b}"), onTestBatchEnd: (b, _) => seen.Add($"-t{b}"));
        (float[,] x, int[] y) = Data(10);
        model.Fit(x, y, batchSize: 2, verbose: 0, callbacks: [spy], validationData: (x, y));
        Assert.Equal(["0", "-2", "3", "-4", "t0", "-t2", "t3", "-t4"], seen);
    }

    [Fact]
    public void Fit_WarmGroups_AllocateNothing()
    {
        var model = new Sequential([new InputLayer([4]), new Dense(8, activation: "relu"), new Dense(2, activation: "softmax")]);
        model.Compile("adam", "sparse_categorical_crossentropy", stepsPerExecution: 4);
        (float[,] x, int[] y) = Data(80);
        model.Fit(x, y, batchSize: 2, epochs: 2, verbose: 0);
        var meter = new Meter();
        model.Fit(x, y, batchSize: 2, epochs: 1, verbose: 0, callbacks: [meter]);
        Assert.Equal(0, meter.Allocated);
    }

    private sealed class Meter : Callback
    {
        private long _before;

        public long Allocated { get; private set; } = -1;

        public override bool ReadsBatchLogs => false;

        public override void OnTrainBatchBegin(int batch, IDictionary<string, double> logs) => _before = batch == 8 ? GC.GetAllocatedBytesForCurrentThread() : _before;

        public override void OnTrainBatchEnd(int batch, IDictionary<string, double> logs) => Allocated = batch == 35 ? GC.GetAllocatedBytesForCurrentThread() - _before : Allocated;
    }
}
