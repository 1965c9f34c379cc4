using KerasSharp.Utilities;

namespace KerasSharp.Tests.Utilities;

public class SummaryTextTests
{
    [Fact]
    public void Render_GraphWithOptimizer_MatchesKeras() => Assert.Equal(
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
        SummaryText.Render(
            "mnist_model",
            [
                new("img (InputLayer)", "(None, 784)", "0"),
                new("dense (Dense)", "(None, 64)", "50,240", "img[0][0]"),
                new("batch_normalization (BatchNormalization)", "(None, 64)", "256", "dense[0][0]"),
                new("dropout (Dropout)", "(None, 64)", "0", "batch_normalization[0][0]"),
                new("add (Add)", "(None, 64)", "0", "dropout[0][0], batch_normalization[0][0]"),
                new("dense_1 (Dense)", "(None, 10)", "650", "add[0][0]"),
            ],
            new(51_018, 51_018 * 4), new(128, 512), new(102_038, 408_160), showConnections: true));

    [Fact]
    public void Render_Sequence_MatchesKeras() => Assert.Equal(
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
        SummaryText.Render(
            "sequential", [new("dense_2 (Dense)", "(None, 3)", "51"), new("dense_3 (Dense)", "(None, 2)", "8")], new(59, 236), default));

    [Fact]
    public void Render_NestedWithTrainable_MatchesKeras() => Assert.Equal(
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
        SummaryText.Render(
            "functional_2",
            [
                new("input_layer_2 (InputLayer)", "(None, 5)", "0"),
                new("inner (Sequential)", "(None, 2)", "12", Trainable: true),
                new(SummaryText.NestedName("dense_5 (Dense)", 1), "(None, 2)", "12", Trainable: true),
                new("dense_6 (Dense)", "(None, 1)", "3", Trainable: true),
            ],
            new(15, 60), default, showTrainable: true));

    [Fact]
    public void Render_WordLongerThanItsColumn_IsCutWithAnEllipsis()
    {
        string text = SummaryText.Render("m", [new("a_name_that_is_longer_than_the_column_can_hold (Dense)", "?", "0 (unbuilt)")], default, default, lineLength: 60);
        Assert.Contains("│ a_name_that_is_longer_t… │", text, StringComparison.Ordinal);
        Assert.Contains("│ (Dense)                  │", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n').Skip(1).Where(l => l.Length > 0 && "┏┃┡│├└".Contains(l[0], StringComparison.Ordinal)), l => Assert.Equal(60, l.Length));
    }

    [Fact]
    public void Render_TooNarrow_SaysSo() =>
        Assert.Contains("lineLength=10", Assert.Throws<ArgumentException>(() => SummaryText.Render("m", [], default, default, lineLength: 10)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, "0.00 B")]
    [InlineData(512, "512.00 B")]
    [InlineData(1023, "1023.00 B")]
    [InlineData(1024, "1.00 KB")]
    [InlineData(612736, "598.38 KB")]
    [InlineData(1048576, "1.00 MB")]
    public void Bytes_Size_PrintsAsKeras(double bytes, string expected) => Assert.Equal(expected, Readable.Bytes(bytes));
}
