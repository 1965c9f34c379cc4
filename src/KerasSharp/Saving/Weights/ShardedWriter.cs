using System.Globalization;
using System.Text.Json;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Writes weights into several files with an index, as Keras does where <c>max_shard_size</c> is given. The files take numbers that an index which is there does not name, so that what it names is
/// whole until it is replaced, which is one step; then the old files go.
/// </summary>
internal sealed class ShardedWriter
{
    private readonly string _path, _stem;
    private readonly long _most;
    private readonly List<(string Name, string Temporary)> _written = [];
    private readonly SortedDictionary<string, List<string>> _map = new(StringComparer.Ordinal);
    private OutputGroup _root = NewRoot();
    private readonly HashSet<string> _old;
    private int _number;
    private long _inShard, _total;

    private ShardedWriter(string path, long most)
    {
        (_path, _stem, _most) = (Path.GetFullPath(path), Path.GetFileName(path)[..^WeightsFile.IndexEnding.Length], most);
        _old = NamesOf(_path);
        _number = FreeFrom(0);
    }

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

    /// <summary>The files of the index that is there; none where there is none that can be read.</summary>
    private static HashSet<string> NamesOf(string path)
    {
        try
        {
            using ShardedWeights? old = File.Exists(path) ? ShardedWeights.Open(path) : null;
            return [.. old?.Shards ?? []];
        }
        catch (ModelFormatException)
        {
            return [];
        }
    }

    private string NextName => NameOf(_number);

    private string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"{_stem}_{number:00000}{WeightsFile.Ending}");

    private int FreeFrom(int number)
    {
        while (_old.Contains(NameOf(number)))
        {
            number++;
        }

        return number;
    }

    private string At(string name) => Path.Combine(Path.GetDirectoryName(_path)!, name);

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
        string name = NextName, temporary = At($"{name}.{Guid.NewGuid():N}.tmp");
        OutputGroup root = _root;
        _written.Add((name, temporary));
        AtomicFile.Write(temporary, stream => Hdf5Writer.Write(stream, root));
        (_root, _inShard, _number) = (NewRoot(), 0, FreeFrom(_number + 1));
    }

    private void Finish()
    {
        WriteShard();
        foreach ((string name, string temporary) in _written)
        {
            File.Move(temporary, At(name), overwrite: true);
        }

        AtomicFile.Write(_path, WriteIndex);
        RemoveOld();
    }

    /// <summary>Removes the files of the index that was there. Keras opens the first one whatever the index says, so that one without weights stays.</summary>
    private void RemoveOld()
    {
        string first = NameOf(0);
        try
        {
            if (_old.Contains(first))
            {
                AtomicFile.Write(At(first), stream => Hdf5Writer.Write(stream, NewRoot()));
            }

            foreach (string name in _old.Where(name => name != first && IsShard(name)))
            {
                File.Delete(At(name));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The weights are saved; what another process holds open only takes room.
        }
    }

    /// <summary>Whether a name is of those that are given here: an index may name other files, which are not ours to remove.</summary>
    private bool IsShard(string name) => name.StartsWith($"{_stem}_", StringComparison.Ordinal) && name.EndsWith(WeightsFile.Ending, StringComparison.Ordinal)
        && int.TryParse(name.AsSpan()[(_stem.Length + 1)..^WeightsFile.Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && name == NameOf(number);

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
