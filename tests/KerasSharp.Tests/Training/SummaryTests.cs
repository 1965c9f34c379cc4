using KerasSharp.Layers;
using KerasSharp.Regularizers;
using KerasSharp.Utilities;

namespace KerasSharp.Tests.Training;

/// <summary>Summaries of real models, letter for letter as Keras prints them.</summary>
[Collection(ProcessWide.Name)]
public sealed class SummaryTests
{
    [Fact]
    public void Summary_Graph_IsKerass()
    {
        Utils.ClearSession();
        Tensor image = Keras.Input([784], name: "img");
        Tensor x = new BatchNormalization().Apply(new Dense(64, activation: "relu", kernelRegularizer: new L2()).Apply(image));
        x = new Add().Apply([new Dropout(0.5).Apply(x), x]);
        var model = new Model(image, new Dense(10, activation: "softmax").Apply(x), name: "mnist_model");
        model.Compile("adam", "sparse_categorical_crossentropy");
        model.TrainOnBatch(new float[2, 784], new int[2]);
        Assert.Equal(
            """
            Model: "mnist_model"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                  ┃ Output Shape              ┃         Param # ┃ Connected to               ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━┩
            │ img (InputLayer)              │ (None, 784)               │               0 │ -                          │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ dense (Dense)                 │ (None, 64)                │          50,240 │ img[0][0]                  │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ batch_normalization           │ (None, 64)                │             256 │ dense[0][0]                │
            │ (BatchNormalization)          │                           │                 │                            │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ dropout (Dropout)             │ (None, 64)                │               0 │ batch_normalization[0][0]  │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ add (Add)                     │ (None, 64)                │               0 │ dropout[0][0],             │
            │                               │                           │                 │ batch_normalization[0][0]  │
            ├───────────────────────────────┼───────────────────────────┼─────────────────┼────────────────────────────┤
            │ dense_1 (Dense)               │ (None, 10)                │             650 │ add[0][0]                  │
            └───────────────────────────────┴───────────────────────────┴─────────────────┴────────────────────────────┘
             Total params: 153,184 (598.38 KB)
             Trainable params: 51,018 (199.29 KB)
             Non-trainable params: 128 (512.00 B)
             Optimizer params: 102,038 (398.59 KB)

            """,
            Text(model));
    }

    [Fact]
    public void Summary_Sequence_IsKerass()
    {
        Utils.ClearSession();
        Named("Dense", 2);
        var model = new Sequential([new InputLayer([16]), new Dense(3), new Dense(2)]);
        Assert.Equal(
            """
            Model: "sequential"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
            │ dense_2 (Dense)                      │ (None, 3)                   │              51 │
            ├──────────────────────────────────────┼─────────────────────────────┼─────────────────┤
            │ dense_3 (Dense)                      │ (None, 2)                   │               8 │
            └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
             Total params: 59 (236.00 B)
             Trainable params: 59 (236.00 B)
             Non-trainable params: 0 (0.00 B)

            """,
            Text(model));
    }

    [Fact]
    public void Summary_Unbuilt_IsKerass()
    {
        Utils.ClearSession();
        Named("Dense", 4);
        Named("Sequential", 1);
        var model = new Sequential([new Dense(1)]);
        Assert.Equal(
            """
            Model: "sequential_1"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┓
            ┃ Layer (type)                         ┃ Output Shape                ┃         Param # ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━┩
            │ dense_4 (Dense)                      │ ?                           │     0 (unbuilt) │
            └──────────────────────────────────────┴─────────────────────────────┴─────────────────┘
             Total params: 0 (0.00 B)
             Trainable params: 0 (0.00 B)
             Non-trainable params: 0 (0.00 B)

            """,
            Text(model));
    }

    [Fact]
    public void Summary_Nested_IsKerass()
    {
        Utils.ClearSession();
        Named("Dense", 5);
        Named("InputLayer", 1);
        Named("Functional", 2);
        var inner = new Sequential([new InputLayer([5]), new Dense(2)], name: "inner");
        Tensor input = Keras.Input([5]);
        var model = new Model(input, new Dense(1).Apply(inner.Apply(input)));
        Assert.Equal(
            """
            Model: "functional_2"
            ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
            ┃ Layer (type)                          ┃ Output Shape                  ┃        Param # ┃ Traina… ┃
            ┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
            │ input_layer_2 (InputLayer)            │ (None, 5)                     │              0 │    -    │
            ├───────────────────────────────────────┼───────────────────────────────┼────────────────┼─────────┤
            │ inner (Sequential)                    │ (None, 2)                     │             12 │    Y    │
            ├───────────────────────────────────────┼───────────────────────────────┼────────────────┼─────────┤
            │    └ dense_5 (Dense)                  │ (None, 2)                     │             12 │    Y    │
            ├───────────────────────────────────────┼───────────────────────────────┼────────────────┼─────────┤
            │ dense_6 (Dense)                       │ (None, 1)                     │              3 │    Y    │
            └───────────────────────────────────────┴───────────────────────────────┴────────────────┴─────────┘
             Total params: 15 (60.00 B)
             Trainable params: 15 (60.00 B)
             Non-trainable params: 0 (0.00 B)

            """,
            Text(model, nested: true));
    }

    [Fact]
    public void Summary_FrozenAndNested_ShowsWhatIsTrained()
    {
        var block = new Sequential([new InputLayer([3]), new Dense(3, name: "inner_dense")], name: "block");
        var outer = new Sequential([new InputLayer([3]), block, new Dropout(0.5, name: "drop")], name: "outer") { Trainable = false };
        Tensor input = Keras.Input([3], name: "in");
        string text = Text(new Model(input, new Dense(1, name: "head").Apply(outer.Apply(input))), nested: true);
        string[] rows = [.. text.Split('\n').Where(line => line.StartsWith('│'))];
        string[] expected = ["in (InputLayer)|0|-", "outer (Sequential)|12|N", "   └ block (Sequential)|12|N", "      └ inner_dense (Dense)|12|N", "   └ drop (Dropout)|0|-", "head (Dense)|4|Y"];
        Assert.Equal(expected, rows.Select(row => row.Split('│')).Select(cells => $"{cells[1][1..].TrimEnd()}|{cells[3].Trim()}|{cells[4].Trim()}"));
        Assert.Contains("Trainable params: 4 (16.00 B)", text, StringComparison.Ordinal);
    }

    /// <summary>Uses up automatic names, as a program that made objects before.</summary>
    private static void Named(string className, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Naming.AutoName(className);
        }
    }

    private static string Text(Model model, bool nested = false)
    {
        string text = "";
        model.Summary(printFn: t => text = t, expandNested: nested, showTrainable: nested);
        return text;
    }
}
