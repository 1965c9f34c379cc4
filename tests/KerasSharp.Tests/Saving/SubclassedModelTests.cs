using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Model classes of one's own in files: by their registered names, with weights under the names of their fields.</summary>
public sealed class SubclassedModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_ThenLoad_BuildsItAndTrainsOnToTheSameBits()
    {
        Tensor x = Keras.Random.Uniform([12, 4], seed: 1), y = Keras.Random.Uniform([12, 1], seed: 2);
        var model = new ResidualMlp(5, 2);
        model.Compile(new Adam(0.01), "mse");
        model.Fit(x, y, epochs: 1, shuffle: false, verbose: 0);
        string file = Path.Combine(_folder, "m.keras");
        model.Save(file);

        var loaded = Assert.IsType<ResidualMlp>(Model.Load(file));
        Assert.Equal(model.Predict(x).ToArray<float>(), loaded.Predict(x).ToArray<float>());
        Assert.Equal(model.Fit(x, y, epochs: 1, shuffle: false, verbose: 0)["loss"], loaded.Fit(x, y, epochs: 1, shuffle: false, verbose: 0)["loss"]);
    }

    [Fact]
    public void SaveWeights_StandUnderTheNamesOfFields()
    {
        var model = new ResidualMlp(5, 2);
        model.Apply(Keras.Random.Uniform([1, 4], seed: 1));
        string file = Path.Combine(_folder, "m.weights.h5");
        model.SaveWeights(file);
        using KerasSharp.Saving.Hdf5.Hdf5File saved = KerasSharp.Saving.Hdf5.Hdf5File.Open(file);
        Assert.Equal(["blocks", "head", "vars"], saved.Root.Names);
        Assert.Equal(["dense", "dense_1"], saved.Root.Group("blocks").Names);
        Assert.True(new ResidualMlp(5, 2) is { } other && Built(other).LoadWeights(file).IsComplete);

        static Model Built(Model model)
        {
            model.Apply(Keras.Random.Uniform([1, 4], seed: 1));
            return model;
        }
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"shape\"")]
    [InlineData("[null, -3]")]
    public void Load_ShapesThatItCannotBeBuiltFor_IsAnErrorOfOurOwn(string shape)
    {
        var model = new ResidualMlp(5, 2);
        Assert.Throws<ModelFormatException>(() => model.BuildFrom(new Config { ["input_shape"] = ConfigJson.Read(shape) }));
    }
}

/// <summary>Dense layers whose outputs are added to their inputs, and one at the end.</summary>
[KerasSerializable("Tests", "ResidualMlp")]
public sealed partial class ResidualMlp(int units, int depth, string? name = null, bool trainable = true, DTypePolicy? dtype = null) : Model(name, trainable, dtype)
{
    private readonly List<Layer> _blocks = [.. Enumerable.Range(0, depth).Select(_ => new Dense(units, activation: "relu"))];
    private readonly Dense _head = new(1);

    protected override Tensor[] Call(CallArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Tensor x = arguments.Inputs[0];
        foreach (Layer block in _blocks)
        {
            Tensor next = block.Apply(x);
            x = next.Shape == x.Shape ? next + x : next;
        }

        return [_head.Apply(x)];
    }
}
