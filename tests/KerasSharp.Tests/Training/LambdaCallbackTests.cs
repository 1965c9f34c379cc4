using KerasSharp.Callbacks;
using KerasSharp.Layers;

namespace KerasSharp.Tests.Training;

public sealed class LambdaCallbackTests
{
    [Fact]
    public void Hooks_OfTrainingEvaluationAndPrediction_RunInKerassOrder()
    {
        List<string> seen = [];
        var spy = new LambdaCallback(
            onEpochBegin: (e, _) => seen.Add($"epoch {e}"), onEpochEnd: (e, logs) => seen.Add($"/epoch {string.Join(' ', logs.Keys)}"), onTrainBegin: _ => seen.Add("train"),
            onTrainEnd: logs => seen.Add($"/train {logs.Count}"), onTrainBatchBegin: (b, _) => seen.Add($"batch {b}"), onTrainBatchEnd: (b, logs) => seen.Add($"/batch {string.Join(' ', logs.Keys)}"),
            onTestBegin: _ => seen.Add("test"), onTestEnd: logs => seen.Add($"/test {string.Join(' ', logs.Keys)}"), onTestBatchBegin: (b, _) => seen.Add($"test {b}"),
            onTestBatchEnd: (b, logs) => seen.Add($"/test {b} {logs.ContainsKey("loss")}"), onPredictBegin: _ => seen.Add("predict"), onPredictEnd: _ => seen.Add("/predict"),
            onPredictBatchBegin: (b, _) => seen.Add($"predict {b}"), onPredictBatchEnd: (b, _) => seen.Add($"/predict {b}"));
        var model = new Sequential([new InputLayer([2]), new Dense(1)]);
        model.Compile("sgd", "mse");
        model.Fit(new float[2, 2], new float[2, 1], verbose: 0, callbacks: [spy], validationData: (new float[1, 2], new float[1, 1]));
        Assert.Equal(["train", "epoch 0", "batch 0", "/batch loss", "test", "test 0", "/test 0 True", "/test loss", "/epoch loss val_loss", "/train 2"], seen);
        seen.Clear();
        model.Evaluate(new float[1, 2], new float[1, 1], verbose: 0, callbacks: [spy]);
        model.Predict(new float[3, 2], batchSize: 2, callbacks: [spy]);
        Assert.Equal(["test", "test 0", "/test 0 True", "/test loss", "predict", "predict 0", "/predict 0", "predict 1", "/predict 1", "/predict"], seen);
    }
}
