using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Optimizers;

namespace KerasSharp.Tests.Callbacks;

public sealed class SwapEMAWeightsTests
{
    /// <summary>One weight w from 1, loss w², rate 1/4: w halves at each step; the average with momentum 1/2 is 0.5, 0.375, 0.25, ... after steps 1, 2, 3.</summary>
    private static Sequential Model(Optimizer? optimizer = null)
    {
        var model = new Sequential([new InputLayer([1]), new Dense(1, useBias: false, kernelInitializer: "ones")]);
        model.Compile(optimizer ?? Ema(), "mse");
        return model;
    }

    private static SGD Ema() => new(0.25, useEma: true, emaMomentum: 0.5);

    private static History Fit(Sequential model, int epochs, bool validate, params Callback[] callbacks) => model.Fit(
        new float[,] { { 1 } }, new float[,] { { 0 } }, epochs: epochs, verbose: 0, callbacks: callbacks, validationData: validate ? (new float[,] { { 1 } }, new float[,] { { 0 } }) : null);

    private static double Weight(KerasSharp.Model model) => model.Weights[0].Value.ToArray<float>()[0];

    [Fact]
    public void Fit_WithValidation_EvaluatesAveragesAndTrainsWeights()
    {
        Sequential model = Model();
        History history = Fit(model, 3, validate: true, new SwapEMAWeights());
        Assert.Equal([1, 0.25, 0.0625], history["loss"]);
        Assert.Equal([0.5 * 0.5, 0.375 * 0.375, 0.25 * 0.25], history["val_loss"]);
        Assert.Equal(0.25, Weight(model));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_SwapOnEpoch_ShowsAveragesToCallbacksBehind(bool validate)
    {
        Sequential model = Model();
        List<double> begins = [], ends = [];
        History history = Fit(
            model, 3, validate, new SwapEMAWeights(swapOnEpoch: true), new LambdaCallback(onEpochBegin: (_, _) => begins.Add(Weight(model)), onEpochEnd: (_, _) => ends.Add(Weight(model))));
        Assert.Equal([1, 0.5, 0.25], begins);
        Assert.Equal([0.5, 0.375, 0.25], ends);
        Assert.Equal([1, 0.25, 0.0625], history["loss"]);
        Assert.Equal(0.25, Weight(model));
    }

    [Fact]
    public void Fit_SwapOnEpochStoppedEarly_EndsWithTheAverages()
    {
        Sequential model = Model();
        Fit(model, 9, validate: false, new SwapEMAWeights(swapOnEpoch: true), new LambdaCallback(onEpochEnd: (epoch, _) => model.StopTraining = epoch == 1));
        Assert.Equal(0.375, Weight(model));
    }

    [Fact]
    public void EvaluateAndPredict_BeforeTraining_UseTheWeights()
    {
        Sequential model = Model();
        Assert.Equal(1, model.Evaluate(new float[,] { { 1 } }, new float[,] { { 0 } }, verbose: 0, callbacks: [new SwapEMAWeights()]).Loss);
        Assert.Equal(1, model.Predict(new float[,] { { 1 } }, callbacks: [new SwapEMAWeights()]).ToArray<float>()[0]);
    }

    [Fact]
    public void Predict_DuringTraining_UsesTheAverages()
    {
        Sequential model = Model();
        double predicted = 0;
        Fit(model, 2, validate: false, new LambdaCallback(onEpochEnd: (_, _) => predicted = model.Predict(new float[,] { { 1 } }, callbacks: [new SwapEMAWeights()]).ToArray<float>()[0]));
        Assert.Equal(0.375, predicted);
    }

    [Fact]
    public void Fit_OptimizerInAnother_IsFound()
    {
        Sequential model = Model(new LossScaleOptimizer(Ema(), initialScale: 1));
        Assert.Equal([0.25], Fit(model, 1, validate: true, new SwapEMAWeights())["val_loss"]);
    }

    [Fact]
    public void Fit_OptimizerWithoutAverages_SaysWhatToDo() =>
        Assert.Contains("useEma: true", Assert.Throws<InvalidOperationException>(() => Fit(Model(new SGD(0.25)), 1, validate: true, new SwapEMAWeights())).Message, StringComparison.Ordinal);
}
