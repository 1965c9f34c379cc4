using KerasSharp.Callbacks;
using KerasSharp.Layers;
using KerasSharp.Samples.Tutorial;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Samples;

[Collection(ProcessWide.Name)]
public sealed class TutorialTests : IDisposable
{
    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void QuickStart_Runs_LearnsTheCircle()
    {
        EvaluationResult result = QuickStart.Run(_output);
        Assert.True(result["accuracy"] > 0.9, _output.ToString());
    }

    [Fact]
    public void CustomLayer_FromConfig_HasTheSameConfig()
    {
        (Centering layer, Centering copy) = CustomLayer.Run(_output);
        Assert.Equal(["name", "trainable", "dtype", "momentum", "scale_initializer"], layer.GetConfig().Keys);
        Assert.Equal(layer.Name, copy.Name);
        Assert.Equal(0.5, copy.GetConfig()["momentum"]);
        Assert.Equal(["scale"], layer.TrainableWeights.Select(w => w.Name));
        // Numbers between 0 and 1: half of them lie above 0.5.
        Assert.All(layer.Weights[1].Value.ToArray<float>(), mean => Assert.InRange(mean, 0.4f, 0.6f));
    }

    [Fact]
    public void CustomLayers_InOneModel_Learn()
    {
        (double first, double last, double active) = CustomLayers.Run(_output);
        Assert.True(last < 0.6 * first, _output.ToString());
        Assert.InRange(active, 0.5, 1);
    }

    [Fact]
    public void SavingModels_TrainedOnFromAFile_AreThoseThatWereTrainedAtOnce()
    {
        (Tensor whole, Tensor resumed, Tensor copied, WeightsReport report) = SavingModels.Run(_output);
        Assert.Equal(whole.ToArray<float>(), resumed.ToArray<float>());
        Assert.Equal(whole.ToArray<float>(), copied.ToArray<float>());
        Assert.Equal((3, 3), (report.Matched.Count, report.Mismatched.Count));
        Assert.Contains("3 of another shape", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void LinearLayer_InAModel_Learns()
    {
        History history = LinearLayerProgram.Run(_output);
        Assert.Contains("(2, 4) -> (2, 3), 15 parameters", _output.ToString(), StringComparison.Ordinal);
        Assert.True(history["loss"][^1] < 0.1 * history["loss"][0], _output.ToString());
    }

    [Fact]
    public void LinearModel_BothLoops_FindSlopeAndIntercept()
    {
        ((double A, double B) loop, (double A, double B) fit) = LinearModelProgram.Run(_output);
        Assert.Equal(LinearModelProgram.TrueA, loop.A, tolerance: 0.02);
        Assert.Equal(LinearModelProgram.TrueB, loop.B, tolerance: 0.02);
        Assert.Equal(LinearModelProgram.TrueA, fit.A, tolerance: 0.02);
        Assert.Equal(LinearModelProgram.TrueB, fit.B, tolerance: 0.02);
    }

    [Fact]
    public void Mlp_WithAndWithoutValidation_LossFallsAndKeysAreKeras()
    {
        (History plain, History validated) = Mlp.Run(_output);
        Assert.Equal(["accuracy", "loss"], plain.Logs.Keys);
        Assert.Equal(["accuracy", "loss", "val_accuracy", "val_loss"], validated.Logs.Keys);
        Assert.All(new[] { plain, validated }, history =>
        {
            Assert.Equal(10, history["loss"].Count);
            Assert.True(history["loss"][^1] < history["loss"][0], _output.ToString());
        });
    }

    [Fact]
    public void Augmentation_MovesInTrainingAndNotInPrediction()
    {
        (ImageData moved, Tensor first, Tensor second) = Augmentation.Run(_output);
        Assert.Equal([4, 1, 4], moved.BoundingBoxes!.Boxes.Shape.ToArray());
        Assert.Equal(first.ToArray<float>(), second.ToArray<float>());
    }

    [Fact]
    public void TextClassifier_OfReviews_TellsFriendlyOnes()
    {
        (double accuracy, float[] probabilities) = TextClassifier.Run(_output);
        Assert.True(accuracy > 0.95, _output.ToString());
        Assert.True(probabilities[0] > 0.5 && probabilities[1] < 0.5, _output.ToString());
    }

    [Fact]
    public void StructuredData_OfFlats_FindsPrices()
    {
        (double first, double last, float prediction) = StructuredData.Run(_output);
        Assert.True(last < 0.02 * first, _output.ToString());
        Assert.Equal(0.03f * 80, prediction, tolerance: 0.3f);
        StructuredData.Pieces(_output);
        Assert.Contains("[0., 0., 1.]", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ConfiguredLayers_EveryVariant_LossFalls()
    {
        IReadOnlyDictionary<string, IReadOnlyList<double>> losses = ConfiguredLayers.Run(_output);
        Assert.Equal(8, losses.Count);
        Assert.All(losses, variant => Assert.True(variant.Value[^1] < variant.Value[0], $"{variant.Key}: {string.Join(" ", variant.Value)}"));
        // A name, its object and its function are one and the same.
        Assert.Equal(losses["activation by name"], losses["activation by object"]);
        Assert.Equal(losses["activation by name"][^1], losses["activation by function"][^1], tolerance: 1e-5);
    }
}
