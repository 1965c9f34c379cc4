using System.Text;
using KerasSharp.Layers;
using KerasSharp.Optimizers;
using KerasSharp.Saving;
using KerasSharp.Tests.Callbacks;
using KerasSharp.Tool;

namespace KerasSharp.Tests.Tool;

/// <summary>The commands, run in this process.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int code = ToolCommand.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private static Sequential Model(bool compiled = false, int units = 4, Layer? more = null)
    {
        var model = new Sequential([new InputLayer([3]), new Dense(units, activation: "relu", kernelInitializer: "ones", name: "first"), new Dense(2, kernelInitializer: "zeros", name: "second")], name: "net");
        if (more is not null)
        {
            model.Add(more);
        }

        if (compiled)
        {
            model.Compile(new Adam(0.25), "mse", ["mae"]);
            model.Fit(new float[4, 3], new float[4, 2], verbose: 0);
        }

        return model;
    }

    private string Saved(string name, Sequential? model = null)
    {
        string path = _folder[name];
        if (!name.EndsWith(".keras", StringComparison.Ordinal) && name != "m.h5" && name != "a.h5")
        {
            (model ?? Model()).SaveWeights(path);
        }
        else
        {
            (model ?? Model()).Save(path);
        }

        return path;
    }

    /// <summary>One line that says what is wrong, and the code.</summary>
    private static void Fails(int code, string part, params string[] args)
    {
        (int actual, string output, string error) = Run(args);
        Assert.Equal((code, ""), (actual, output));
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
        Assert.Contains(part, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m.keras", "Keras model (.keras)")]
    [InlineData("m.h5", "model of the format before Keras 3 (.h5)")]
    public void Info_Model_ShowsFormatTrainingAndLayers(string name, string format)
    {
        (int code, string output, string error) = Run("info", Saved(name, Model(compiled: true)));
        Assert.Equal((0, ""), (code, error));
        foreach (string part in new[]
        {
            format, "3.16.0", "Sequential 'net'", "4 arrays, 26 numbers (104.00 B), float32", "Adam, learning rate 0.25, state: 10 arrays, 54 numbers",
            "Custom objects: none", "Model: \"net\"", "first (Dense)", "(None, 4)", " Total params: 26 (104.00 B)",
        })
        {
            Assert.Contains(part, output, StringComparison.Ordinal);
        }

        Assert.Matches("Loss: +(mse|MeanSquaredError|mean_squared_error)\n", output);
        Assert.Matches("Metrics: +mae\n", output);
    }

    [Fact]
    public void Info_ModelThatIsNotCompiled_SaysSo() => Assert.Contains("none, the model is not compiled", Run("info", Saved("m.keras")).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("m.weights.h5", "weights (.weights.h5)", "layers/dense/vars/0  (3, 4)  float32")]
    [InlineData("m.keras", "Keras model (.keras)", "layers/dense_1/vars/1  (2)  float32")]
    [InlineData("m.weights.json", "weights in several files (.weights.json)", "layers/dense/vars/0  (3, 4)  float32")]
    [InlineData("m.safetensors", "weights (.safetensors)", "first/kernel  (3, 4)  float32")]
    [InlineData("m.npz", "arrays (.npz)", "second/bias  (2)  float32")]
    [InlineData("old-weights.h5", "weights of the format before Keras 3 (.h5)", "(3, 4)  float32")]
    public void Info_Weights_ListsArrays(string name, string format, string line)
    {
        (int code, string output, _) = Run("info", Saved(name), "--weights");
        Assert.Equal(0, code);
        Assert.Contains(format, output, StringComparison.Ordinal);
        Assert.Contains(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_HugeLayer_ReadsShapesAlone()
    {
        // The weights of a million units would take 4 TB; the file has none of that size.
        string path = _folder["m.keras"];
        Saved("m.keras");
        string json = Model().ToJson().Replace("\"units\": 4", "\"units\": 1000000", StringComparison.Ordinal);
        ReplaceMember(path, "config.json", json);
        Assert.Contains("(None, 1000000)", Run("info", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Info_CustomObjects_AreNamed()
    {
        string path = Saved("m.keras", Model());
        string json = Model().ToJson().Replace("\"registered_name\": null", "\"registered_name\": \"Mine>Wide\"", StringComparison.Ordinal).Replace("\"class_name\": \"Dense\"", "\"class_name\": \"Wide\"", StringComparison.Ordinal);
        ReplaceMember(path, "config.json", json);
        (int code, string output, _) = Run("info", path);
        Assert.Equal(0, code);
        Assert.Contains("Mine>Wide", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_ThereAndBack_KeepsEveryBit()
    {
        string first = Saved("a.keras", Model(compiled: true)), legacy = _folder["a.h5"], back = _folder["b.keras"];
        Assert.Equal(0, Run("convert", first, "--to", "h5").Code);
        Assert.Equal(0, Run("convert", legacy, "--to", "keras", "--output", back).Code);
        Assert.Equal((0, ""), (Run("diff", first, back).Code, Run("diff", first, back).Error));
        Assert.Equal(0, Run("diff", first, legacy).Code);
    }

    [Fact]
    public void Convert_ToWeights_WritesWeightsThatLoad()
    {
        string path = Saved("a.keras");
        (int code, string output, _) = Run("convert", path, "--to", "weights");
        Assert.Equal(0, code);
        Assert.StartsWith($"{_folder["a.weights.h5"]} (", output, StringComparison.Ordinal);
        Model().LoadWeights(_folder["a.weights.h5"]);
    }

    [Fact]
    public void Convert_ToSafetensors_WritesWeightsByTheirNames()
    {
        string path = Saved("a.keras");
        Assert.Equal(0, Run("convert", path, "--to", "safetensors").Code);
        Assert.Equal(["first/bias", "first/kernel", "second/bias", "second/kernel"], SafeTensors.Load(_folder["a.safetensors"]).Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(0, Run("diff", _folder["a.safetensors"], Saved("a.npz")).Code);
    }

    [Fact]
    public void Predict_OneArray_WritesWhatTheModelGives()
    {
        string path = Saved("m.keras", Model(more: new Dense(2, name: "third"))), y = _folder["y.npy"];
        Npy.Save(_folder["x.npy"], new double[,] { { 1, 2, 3 }, { 0, 0, 1 }, { -9, 1, 1 } });
        (int code, string output, string error) = Run("predict", path, "--input", _folder["x.npy"], "--output", y, "--batch-size", "2");
        Assert.Equal((0, $"{y}: third (3, 2) float32\n", ""), (code, output, error));
        Tensor expected = KerasSharp.Model.Load(path).Predict(new float[,] { { 1, 2, 3 }, { 0, 0, 1 }, { -9, 1, 1 } });
        Assert.Equal(expected.ToArray<float>(), Npy.Load(y).ToArray<float>());
    }

    [Fact]
    public void Predict_SeveralInputsAndOutputs_GoByNameOrOrder()
    {
        Tensor a = Keras.Input([2], name: "a"), b = Keras.Input([2], name: "b");
        var model = new KerasSharp.Model([a, b], [new Subtract(name: "difference").Apply([a, b]), new Add(name: "sum").Apply([a, b])]);
        string path = _folder["m.keras"], x = _folder["x.npz"], y = _folder["y.npz"];
        model.Save(path);
        Tensor left = new float[,] { { 5, 6 } }, right = new float[,] { { 1, 3 } };
        foreach (Dictionary<string, Tensor> arrays in new Dictionary<string, Tensor>[] { new() { ["b"] = right, ["a"] = left }, new() { ["arr_0"] = left, ["arr_1"] = right } })
        {
            Npz.Save(x, arrays);
            (int code, _, string error) = Run("predict", path, "--input", x, "--output", y);
            Assert.Equal((0, ""), (code, error));
            IReadOnlyDictionary<string, Tensor> results = Npz.Load(y);
            Assert.Equal(["difference", "sum"], results.Keys.Order(StringComparer.Ordinal));
            Assert.Equal([4f, 3], results["difference"].ToArray<float>());
            Assert.Equal([6f, 9], results["sum"].ToArray<float>());
        }

        Fails(1, "2 outputs: difference, sum", "predict", path, "--input", x, "--output", _folder["y.npy"]);
        Npz.Save(x, new Dictionary<string, Tensor> { ["a"] = left, ["c"] = right });
        Fails(1, "the model: a, b. It has: a, c", "predict", path, "--input", x, "--output", y);
        Npy.Save(_folder["x.npy"], left);
        Fails(1, "2 arrays", "predict", path, "--input", _folder["x.npy"], "--output", y);
    }

    [Fact]
    public void Predict_WrongUse_SaysWhat()
    {
        Fails(2, "must end in \".npy\"", "predict", "m.keras", "--input", "x.csv", "--output", "y.npy");
        Fails(2, "--batch-size must be at least 1", "predict", "m.keras", "--input", "x.npy", "--output", "y.npy", "--batch-size", "0");
        Fails(2, "--output", "predict", "m.keras", "--input", "x.npy");
        Npy.Save(_folder["x.npy"], new float[2, 9]);
        Fails(1, "9", "predict", Saved("m.keras"), "--input", _folder["x.npy"], "--output", _folder["y.npy"]);
    }

    [Fact]
    public void Convert_FileThatIsThere_IsReplacedOnlyWhenForced()
    {
        string path = Saved("a.keras");
        File.WriteAllText(_folder["a.h5"], "mine");
        Fails(1, "is there already", "convert", path, "--to", "h5");
        Assert.Equal("mine", File.ReadAllText(_folder["a.h5"]));
        Assert.Equal(0, Run("convert", path, "--to", "h5", "--force").Code);
        Assert.True(new FileInfo(_folder["a.h5"]).Length > 4);
    }

    [Fact]
    public void Convert_WeightsToAModel_SaysThatThereIsNone() => Fails(1, "no model", "convert", Saved("a.weights.h5"), "--to", "keras");

    [Fact]
    public void Convert_WrongNames_AreWrongUse()
    {
        string path = Saved("a.keras");
        Fails(2, "must end in \".h5\"", "convert", path, "--to", "h5", "--output", _folder["a.bin"]);
        Fails(2, "another file", "convert", path, "--to", "keras");
        Fails(2, "onnx", "convert", path, "--to", "onnx");
        Fails(2, "--to", "convert", path);
    }

    [Fact]
    public void Diff_SameFiles_SaysSo()
    {
        string a = Saved("a.keras", Model(compiled: true));
        (int code, string output, string error) = Run("diff", a, a);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal("config: the same\ncompiled with: the same\nweights: 4 arrays, all the same\noptimizer: 10 arrays, all the same\n", output);
    }

    [Fact]
    public void Diff_OtherNumbers_ShowsTheLargestDifference()
    {
        Sequential other = Model();
        float[] numbers = other.Weights[0].Value.ToArray<float>();
        numbers[5] += 0.5f;
        numbers[6] += 0.25f;
        other.Weights[0].Assign(Tensor.From(numbers, Shape.Of(3, 4)));
        string a = Saved("a.weights.h5"), b = Saved("b.weights.h5", other);
        (int code, string output, _) = Run("diff", a, b);
        Assert.Equal(1, code);
        Assert.Equal("weights: 1 of 4 arrays differ; the largest difference is 0.5, in layers/dense/vars/0 at (1, 1)\n  layers/dense/vars/0 (3, 4): 2 of 12 numbers differ, by 0.5 at most\n", output);
        Assert.Contains("1 of 12 numbers", Run("diff", a, b, "--tolerance", "0.3").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("diff", a, b, "--tolerance", "0.5").Code);
    }

    [Fact]
    public void Diff_NumbersThatAreNone_DifferFromNumbersOnly()
    {
        Sequential other = Model();
        other.Weights[1].Assign(Tensor.From([float.NaN, 0, 0, 0], Shape.Of(4)));
        string a = Saved("a.weights.h5"), b = Saved("b.weights.h5", other);
        Assert.Contains("the largest difference is NaN", Run("diff", a, b, "--tolerance", "9").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("diff", b, b).Code);
    }

    [Fact]
    public void Diff_OtherConfig_ShowsBothValuesAndArrays()
    {
        (int code, string output, _) = Run("diff", Saved("a.keras"), Saved("b.keras", Model(units: 5, more: new Dense(1, name: "third"))));
        Assert.Equal(1, code);
        Assert.Contains("config.layers", output, StringComparison.Ordinal);
        Assert.Contains("layers/dense/vars/0 (3, 4): the other has the shape (3, 5)", output, StringComparison.Ordinal);
        Assert.Contains("layers/dense_2/vars/0 (2, 1): only in the second file", output, StringComparison.Ordinal);
        Assert.Contains("units: 4 | 5", Run("diff", Saved("a.keras"), Saved("b.keras", Model(units: 5))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_CompiledAndNot_DifferUnlessLeftOut()
    {
        Sequential model = Model(compiled: true);
        string a = Saved("a.keras", model), b = _folder["b.keras"];
        model.Save(b, includeOptimizer: false);
        (int code, string output, _) = Run("diff", a, b);
        Assert.Equal(1, code);
        Assert.Contains("optimizer: 10 of 10 arrays differ", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("diff", a, b, "--no-optimizer").Code);
    }

    /// <summary>Keras names the module of an optimizer by its back end, and single-precision rates with all digits of a double.</summary>
    [Fact]
    public void Commands_OptimizerOfAnotherBackEnd_IsTheSameAndItsRateIsShort()
    {
        var model = Model();
        model.Compile(new Adam((float)0.01), "mse");
        string a = Saved("a.keras", model), b = _folder["b.keras"];
        string config = Encoding.UTF8.GetString(Member(a, "config.json"));
        Assert.Contains("0.009999999776482582", config, StringComparison.Ordinal);
        File.Copy(a, b);
        ReplaceMember(b, "config.json", config.Replace("\"module\": \"keras.optimizers\", \"class_name\": \"Adam\"", "\"module\": \"keras.src.backend.torch.optimizers.torch_adam\", \"class_name\": \"Adam\"", StringComparison.Ordinal));
        Assert.NotEqual(config, Encoding.UTF8.GetString(Member(b, "config.json")));
        Assert.Equal((0, ""), (Run("diff", a, b).Code, Run("diff", a, b).Error));
        Assert.Contains("learning rate 0.01, ", Run("info", b).Output, StringComparison.Ordinal);
        ReplaceMember(b, "config.json", config.Replace("\"class_name\": \"Adam\"", "\"class_name\": \"Nadam\"", StringComparison.Ordinal));
        Assert.Contains("class_name: \"Adam\" | \"Nadam\"", Run("diff", a, b).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Diff_ModelAndItsWeights_ComparesTheWeights()
    {
        (int code, string output, _) = Run("diff", Saved("a.keras"), Saved("a.weights.h5"));
        Assert.Equal(0, code);
        Assert.Contains("weights alone", output, StringComparison.Ordinal);
        Fails(1, "different ways", "diff", Saved("a.h5"), Saved("a.weights.h5"));
    }

    [Fact]
    public void Diff_ToleranceThatIsNone_IsWrongUse() => Fails(2, "--tolerance", "diff", "a", "b", "--tolerance", "-1");

    [Fact]
    public void Commands_FilesThatAreNot_FailInOneLine()
    {
        Fails(1, "nothing.keras", "info", _folder["nothing.keras"]);
        File.WriteAllText(_folder["text.keras"], "no model at all");
        Fails(1, "HDF5", "info", _folder["text.keras"]);
        File.WriteAllBytes(_folder["cut.keras"], File.ReadAllBytes(Saved("m.keras"))[..500]);
        Fails(1, "", "diff", _folder["cut.keras"], _folder["m.keras"]);
    }

    [Fact]
    public void Commands_WrongUse_SaysSoInOneLine()
    {
        Fails(2, "kerassharp info --help", "info");
        Fails(2, "nonsense", "nonsense");
        Fails(2, "--help", "info", "a", "b");
        Fails(2, "--verbose", "diff", "a", "b", "--verbose");
    }

    [Theory]
    [InlineData("info", "--weights", "kerassharp info model.keras")]
    [InlineData("predict", "--input", "kerassharp predict model.keras --input x.npy --output y.npy")]
    [InlineData("convert", "--force", "kerassharp convert old.h5 --to keras")]
    [InlineData("diff", "--tolerance", "kerassharp diff before.keras after.keras")]
    [InlineData("", "convert", "kerassharp info model.keras")]
    public void Help_OfACommand_HasOptionsAndExamples(string command, string option, string example)
    {
        (int code, string output, string error) = Run(command.Length == 0 ? ["--help"] : [command, "--help"]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(option, output, StringComparison.Ordinal);
        Assert.Contains(example, output, StringComparison.Ordinal);
        Assert.Contains($"  kerassharp {command}", output, StringComparison.Ordinal);
        Assert.Contains("Exit codes: 0", output, StringComparison.Ordinal);
    }

    private static byte[] Member(string path, string name)
    {
        using ZipReader archive = ZipReader.Open(ByteSource.Open(path));
        return archive.ReadAll(archive.Find(name)!);
    }

    private static void ReplaceMember(string path, string name, string text)
    {
        using var archive = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update);
        archive.GetEntry(name)!.Delete();
        using Stream member = archive.CreateEntry(name, System.IO.Compression.CompressionLevel.NoCompression).Open();
        member.Write(System.Text.Encoding.UTF8.GetBytes(text));
    }
}
