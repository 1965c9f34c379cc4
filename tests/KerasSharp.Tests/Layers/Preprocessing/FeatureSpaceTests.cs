using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Layers.Preprocessing;

public sealed class FeatureSpaceTests
{
    private static readonly Dictionary<string, DataInput> Table = new()
    {
        ["city"] = new[] { "Rome", "Oslo", "Rome", "Bern" },
        ["age"] = new[] { 30f, 40, 50, 60 },
        ["rooms"] = new[] { 1, 2, 2, 7 },
    };

    [Fact]
    public void Concat_OfStandardFeatures_StandsInOrderOfNames()
    {
        FeatureSpace space = Space();
        space.Adapt(Table);
        Tensor y = space.Apply(Samples());
        // age normalized | city: unknown, Rome, Oslo, Bern | rooms: unknown, 2, 7, 1 | the cross.
        Assert.Equal("(4, 17)", y.Shape.ToString());
        Assert.Equal([-1.3416408f, 0, 1, 0, 0, 0, 0, 0, 1], y[0, ..9].ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal([0f, 0, 0, 1], y[3, 1..5].ToArray<float>());
        Assert.Equal(1, y[0, 9..].ToArray<float>().Sum());
    }

    [Fact]
    public void Adapt_DatasetOfSamplesOrBatches_LearnsTheSame()
    {
        float[] Learn(Action<FeatureSpace> adapt)
        {
            FeatureSpace space = Space();
            adapt(space);
            return space.Apply(Samples()).ToArray<float>();
        }

        float[] whole = Learn(space => space.Adapt(Table));
        Assert.Equal(whole, Learn(space => space.Adapt(Dataset.FromTensorSlices(Table))), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(whole, Learn(space => space.Adapt(Dataset.FromTensorSlices(Table).Batch(3))), (a, b) => Math.Abs(a - b) < 1e-5);
    }

    [Fact]
    public void Model_OfEncodedFeatures_TrainsOnTheTable()
    {
        FeatureSpace space = Space();
        space.Adapt(Table);
        var model = new Model(space.GetInputs(), new Dense(1).Apply(space.GetEncodedFeatures()));
        model.Compile(new Optimizers.Adam(0.1), "mse");
        float[] y = [1, 2, 3, 4];
        double first = model.Evaluate(Table, y, verbose: 0)["loss"];
        model.Fit(Table, y, epochs: 100, verbose: 0);
        Assert.True(model.Evaluate(Table, y, verbose: 0)["loss"] < first * 0.05);
        Assert.Equal(model.ApplyMany(Samples(columns: true))[0].ToArray<float>(), model.Predict(Table).ToArray<float>(), (a, b) => Math.Abs(a - b) < 1e-4);
    }

    [Fact]
    public void Apply_OneSample_HasNoBatchAxis()
    {
        FeatureSpace space = Space();
        space.Adapt(Table);
        Tensor one = space.Apply(new Dictionary<string, Tensor>
        {
            ["city"] = Tensor.From(["Oslo"], Shape.Scalar), ["age"] = Tensor.From([40f], Shape.Scalar), ["rooms"] = Tensor.From([2], Shape.Scalar),
        });
        Assert.Equal(space.Apply(Samples())[1].ToArray<float>(), one.ToArray<float>());
    }

    [Fact]
    public void Dict_OfRawNumbers_IsByName()
    {
        var space = new FeatureSpace(
            new Dictionary<string, FeatureType> { ["city"] = FeatureSpace.StringCategorical(outputMode: "int"), ["age"] = FeatureSpace.FloatRescaled(0.1, 1) },
            "dict",
            crosses: [FeatureSpace.Cross(["city", "city"], 9, "int")]);
        space.Adapt(new Dictionary<string, DataInput> { ["city"] = Table["city"] });
        Dictionary<string, Tensor> y = space.ApplyByName(Samples());
        Assert.Equal(["age", "city", "city_X_city"], y.Keys);
        Assert.Equal([1L, 2, 1, 3], y["city"].ToArray<long>());
        Assert.Equal([4f, 5, 6, 7], y["age"].ToArray<float>());
        Assert.Equal("(4, 1)", y["city_X_city"].Shape.ToString());
        Assert.Equal(y.Keys, space.GetEncodedFeaturesByName().Keys);
    }

    [Fact]
    public void Feature_OfALayerOfOnesOwn_IsReadByIt()
    {
        var space = new FeatureSpace(new Dictionary<string, FeatureType>
        {
            ["text"] = FeatureSpace.Feature(DType.String, new TextVectorization(outputMode: "tf_idf"), "float"),
        });
        space.Adapt(new Dictionary<string, DataInput> { ["text"] = new[] { "1st string", "2nd string" } });
        Assert.Equal("(1, 4)", space.Apply(new Dictionary<string, Tensor> { ["text"] = new[] { "string" } }).Shape.ToString());
    }

    [Fact]
    public void Config_WrittenAndRead_GivesTheSameSpace()
    {
        FeatureSpace space = Space();
        Assert.Equal(["features", "output_mode", "crosses", "crossing_dim", "hashing_dim", "num_discretization_bins"], space.GetConfig().Keys);
        string json = ConfigJson.Write(ObjectRegistry.Serialize(space).ToConfig());
        Assert.Contains("\"module\": \"keras.src.layers.preprocessing.feature_space\", \"class_name\": \"Feature\"", json, StringComparison.Ordinal);
        Assert.Contains("\"registered_name\": \"Feature\"", json, StringComparison.Ordinal);
        var again = (FeatureSpace)ObjectRegistry.Deserialize(ConfigJson.Read(json), "space");
        Assert.Equal(json, ConfigJson.Write(ObjectRegistry.Serialize(again).ToConfig()));
        space.Adapt(Table);
        again.Adapt(Table);
        Assert.Equal(space.Apply(Samples()).ToArray<float>(), again.Apply(Samples()).ToArray<float>());
    }

    private static FeatureSpace Space() => new(
        new Dictionary<string, FeatureType> { ["city"] = "string_categorical", ["age"] = "float_normalized", ["rooms"] = FeatureSpace.IntegerCategorical() },
        crosses: [["city", "rooms"]],
        crossingDim: 8);

    private static Dictionary<string, Tensor> Samples(bool columns = false) =>
        Table.ToDictionary(column => column.Key, column => columns ? Ops.Reshape(column.Value.Tensors[0], [4, 1]) : column.Value.Tensors[0]);
}
