using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Hostile;

/// <summary>What Keras's security advisories were about does not happen here: one test for each class.</summary>
public sealed class AdvisoryTests : IDisposable
{
    private const string Marker = "CANARY";
    private const string Bytecode = """{"class_name": "__lambda__", "config": {"code": "4wEAAAAAAAAA", "defaults": null, "closure": null}}""";
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    /// <summary>What stands for an activation, of a file that would have it called.</summary>
    public static TheoryData<string, string> Functions => new()
    {
        { "CVE-2025-1550", """{"module": "os", "class_name": "function", "config": "system", "registered_name": "system"}""" },
        { "CVE-2025-1550", """{"module": "builtins", "class_name": "function", "config": "eval", "registered_name": "function"}""" },
        { "CVE-2025-1550", """{"module": "System.Diagnostics", "class_name": "Process", "config": {}, "registered_name": "System.Diagnostics.Process, System"}""" },
        { "CVE-2025-8747", """{"module": "keras.utils", "class_name": "function", "config": "get_file", "registered_name": "get_file"}""" },
        { "CVE-2025-8747", "\"keras.utils.get_file\"" },
        { "CVE-2025-9906", """{"module": "keras.config", "class_name": "function", "config": "enable_unsafe_deserialization", "registered_name": "function"}""" },
        { "CVE-2025-9906", """{"module": "keras.saving", "class_name": "function", "config": "load_model", "registered_name": "load_model"}""" },
        { "CVE-2024-3660", Bytecode },
    };

    /// <summary>Layers that run what others wrote.</summary>
    public static TheoryData<string, string, string> Layers => new()
    {
        { "CVE-2024-3660", "Lambda", $$"""{"name": "x", "function": {{Bytecode}}}""" },
        { "CVE-2026-12481", "Lambda", $$"""{"name": "x", "safe_mode": false, "function": {{Bytecode}}}""" },
        { "CVE-2025-8747", "Lambda", """{"name": "x", "function": {"module": "keras.utils", "class_name": "function", "config": "get_file", "registered_name": "get_file"}, "arguments": {"origin": "http://marker.invalid/x"}}""" },
        { "CVE-2025-49655", "TorchModuleWrapper", """{"name": "x", "module": "UEsDBAAA"}""" },
        { "CVE-2026-1462", "TFSMLayer", """{"name": "x", "filepath": "/nonexistent/marker", "call_endpoint": "serve"}""" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    [Theory]
    [MemberData(nameof(Functions))]
    public void FunctionOfElsewhere_IsRefused(string advisory, string function)
    {
        Saved("\"activation\": \"linear\"", $"\"activation\": {function}");
        Assert.True(Record.Exception(() => Model.Load(At("m.keras"))) is ModelFormatException, advisory);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void LayerThatRunsCode_IsRefusedOrExplainsItself(string advisory, string layer, string config)
    {
        Saved("{\"module\": \"keras.layers\", \"class_name\": \"Activation\", \"config\": ", $"{{\"module\": \"keras.layers\", \"class_name\": \"{layer}\", \"config\": {config}, \"old\": ");
        Exception? error = Record.Exception(() => Model.Load(At("m.keras")).Predict(Tensor.From(new float[1, 2])));
        Assert.True(error is ModelFormatException or NotSupportedException or InvalidOperationException, $"{advisory}: {error}");
        Assert.Contains(layer, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LegacyLambda_Cve20259905_IsRefusedOrExplainsItself()
    {
        HostileFiles.ExtractTo(At("hostile"));
        Exception? error = Record.Exception(() => Model.Load(At("hostile/lambda_keras2.h5")).Predict(Tensor.From(new float[1, 5])));
        Assert.True(error is ModelFormatException or NotSupportedException or InvalidOperationException, $"{error}");
    }

    [Theory]
    [InlineData("file")]
    [InlineData("file://")]
    [InlineData("http://marker.invalid/v")]
    [InlineData("\\\\\\\\marker.invalid\\\\share\\\\v")]
    public void VocabularyOfElsewhere_Cve202512058_IsNotOpened(string address)
    {
        File.WriteAllText(At("canary.txt"), Marker);
        new Sequential([new InputLayer([1], dtype: DType.String), new StringLookup(vocabulary: (string[])["word"])]).Save(At("m.keras"));
        string place = address == "file" ? At("canary.txt") : address == "file://" ? new Uri(At("canary.txt")).AbsoluteUri : address;
        ArchiveEdits.EditConfig(At("m.keras"), "[\"word\"]", $"\"{place}\"");
        ModelFormatException error = Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras")));
        Assert.DoesNotContain(Marker, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ArchiveThatClimbs_Cve202512060_12638_202455459_WritesNothing()
    {
        using (FileStream file = File.Create(At("a.tar")))
        using (var writer = new TarWriter(file))
        {
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "../escape-marker") { DataStream = new MemoryStream([1]) });
        }

        string origin = new Uri(At("a.tar")).AbsoluteUri;
        Assert.Throws<ModelFormatException>(() => Utils.GetFile("a", origin, untar: true, cacheDir: At("cache"), cacheSubdir: "deep"));
        Assert.Empty(Directory.GetFiles(_folder, "*escape-marker*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("CVE-2026-0897", "h5_deflate_bomb_nested.weights.h5")]
    [InlineData("CVE-2026-0897", "h5_layout_addr_wraps.weights.h5")]
    [InlineData("CVE-2026-1669", "h5_external_link_abs.weights.h5")]
    [InlineData("CVE-2026-1669", "h5_external_link_url.weights.h5")]
    public void Hdf5OfElsewhereOrBeyondMeasure_IsRefused(string advisory, string file)
    {
        HostileFiles.ExtractTo(At("hostile"));
        Model model = Model.FromJson(File.ReadAllText(At("hostile/base_model.json")));
        float[] before = model.Weights[0].Value.ToArray<float>();
        Assert.True(Record.Exception(() => model.LoadWeights(At($"hostile/{file}"))) is ModelFormatException, advisory);
        Assert.Equal(before, model.Weights[0].Value.ToArray<float>());
    }

    [Theory]
    [InlineData("..\\..\\escape-marker")]
    [InlineData("..")]
    [InlineData("C:\\escape-marker")]
    public void LayerNameThatIsAPath_Cve202612479_StaysAName(string name)
    {
        var model = new Sequential([new InputLayer([1], dtype: DType.String), new StringLookup(vocabulary: (string[])["word"], name: name)]);
        Directory.CreateDirectory(At("deep/deeper"));
        model.Save(At("deep/deeper/m.keras"), zipped: false);
        Assert.Equal(name, Model.Load(At("deep/deeper/m.keras")).Layers[^1].Name);
        Assert.Empty(Directory.GetFileSystemEntries(_folder, "*escape-marker*", SearchOption.AllDirectories));
        Assert.Equal([At("deep")], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("assets/../../escape-marker")]
    [InlineData("../escape-marker")]
    [InlineData("/escape-marker")]
    public void MemberThatClimbs_GhsaHqp4_IsRefused(string name)
    {
        Saved("", "");
        ArchiveEdits.Replace(At("m.keras"), name, [1]);
        Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras")));
        Assert.Equal([At("m.keras")], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.weights.h5")]
    [InlineData("assets/layers/string_lookup/vocabulary.txt")]
    public void Bomb_OfAnyMember_IsRefusedBeforeItIsUnpacked(string name)
    {
        Saved("", "");
        using (ZipArchive archive = ZipFile.Open(At("m.keras"), ZipArchiveMode.Update))
        {
            archive.GetEntry(name)?.Delete();
            using Stream member = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            member.Write(new byte[80 << 20]);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void BombOfNumPy_IsRefusedBeforeItIsUnpacked()
    {
        Npz.Save(At("w.npz"), new Dictionary<string, Tensor> { ["dense/0"] = Tensor.From(new byte[80 << 20]) }, compress: true);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Npz.Load(At("w.npz")));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void RegisteredNameThatIsSpoofed_IsRefused()
    {
        Saved("\"registered_name\": null", "\"registered_name\": \"evil>Dense\"");
        Assert.Throws<ModelFormatException>(() => Model.Load(At("m.keras")));
    }

    private void Saved(string from, string to)
    {
        new Sequential([new InputLayer([2]), new Dense(1), new Activation("linear")]).Save(At("m.keras"));
        if (from.Length > 0)
        {
            string config = ArchiveEdits.ReadText(At("m.keras"), "config.json");
            Assert.Contains(from, config, StringComparison.Ordinal);
            int at = config.LastIndexOf(from, StringComparison.Ordinal);
            ArchiveEdits.Replace(At("m.keras"), "config.json", Encoding.UTF8.GetBytes($"{config[..at]}{to}{config[(at + from.Length)..]}"));
        }
    }
}
