using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

public sealed class KerasFileEditorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static Sequential Net(params Layer[] more) => new([new InputLayer([4]), new Dense(3, name: "first"), new Dense(2, name: "second"), .. more], name: "net");

    private KerasFileEditor Edited(string name = "m.weights.h5", Model? model = null)
    {
        if (name.EndsWith(".keras", StringComparison.Ordinal))
        {
            (model ?? Net()).Save(At(name), zipped: name != "folder.keras");
        }
        else
        {
            (model ?? Net()).SaveWeights(At(name));
        }

        return new KerasFileEditor(At(name));
    }

    private static string Printed(Action<Action<string>> show)
    {
        var text = new System.Text.StringBuilder();
        show(line => text.Append(line));
        return text.ToString();
    }

    [Theory]
    [InlineData("m.weights.h5")]
    [InlineData("m.keras")]
    [InlineData("folder.keras")]
    public void Summary_OfAFile_ListsObjectsAndWeights(string name)
    {
        KerasFileEditor editor = Edited(name);
        Assert.EndsWith(
            """
              layers
                dense ('first')
                  0: shape=(4, 3), dtype=float32
                  1: shape=(3,), dtype=float32
                dense_1 ('second')
                  0: shape=(3, 2), dtype=float32
                  1: shape=(2,), dtype=float32

            """.ReplaceLineEndings("\n"),
            Printed(print => editor.Summary(print)),
            StringComparison.Ordinal);
        Assert.Equal(name.EndsWith(".keras", StringComparison.Ordinal), editor.Config is not null && editor.Metadata is not null);
    }

    [Fact]
    public void Save_Unchanged_IsTheSameFileForAModel()
    {
        var model = new Sequential([new InputLayer([6, 4]), new LSTM(3), new BatchNormalization(), new Dense(2, dtype: "bfloat16")]);
        model.Compile("adam", "mse");
        model.Fit(Keras.Random.Uniform([4, 6, 4], seed: 1), Keras.Random.Uniform([4, 2], seed: 2), verbose: 0);
        Edited("m.keras", model).Save(At("e.weights.h5"));
        model.SaveWeights(At("m.weights.h5"));
        Model loaded = Model.FromJson(model.ToJson());
        Assert.True(loaded.LoadWeights(At("e.weights.h5")).IsComplete);
        Assert.Equal(model.Weights.Select(w => Ops.Cast(w.Value, DType.Float32).ToArray<float>()), loaded.Weights.Select(w => Ops.Cast(w.Value, DType.Float32).ToArray<float>()));
        FileComparison comparison = new KerasFileEditor(At("e.weights.h5")).Compare(model, _ => { });
        Assert.Equal((true, 0), (comparison.Success, comparison.ErrorCount));
        Assert.Equal(model.Weights.Count + model.Optimizer!.Variables.Count, comparison.MatchCount);
    }

    [Fact]
    public void Edits_ForAnotherModel_MakeItsFile()
    {
        KerasFileEditor editor = Edited();
        var other = new Sequential([new InputLayer([4]), new Dense(3, name: "first"), new BatchNormalization(name: "norm"), new EinsumDense("ab,bc->ac", Shape.Of(2), name: "last")]);
        editor.RenameObject("dense_1", "einsum_dense");
        editor.DeleteWeight("layers/einsum_dense", "1");
        editor.AddObject("layers/batch_normalization", new Dictionary<string, Tensor> { ["0"] = Tensor.From([1f, 2, 3]), ["1"] = Tensor.From([4f, 5, 6]) });
        FileComparison before = editor.Compare(other, _ => { });
        Assert.Equal((false, 2, 5), (before.Success, before.ErrorCount, before.MatchCount));
        editor.AddWeights("batch_normalization", new Dictionary<string, Tensor> { ["2"] = Tensor.From([0f, 0, 0]), ["3"] = Tensor.From([1f, 1, 1]) });
        string text = Printed(print => Assert.Equal(new FileComparison(true, 0, 7), editor.Compare(other, print)));
        Assert.Equal("The file fits the model: 7 matching weights.\n", text);
        editor.ResaveWeights(At("e.weights.h5"));
        Assert.True(other.LoadWeights(At("e.weights.h5")).IsComplete);
        Assert.Equal([4f, 5, 6], other.Layers[1].Weights[1].Value.ToArray<float>());
        editor.DeleteObject("layers/dense");
        Assert.Equal(1, editor.Compare(other, _ => { }).ErrorCount);
    }

    [Fact]
    public void Compare_WithAnotherModel_SaysWhatDoesNotFit()
    {
        KerasFileEditor editor = Edited();
        var other = new Sequential([new InputLayer([4]), new Dense(5), new BatchNormalization()]);
        string text = Printed(print => Assert.Equal(new FileComparison(false, 4, 0), editor.Compare(other, print)));
        foreach (string line in new[]
        {
            "The weight layers/dense/0 has the shape (4, 3) in the file, (4, 5) in the model.\n", "The object layers/dense_1 is in the file only. It has: 0, 1.\n",
            "The object layers/batch_normalization is in the model only. It has: 0, 1, 2, 3.\n", "The file does not fit the model: 4 errors, 0 matching weights.\n",
        })
        {
            Assert.Contains(line, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Edits_ThatCannotBe_SayWhy()
    {
        var inner = new Sequential([new InputLayer([2]), new Dense(2)], name: "inner");
        KerasFileEditor editor = Edited(model: Net(inner));
        var none = new Dictionary<string, Tensor>();
        (Action Edit, string Part)[] wrong =
        [
            (() => editor.DeleteObject("dense"), "of several"),
            (() => editor.DeleteObject("convolution"), "must have the object"),
            (() => editor.DeleteObject("layers/convolution"), "must have the object"),
            (() => editor.DeleteObject("nothing/dense"), "must have the object"),
            (() => editor.RenameObject("dense_1", "layers/dense_9"), "plain name"),
            (() => editor.RenameObject("dense_1", "dense"), "Delete or rename"),
            (() => editor.RenameObject("dense_1", ".."), "plain name"),
            (() => editor.AddObject("layers/dense_1", none), "Delete or rename"),
            (() => editor.AddObject("nothing/dense_1", none), "must have the object"),
            (() => editor.AddObject("layers/x", new Dictionary<string, Tensor> { ["a/b"] = 1f }), "\"a/b\""),
            (() => editor.AddWeights("dense_1", new Dictionary<string, Tensor> { ["2"] = Keras.Input([3]) }), "tensors with values"),
            (() => editor.DeleteWeight("dense_1", "7"), "It has: 0, 1"),
            (() => editor.Save(At("m.h5")), "\".weights.h5\""),
            (() => _ = new KerasFileEditor(At("m.h5")), "\".weights.h5\" or \".keras\""),
        ];
        foreach ((Action edit, string part) in wrong)
        {
            Assert.Contains(part, Assert.ThrowsAny<ArgumentException>(edit).Message, StringComparison.Ordinal);
        }

        editor.Save(At("e.weights.h5"));
        Assert.Equal(new FileComparison(true, 0, 6), new KerasFileEditor(At("e.weights.h5")).Compare(Net(new Sequential([new InputLayer([2]), new Dense(2)])), _ => { }));
    }

    [Fact]
    public void Open_DamagedFiles_EndInOurOwnError()
    {
        Net().SaveWeights(At("old.h5"));
        File.Move(At("old.h5"), At("old.weights.h5"));
        Assert.Contains("before Keras 3", Assert.Throws<ModelFormatException>(() => new KerasFileEditor(At("old.weights.h5"))).Message, StringComparison.Ordinal);
        foreach (string name in new[] { "m.weights.h5", "m.keras" })
        {
            _ = Edited(name);
            byte[] bytes = File.ReadAllBytes(At(name));
            for (int length = 0; length < bytes.Length; length += 97)
            {
                File.WriteAllBytes(At(name), bytes[..length]);
                Assert.Throws<ModelFormatException>(() => new KerasFileEditor(At(name)));
            }
        }

        Assert.ThrowsAny<IOException>(() => new KerasFileEditor(At("nothing.weights.h5")));
    }
}
