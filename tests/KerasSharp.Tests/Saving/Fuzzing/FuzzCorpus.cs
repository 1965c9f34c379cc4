using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving;
using KerasSharp.Tests.Layers.Contracts;
using KerasSharp.Tests.Saving.Hostile;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>Good files of every format: those that this library writes, and odd ones of other writers.</summary>
internal static class FuzzCorpus
{
    /// <summary>Makes the files; odd ones and the model that bare weights belong to are unpacked to a folder.</summary>
    public static List<FuzzSeed> Make(string folder)
    {
        HostileFiles.ExtractTo(folder);
        var seeds = new List<FuzzSeed>();
        foreach (string path in Directory.GetFiles(folder, "benign_*").Concat(Directory.GetFiles(folder, "control_*")).Order(StringComparer.Ordinal))
        {
            FuzzKind? kind = path.EndsWith(".weights.h5", StringComparison.Ordinal) ? FuzzKind.Weights : path.EndsWith(".h5", StringComparison.Ordinal) ? FuzzKind.Hdf5 : path.EndsWith(".keras", StringComparison.Ordinal) ? FuzzKind.Archive : null;
            if (kind is { } known)
            {
                seeds.Add(new FuzzSeed(Path.GetFileName(path), known, File.ReadAllBytes(path)));
            }
        }

        foreach ((string name, Model model) in (IEnumerable<(string, Model)>)[("cnn", Images()), ("text", Text()), ("functional", Functional())])
        {
            seeds.Add(new FuzzSeed($"{name}.keras", FuzzKind.Archive, model.SaveToBytes()));
            seeds.Add(new FuzzSeed($"{name}.h5", FuzzKind.Hdf5, model.SaveToBytes(ModelFileFormat.Hdf5)));
            seeds.Add(new FuzzSeed($"{name}.json", FuzzKind.Json, Encoding.UTF8.GetBytes(model.ToJson())));
        }

        // A model of each layer, in each of the configurations that its contract has.
        foreach (LayerContract contract in LayerContractTests.All.Values.Where(contract => contract.Serializable).OrderBy(contract => contract.Name, StringComparer.Ordinal))
        {
            seeds.Add(new FuzzSeed($"{contract.Name}.json", FuzzKind.Json, Encoding.UTF8.GetBytes(Alone(contract).ToJson())));
        }

        var tensors = new Dictionary<string, Tensor>
        {
            ["dense/0"] = Keras.Random.Uniform([5, 7], seed: 1), ["dense/1"] = Tensor.From(new float[7]), ["dense_1/0"] = Keras.Random.Uniform([7, 1], seed: 2), ["dense_1/1"] = Tensor.From([1f]),
        };
        seeds.Add(new FuzzSeed("w.npz", FuzzKind.Npz, Bytes(stream => Npz.Save(stream, tensors))));
        seeds.Add(new FuzzSeed("packed.npz", FuzzKind.Npz, Bytes(stream => Npz.Save(stream, tensors, compress: true))));
        seeds.Add(new FuzzSeed("w.safetensors", FuzzKind.SafeTensors, Bytes(stream => SafeTensors.Save(stream, tensors, new Dictionary<string, string> { ["format"] = "x" }))));
        seeds.Add(new FuzzSeed("f.npy", FuzzKind.Npy, Bytes(stream => Npy.Save(stream, Keras.Random.Uniform([3, 4, 5], seed: 3)))));
        seeds.Add(new FuzzSeed("u.npy", FuzzKind.Npy, Bytes(stream => Npy.Save(stream, Tensor.From(["a", "größe"], Shape.Of(2))))));
        seeds.Add(new FuzzSeed("a.tar", FuzzKind.Tar, Bytes(stream => Tar(stream, TarEntryFormat.Pax))));
        seeds.Add(new FuzzSeed("b.tar", FuzzKind.Tar, Bytes(stream => Tar(stream, TarEntryFormat.Gnu))));
        return seeds;
    }

    /// <summary>An archive of the same members, deflated where that is wanted.</summary>
    public static byte[] Pack(IEnumerable<(string Name, byte[] Bytes)> members, bool isPacked) => Bytes(stream =>
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach ((string name, byte[] bytes) in members)
        {
            using Stream member = zip.CreateEntry(name, isPacked ? CompressionLevel.Fastest : CompressionLevel.NoCompression).Open();
            member.Write(bytes);
        }
    });

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static void Tar(Stream stream, TarEntryFormat format)
    {
        using var writer = new TarWriter(stream, format, leaveOpen: true);
        foreach (string name in (string[])["a", $"b/{new string('x', 90)}/{new string('y', 90)}/größe"])
        {
            System.Formats.Tar.TarEntry entry = format == TarEntryFormat.Pax ? new PaxTarEntry(TarEntryType.RegularFile, name) : new GnuTarEntry(TarEntryType.RegularFile, name);
            entry.DataStream = new MemoryStream(new byte[700]);
            writer.WriteEntry(entry);
        }
    }

    private static Model Alone(LayerContract contract)
    {
        DType dtype = contract.Words.Length > 0 ? DType.String : contract.IntegersBelow > 0 ? DType.Int32 : DType.Float32;
        Tensor[] inputs = [.. contract.Inputs.Select(shape => Keras.Input(shape[1..], batchSize: shape[0], dtype: dtype))];
        return new Model(inputs, contract.Call(contract.Make(null), inputs));
    }

    private static Sequential Images()
    {
        var model = new Sequential([new InputLayer([8, 8, 1]), new Conv2D(3, 3, activation: "relu", kernelRegularizer: "l2"), new BatchNormalization(), new MaxPooling2D(2), new Flatten(), new Dropout(0.5), new Dense(2)]);
        model.Compile("adam", "mse", ["mae"]);
        return model;
    }

    private static Sequential Text()
    {
        var words = new TextVectorization(outputSequenceLength: 4);
        words.Adapt((string[])["the good film", "a bad film"]);
        return new Sequential([new InputLayer([1], dtype: DType.String), words, new Embedding(20, 3, maskZero: true), new Bidirectional(new LSTM(3)), new Dense(1)]);
    }

    private static Model Functional()
    {
        Tensor a = Keras.Input([4], name: "a"), b = Keras.Input([4], name: "b");
        var dense = new Dense(3);
        Tensor left = dense.Apply(a), right = dense.Apply(b);
        var inner = new Sequential([new InputLayer([6]), new Dense(5, activation: "tanh")]);
        return new Model(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b }, new Dense(1).Apply(inner.Apply(new Concatenate().Apply([left, right]))) + 1);
    }
}
