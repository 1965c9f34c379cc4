using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>Weights in HDF5 as Keras 3 lays them out (keras/src/saving/saving_lib.py): <c>layers/dense/vars/0</c>.</summary>
/// <param name="root">The group that the layout begins in.</param>
/// <param name="file">The file, closed with the source; null where another closes it.</param>
internal sealed class Hdf5Weights(Hdf5Group root, Hdf5File? file = null) : WeightsSource
{
    private const int MostDepth = 100;

    /// <summary>Groups that were looked up, since reading one again would read the names of all that is in it.</summary>
    private readonly Dictionary<string, Hdf5Group?> _groups = new(StringComparer.Ordinal) { [""] = root };

    /// <summary>Whether there is a group of a layer's own weights, which may have none.</summary>
    public bool Has(string layer) => Vars(layer) is not null;

    public override StoredWeight? Find(WeightPlace place)
    {
        string path = place.Path;
        int slash = path.LastIndexOf('/');
        string name = path[(slash + 1)..];
        return Group(path[..slash]) is { } group && group.Contains(name) ? Stored(group.Dataset(name)) : null;
    }

    public override IEnumerable<(Variable State, Tensor Value)> RandomStates(string group, Layer layer) => RandomState.Read(Vars(group), layer);

    public override IEnumerable<StoredWeight> All() => Inside(root, 0, []);

    protected override void Close() => file?.Dispose();

    /// <summary>A dataset as a weight.</summary>
    internal static StoredWeight Stored(Hdf5Dataset dataset) => new(dataset.Path, dataset.Shape, dataset.Type.DType, dataset.ReadTensor);

    /// <summary>The weights in a group, each once, in whatever circle links may lead.</summary>
    private static IEnumerable<StoredWeight> Inside(Hdf5Group group, int depth, HashSet<long> seen)
    {
        if (depth > MostDepth || !seen.Add(group.Address))
        {
            yield break;
        }

        foreach (string name in group.Names)
        {
            // What links to elsewhere is refused where it is asked for; models have no such thing.
            Hdf5Object? found = group.Find(name);
            if (found is Hdf5Group inner)
            {
                foreach (StoredWeight weight in Inside(inner, depth + 1, seen))
                {
                    yield return weight;
                }
            }
            else if (found is Hdf5Dataset dataset)
            {
                yield return Stored(dataset);
            }
        }
    }

    private Hdf5Group? Vars(string group) => Group(WeightPlace.GroupOf(group));

    private Hdf5Group? Group(string path)
    {
        if (_groups.TryGetValue(path, out Hdf5Group? known))
        {
            return known;
        }

        int slash = path.LastIndexOf('/');
        return _groups[path] = Group(slash < 0 ? "" : path[..slash])?.Find(path[(slash + 1)..]) as Hdf5Group;
    }
}
