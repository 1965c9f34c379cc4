using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>A config that asks for more than its file holds is refused before memory is taken.</summary>
public sealed class DeferredWeightsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    /// <summary>A layer, what stands in its config, and what is put there.</summary>
    public static TheoryData<string, Func<Layer>, string, string> Changes => new()
    {
        { "(None, 6)", () => new Dense(7), "\"units\": 7", "\"units\": 2000000000" },
        { "(None, 6)", () => new Embedding(7, 3), "\"input_dim\": 7", "\"input_dim\": 2000000000" },
        { "(None, 6, 6)", () => new LSTM(7), "\"units\": 7", "\"units\": 500000000" },
        { "(None, 6, 6)", () => new Conv1D(7, 3), "\"filters\": 7", "\"filters\": 500000000" },
        { "(None, 6)", () => new SpectralNormalization(new Dense(7)), "\"units\": 7", "\"units\": 500000000" },
        { "(None, 6)", () => new BatchNormalization(), "6]", "500000000]" },
        { "(None, 6000)", () => new MelSpectrogram(numMelBins: 7), "\"fft_length\": 2048", "\"fft_length\": 1073741824" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Changes))]
    public void Load_ConfigOfMoreThanTheFileHolds_RefusesIt(string input, Func<Layer> layer, string from, string to)
    {
        string path = Path.Combine(_folder, "m.keras");
        Shape shape = [.. input.Trim('(', ')').Split(", ").Skip(1).Select(int.Parse)];
        new Sequential([new InputLayer(shape), layer()]).Save(path);
        Assert.NotNull(Model.Load(path));
        ArchiveEdits.EditConfig(path, from, to);
        Assert.Throws<ModelFormatException>(() => Model.Load(path));
    }

    [Theory]
    [InlineData("\"num_oov_indices\": 1", "\"num_oov_indices\": 1000000000")]
    [InlineData("\"num_oov_indices\": 1", "\"num_oov_indices\": 2147483647")]
    public void Load_ManyUnknownTerms_TakesNoMemoryForThem(string from, string to)
    {
        string path = Path.Combine(_folder, "m.keras");
        var model = new Sequential([new InputLayer([2], dtype: DType.String), new StringLookup(vocabulary: (string[])["a", "b"])]);
        model.Save(path);
        ArchiveEdits.EditConfig(path, from, to);
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Model.Load(path);
        }
        catch (ModelFormatException)
        {
            // Either is right.
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
    }

    [Fact]
    public void Ngrams_OfAnyWidth_EndWhereTheTextDoes()
    {
        var layer = new TextVectorization(ngrams: int.MaxValue);
        layer.Adapt((string[])["a b"]);
        Assert.Equal(["", "[UNK]", "b", "a b", "a"], layer.GetVocabulary());
    }

    [Fact]
    public void Enter_WeightsMadeInside_GetFirstValuesWhereTheyAreRead()
    {
        const int Many = 500_000_000;
        using (DeferredWeights.Enter(0))
        {
            var small = new Sequential([new InputLayer([3]), new Dense(2, kernelInitializer: "ones")]);
            var large = new Sequential([new InputLayer([3]), new Dense(Many)]);
            Assert.Equal(Shape.Of(3, Many), large.Weights[0].Shape);
            Assert.Equal([1f, 1, 1, 1, 1, 1], small.Weights[0].Value.ToArray<float>());
            Assert.Contains("more than a file", Assert.Throws<ModelFormatException>(() => large.Weights[0].Value).Message, StringComparison.Ordinal);
        }

        var after = new Sequential([new InputLayer([3]), new Dense(2, kernelInitializer: "ones")]);
        Assert.Equal([1f, 1, 1, 1, 1, 1], after.Weights[0].Value.ToArray<float>());
    }
}
