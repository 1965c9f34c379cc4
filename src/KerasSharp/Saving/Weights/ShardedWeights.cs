using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Weights in several files (keras/src/saving/saving_lib.py: <c>ShardedH5IOStore</c>): an index <c>x.weights.json</c> that says for each layer in which files its weights stand, and files
/// <c>x_00000.weights.h5</c>, ... beside it. Names of files are plain, so that no other file can be meant.
/// </summary>
internal sealed class ShardedWeights : WeightsSource
{
    private const long MostIndexBytes = 1 << 26;
    private const int MostShards = 10_000;
    private const string WeightMap = "weight_map", Metadata = "metadata";

    private readonly Dictionary<string, string[]> _map = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Hdf5Weights> _shards = new(StringComparer.Ordinal);
    private readonly string _folder;

    private ShardedWeights(string folder, Config index)
    {
        _folder = folder;
        if (!index.TryGetValue(Metadata, out object? metadata) || metadata is not Config)
        {
            throw ConfigFields.Wrong("the index of weights", Metadata, metadata, "an object");
        }

        Config map = index.GetValueOrDefault(WeightMap) as Config ?? throw ConfigFields.Wrong("the index of weights", WeightMap, index.GetValueOrDefault(WeightMap), "an object");
        foreach ((string group, object? files) in map)
        {
            _map.Add(group.TrimStart('/'), files is List<object?> list ? [.. list.Select(Name)] : [Name(files)]);
        }

        if (Shards.Count() > MostShards)
        {
            throw new ModelFormatException($"The index of weights names more than {MostShards} files.");
        }
    }

    /// <summary>Names of the files.</summary>
    public IEnumerable<string> Shards => _map.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal);

    /// <summary>Whether bytes are an index: JSON.</summary>
    public static bool IsIndex(ByteSource source)
    {
        byte[] head = new byte[(int)Math.Min(64, source.Length)];
        source.Read(0, head);
        return head.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }

    /// <summary>Opens an index.</summary>
    /// <param name="path">The index; the files stand beside it.</param>
    /// <exception cref="ModelFormatException">It is no index, or names files that cannot stand beside it.</exception>
    public static ShardedWeights Open(string path)
    {
        long length = new FileInfo(path).Length;
        string text = length <= MostIndexBytes ? File.ReadAllText(path) : throw new ModelFormatException($"The index of weights has {length} bytes; {MostIndexBytes} are allowed.");
        return new ShardedWeights(Path.GetDirectoryName(Path.GetFullPath(path))!, ConfigFields.Json(text, "The index of weights"));
    }

    public override StoredWeight? Find(WeightPlace place)
    {
        StoredWeight? found = null;
        foreach (string shard in _map.GetValueOrDefault(WeightPlace.GroupOf(place.Group), []))
        {
            if (Shard(shard).Find(place) is { } stored)
            {
                found = found is null ? stored : throw new ModelFormatException($"The weight '{place.Path}' stands in two of the files of the index, {shard} among them.");
            }
        }

        return found;
    }

    public override IEnumerable<(Variable State, Tensor Value)> RandomStates(string group, Layer layer) =>
        Shards.Select(shard => Shard(shard).RandomStates(group, layer)).FirstOrDefault(states => states.Any(), []);

    public override IEnumerable<StoredWeight> All() => Shards.SelectMany(shard => Shard(shard).All());

    protected override void Close()
    {
        foreach (Hdf5Weights shard in _shards.Values)
        {
            shard.Dispose();
        }
    }

    private static string Name(object? value) => value is string name && EntryNames.IsFileName(name) && EntryNames.FileFault(name) is null
        ? name
        : throw ConfigFields.Wrong("the index of weights", WeightMap, value, "names of files beside it, without a path");

    private Hdf5Weights Shard(string name)
    {
        if (_shards.TryGetValue(name, out Hdf5Weights? open))
        {
            return open;
        }

        var info = new FileInfo(Path.Combine(_folder, name));
        if (!info.Exists || info.LinkTarget is not null)
        {
            throw new ModelFormatException($"The file {EntryNames.Printed(name)} of the index of weights {(info.Exists ? "is a link, which is not followed" : "is missing: it must stand beside the index")}.");
        }

        Hdf5File file = Hdf5File.Open(info.FullName);
        return _shards[name] = new Hdf5Weights(file.Root, file);
    }
}
