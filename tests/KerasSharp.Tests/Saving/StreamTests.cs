using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving;

/// <summary>Models and weights of streams of all kinds.</summary>
public sealed class StreamTests
{
    private const int Before = 123;

    public static TheoryData<string> Formats => ["model .keras", "model .h5", "weights .h5", "weights before 3", "weights safetensors", "weights npz", "weights npz packed"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Load_FromASeekableStream_ReadsFromWhereItStandsAndLeavesItOpen(string format)
    {
        Sequential model = Net();
        using var stream = new WatchedStream(Bytes(model, format), canSeek: true) { Position = Before };
        AssertSame(model, Loaded(stream, format));
        Assert.True(stream.CanRead);
        Assert.Equal(stream.Length, stream.Position);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Load_FromAnUnseekableStream_CopiesItAndLeavesItOpen(string format)
    {
        Sequential model = Net();
        using var stream = new WatchedStream(Bytes(model, format)[Before..], canSeek: false);
        AssertSame(model, Loaded(stream, format));
        Assert.True(stream.CanRead);
    }

    [Fact]
    public void Load_FromASeekableStream_ReadsNoMoreThanItNeeds()
    {
        var model = new Sequential([new InputLayer([300]), new Dense(1000, name: "large")]);
        byte[] bytes = Bytes(model, "model .h5");
        using var stream = new WatchedStream(bytes, canSeek: true) { Position = Before };
        var other = new Sequential([new InputLayer([2]), new Dense(1, name: "else")]);

        // The weights of another model are not read, as their shapes are wrong.
        Assert.Throws<ModelFormatException>(() => other.LoadWeights(stream));
        Assert.InRange(stream.Served, 1, bytes.Length / 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LoadWeights_OfAStreamThatFails_ChangesNothing(bool canSeek)
    {
        Sequential model = Net(), other = Net();
        float[][] before = [.. other.Weights.Select(w => w.Value.ToArray<float>())];
        byte[] bytes = Bytes(model, "weights .h5")[Before..];
        using var broken = new WatchedStream(bytes, canSeek) { FailsAfter = bytes.Length - 200 };
        Assert.Throws<IOException>(() => other.LoadWeights(broken));
        using var cut = new WatchedStream(bytes[..^200], canSeek);
        Assert.Throws<ModelFormatException>(() => other.LoadWeights(cut));
        Assert.Equal(before, other.Weights.Select(w => w.Value.ToArray<float>()));
    }

    [Fact]
    public void Load_FromAStreamThatStandsBehindItsEnd_SaysThatItIsNoModel()
    {
        using var stream = new MemoryStream(new byte[4]) { Position = 9 };
        Assert.Throws<ModelFormatException>(() => Model.Load(stream));
        Assert.Throws<ModelFormatException>(() => Net().LoadWeights(stream));
    }

    [Fact]
    public void Copy_OfMoreThanTheBudget_SaysWhatToDo()
    {
        using var stream = new WatchedStream(new byte[1001], canSeek: false);
        Assert.Contains("more than the 1000 bytes", Assert.Throws<ModelFormatException>(() => ByteSource.Of(stream, mostCopied: 1000)).Message, StringComparison.Ordinal);
        using var fits = new WatchedStream(new byte[1000], canSeek: false);
        using var source = ByteSource.Of(fits, mostCopied: 1000);
        Assert.Equal(1000, source.Length);
    }

    private static Sequential Net() => new([new InputLayer([4]), new Dense(30, name: "first"), new Dense(2, name: "second")], name: "net");

    private static Sequential Loaded(Stream stream, string format)
    {
        if (format.StartsWith("model", StringComparison.Ordinal))
        {
            return (Sequential)Model.Load(stream);
        }

        Sequential loaded = Net();
        Assert.True(loaded.LoadWeights(stream).IsComplete);
        return loaded;
    }

    /// <summary>The bytes of a file, with others before them.</summary>
    private static byte[] Bytes(Model model, string format)
    {
        using var stream = new MemoryStream();
        stream.Write(new byte[Before]);
        switch (format)
        {
            case "model .keras": model.Save(stream); break;
            case "model .h5": model.Save(stream, ModelFileFormat.Hdf5); break;
            case "weights .h5": model.SaveWeights(stream); break;
            case "weights before 3": model.SaveWeights(stream, WeightsFileFormat.LegacyHdf5); break;
            case "weights safetensors": model.SaveWeights(stream, WeightsFileFormat.SafeTensors); break;
            case "weights npz": model.SaveWeights(stream, WeightsFileFormat.Npz); break;
            default: Npz.Save(stream, NamedWeights.Lay(model), compress: true); break;
        }

        return stream.ToArray();
    }

    private static void AssertSame(Model a, Model b) => Assert.Equal(a.Weights.Select(w => w.Value.ToArray<float>()), b.Weights.Select(w => w.Value.ToArray<float>()));

    /// <summary>A stream that counts what it serves, gives a few bytes at a time, and may fail.</summary>
    private sealed class WatchedStream(byte[] bytes, bool canSeek) : MemoryStream(bytes, writable: false)
    {
        private const int Piece = 1000;

        public long Served { get; private set; }

        public long FailsAfter { get; init; } = long.MaxValue;

        public override bool CanSeek => canSeek && base.CanSeek;

        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, Math.Min(Piece, count));
            Served += read;
            return Served <= FailsAfter ? read : throw new IOException("The line is down.");
        }
    }
}
