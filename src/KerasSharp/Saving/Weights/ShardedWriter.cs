using System.Globalization;
using System.Text.Json;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Writes weights into several files with an index, as Keras does where <c>max_shard_size</c> is given.</summary>
internal sealed class ShardedWriter
{
    private readonly string _path, _stem;
    private readonly long _most;
    private readonly List<(string Name, string Temporary)> _written = [];
    private readonly SortedDictionary<string, List<string>> _map = new(StringComparer.Ordinal);
    private OutputGroup _root = NewRoot();
    private long _inShard, _total;

    private ShardedWriter(string path, long most) =>
        (_path, _stem, _most) = (Path.GetFullPath(path), Path.GetFileName(path)[..^WeightsFile.IndexEnding.Length], most);

    /// <summary>Writes the weights and the optimizer's state. All files are written under temporary names first, then moved into place, the index last.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The index.</param>
    /// <param name="most">Bytes of weights in a file.</param>
    /// <exception cref="ArgumentException">A weight has more than that.</exception>
    public static void Save(Model model, string path, long most)
    {
        var writer = new ShardedWriter(path, most);
        try
        {
            foreach (WeightsGroup group in WeightsWriter.Groups(model))
            {
                writer.Add(group);
            }

            writer.Finish();
        }
        finally
        {
            writer._written.ForEach(shard => File.Delete(shard.Temporary));
        }
    }

    private static OutputGroup NewRoot()
    {
        var root = new OutputGroup();
        root.Group("vars");
        return root;
    }

    private string NextName => string.Create(CultureInfo.InvariantCulture, $"{_stem}_{_written.Count:00000}{WeightsFile.Ending}");

    private void Add(WeightsGroup group)
    {
        OutputGroup vars = WeightsWriter.Begin(_root, group);
        for (int i = 0; i < group.Variables.Count; i++)
        {
            Variable variable = group.Variables[i];
            long bytes = variable.Shape.Count * variable.DType.Size();
            if (bytes > _most)
            {
                throw new ArgumentException($"SaveWeights: a weight must fit into one file. Received: '{variable.Path}' of {bytes} bytes, maxShardSize of {_most}. Choose a larger maxShardSize.", nameof(group));
            }

            if (_inShard + bytes > _most)
            {
                WriteShard();
                vars = WeightsWriter.Begin(_root, group);
            }

            WeightsWriter.Add(_root, vars, group, i);
            string path = $"/{WeightPlace.GroupOf(group.Path)}";
            List<string> files = _map.TryGetValue(path, out List<string>? known) ? known : _map[path] = [];
            if (files.Count == 0 || files[^1] != NextName)
            {
                files.Add(NextName);
            }

            _inShard += bytes;
            _total += bytes;
        }
    }

    private void WriteShard()
    {
        string name = NextName, temporary = Path.Combine(Path.GetDirectoryName(_path)!, $"{name}.{Guid.NewGuid():N}.tmp");
        OutputGroup root = _root;
        _written.Add((name, temporary));
        AtomicFile.Write(temporary, stream => Hdf5Writer.Write(stream, root));
        (_root, _inShard) = (NewRoot(), 0);
    }

    private void Finish()
    {
        WriteShard();
        foreach ((string name, string temporary) in _written)
        {
            File.Move(temporary, Path.Combine(Path.GetDirectoryName(_path)!, name), overwrite: true);
        }

        AtomicFile.Write(_path, WriteIndex);
    }

    private void WriteIndex(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, IndentSize = 4, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WritePropertyName("total_size");
        json.WriteRawValue(ConfigJson.Repr(_total)); // a float, as Keras divides bits by 8
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string group, List<string> files) in _map)
        {
            json.WriteStartArray(group);
            files.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
