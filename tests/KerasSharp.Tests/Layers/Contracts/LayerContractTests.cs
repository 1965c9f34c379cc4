using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Layers.Contracts;

/// <summary>What holds for every layer. To add a layer, add its contract to a family.</summary>
public sealed class LayerContractTests
{
    /// <summary>All contracts by name.</summary>
    internal static readonly Dictionary<string, LayerContract> All = typeof(ILayerFamily).Assembly.GetTypes()
        .Where(type => type.IsClass && typeof(ILayerFamily).IsAssignableFrom(type))
        .SelectMany(type => ((ILayerFamily)Activator.CreateInstance(type)!).Contracts())
        .ToDictionary(contract => contract.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> Floating => [.. All.Values.Where(c => c.FloatOutput).Select(c => c.Name).Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryPublicLayer_HasAContract()
    {
        HashSet<Type> known = [.. All.Values.Select(contract => contract.Make(null).GetType())];
        Assert.Equal("", string.Join(", ", typeof(Layer).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract && !typeof(Model).IsAssignableFrom(type) && type != typeof(InputLayer) && !known.Contains(type)).Select(type => type.Name)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Config_WrittenAndRead_GivesTheSameLayer(string name)
    {
        LayerContract contract = All[name];
        Layer layer = contract.Make("float32");
        if (!contract.Serializable)
        {
            Assert.Throws<NotSupportedException>(() => ObjectRegistry.Serialize(layer));
            return;
        }

        string json = ConfigJson.Write(ObjectRegistry.Serialize(layer).ToConfig());
        var again = (Layer)ObjectRegistry.Deserialize(ConfigJson.Read(json), name);
        Assert.IsType(layer.GetType(), again);
        Assert.Equal(json, ConfigJson.Write(ObjectRegistry.Serialize(again).ToConfig()));
        if (layer.GetConfig().ContainsKey("name"))
        {
            Assert.Equal(layer.Name, again.Name);
        }

        Tensor[] inputs = contract.Sample();
        Tensor[] expected = contract.Call(layer, inputs);
        contract.Call(again, inputs);
        again.SetWeights(layer.GetWeights());
        TensorAssert.Equal(expected, contract.Call(again, inputs));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_OnceBuilt_HaveKerasNamesAndShapes(string name)
    {
        LayerContract contract = All[name];
        Layer layer = contract.Make(null);
        contract.Call(layer, contract.Sample());
        Assert.Equal(contract.Weights, layer.Weights.Select(w => $"{w.Name} {w.Shape}{(w.Trainable ? "" : " frozen")}"));
        Assert.Equal(layer.Weights.Sum(w => w.Shape.Count), layer.CountParams());
        Assert.All(layer.Weights, w => Assert.StartsWith($"{layer.Name}/", w.Path, StringComparison.Ordinal));
        layer.Trainable = false;
        Assert.Empty(layer.TrainableWeights);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Symbolic_UnknownBatch_HasTheEagerShape(string name)
    {
        LayerContract contract = All[name];
        Tensor[] inputs = contract.Sample();
        Tensor[] eager = contract.Call(contract.Make(null), inputs);
        Tensor[] symbolic = contract.Call(contract.Make(null), [.. inputs.Select(x => Keras.Input(x.Shape[1..], dtype: x.DType))]);
        Assert.Equal(contract.Output, eager[0].Shape);
        Assert.Equal(eager.Length, symbolic.Length);
        for (int i = 0; i < eager.Length; i++)
        {
            Assert.Equal(eager[i].Shape.ToArray()[1..], symbolic[i].Shape.ToArray()[1..]);
            Assert.Equal(eager[i].DType, symbolic[i].DType);
        }

        if (inputs.Length == 1 && !contract.TakesList)
        {
            Assert.Equal(symbolic[0].Shape, contract.Make(null).ComputeOutputShape(Shape.Create([null, .. inputs[0].Shape.ToArray()[1..]])));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_Inference_EqualsEager(string name)
    {
        LayerContract contract = All[name];
        Layer layer = contract.Make(null);
        Tensor[] inputs = contract.Sample();
        Tensor[] eager = contract.Call(layer, inputs);
        layer.ResetState();
        if (layer.RunsOnHost)
        {
            // No plan holds the layer; a model is cut behind it.
            Tensor[] symbols = [.. inputs.Select(x => Keras.Input(x.Shape[1..], dtype: x.DType))];
            TensorAssert.Close(eager, new Model(symbols, contract.Call(layer, symbols)).PredictMany(inputs), 1e-5);
            return;
        }

        TensorAssert.Close(eager, Function.Compile(x => contract.Call(layer, x), name).Call(inputs), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Mask_OfTheInput_EndsWhereItShould(string name)
    {
        LayerContract contract = All[name];
        Tensor[] inputs = contract.Sample();
        if (contract.Mask == MaskRule.Own || (inputs[0].Rank < 3 && contract.IntegersBelow == 0))
        {
            return; // tests of the layer say which; or there is no time axis beside that of the features
        }

        Tensor mask = Tensor.From(Enumerable.Range(0, inputs[0].Shape[0] * inputs[0].Shape[1]).Select(i => i % 3 != 0).ToArray(), inputs[0].Shape[..2]);
        var source = new MaskSource(mask);
        Tensor? found = contract.Call(contract.Make(null), [.. inputs.Select((x, i) => i == 0 || contract.TakesList ? source.Apply(x) : x)])[0].Mask;
        Assert.Equal(contract.Mask == MaskRule.Passes ? mask.ToArray<bool>() : null, found?.ToArray<bool>());
    }

    [Theory]
    [MemberData(nameof(Floating))]
    public void MixedPrecision_BFloat16_ComputesIn16BitsAndKeepsWeightsIn32(string name)
    {
        LayerContract contract = All[name];
        Layer layer = contract.Make("mixed_bfloat16"), plain = contract.Make("float32");
        Tensor[] inputs = contract.Sample();
        Tensor output = contract.Call(layer, inputs)[0], expected = contract.Call(plain, inputs)[0];
        Assert.Equal(DType.BFloat16, output.DType);
        Assert.All(layer.Weights.Where(w => w.DType.IsFloating()), w => Assert.Equal(DType.Float32, w.DType));
        layer.SetWeights(plain.GetWeights());
        layer.ResetState();
        plain.ResetState();
        TensorAssert.Near(contract.Call(plain, inputs)[0], Ops.Cast(contract.Call(layer, inputs)[0], DType.Float32), 0.06);
        Assert.Equal(expected.Shape, output.Shape);
    }

    [Theory]
    [MemberData(nameof(Floating))]
    public void Training_AFewSteps_LowersTheLossAndMovesEveryWeight(string name) => new LayerTraining(All[name]).Run();

    [Theory]
    [MemberData(nameof(Names))]
    public void Batch_OfOne_IsTheFirstRowOfMany(string name)
    {
        LayerContract contract = All[name];
        Layer layer = contract.Make(null), other = contract.Make(null);
        Tensor[] inputs = contract.Sample();
        Tensor[] many = contract.Call(layer, inputs);
        Tensor[] first = [.. inputs.Select(x => x[..1])];
        Tensor[] one = contract.Call(other, first);
        other.SetWeights(layer.GetWeights());
        other.ResetState();
        one = contract.Call(other, first);
        if (contract.SamplesAreIndependent)
        {
            TensorAssert.Near(many[0][..1], one[0], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Empty_BatchOrAxis_GivesAnEmptyOrDefinedResultOrAClearError(string name)
    {
        LayerContract contract = All[name];
        for (int axis = 0; axis < contract.Inputs[0].Rank; axis++)
        {
            Tensor[] inputs = [.. contract.Sample().Select(x => axis < x.Rank ? contract.Numbers(1, x.Shape.With(axis, 0)) : x)];
            try
            {
                foreach (Tensor output in contract.Call(contract.Make(null), inputs))
                {
                    Assert.True(axis > 0 || output.Shape[0] == 0, $"batch 0 gave {output.Shape}");
                }
            }
            catch (ArgumentException error)
            {
                Assert.Contains("Received", error.Message, StringComparison.Ordinal);
            }
        }
    }
}
