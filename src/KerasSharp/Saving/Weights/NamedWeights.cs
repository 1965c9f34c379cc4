using System.Globalization;

namespace KerasSharp.Saving;

/// <summary>
/// Weights under names, as <c>.npz</c> and safetensors have them: <c>dense/kernel</c>, the names of layers and that of the weight; or its place in Keras's files,
/// <c>layers/dense/vars/0</c>, or short <c>dense/0</c>.
/// </summary>
internal sealed class NamedWeights : WeightsSource
{
    private readonly IReadOnlyDictionary<string, StoredWeight> _stored;
    private readonly Dictionary<Variable, string> _names;
    private readonly IDisposable _file;

    private NamedWeights(Model model, IEnumerable<StoredWeight> stored, IDisposable file)
    {
        _stored = stored.ToDictionary(weight => weight.Path, StringComparer.Ordinal);
        _names = Names(model).ToDictionary(item => item.Variable, item => item.Name);
        _file = file;
    }

    /// <summary>Weights of a model in safetensors; the source disposes the bytes.</summary>
    public static NamedWeights OpenSafeTensors(Model model, ByteSource source)
    {
        SafeTensorsFile file = SafeTensorsFile.Open(source, "The file");
        return new NamedWeights(model, Stored(file), file);
    }

    /// <summary>Weights of a model in NumPy's archive; the source disposes the bytes.</summary>
    public static NamedWeights OpenNpz(Model model, ByteSource source)
    {
        NpzFile file = NpzFile.Open(source, "The file");
        return new NamedWeights(model, Stored(file), file);
    }

    /// <summary>The tensors of a file in safetensors.</summary>
    public static IEnumerable<StoredWeight> Stored(SafeTensorsFile file) => file.Names.Select(name => new StoredWeight(name, file.Find(name)!.Value.Shape, file.Find(name)!.Value.DType, () => file.ReadTensor(name)));

    /// <summary>The arrays of NumPy's archive.</summary>
    public static IEnumerable<StoredWeight> Stored(NpzFile file) => file.Keys.Select(key =>
    {
        NpyHeader header = file.ReadHeader(key);
        return new StoredWeight(key, [.. header.Shape.Select(size => (long)size)], header.DType, () => file.ReadTensor(key));
    });

    /// <summary>The weights of a model under their names; the same name of two weights of a layer is numbered.</summary>
    public static IEnumerable<(string Name, Variable Variable)> Names(Model model)
    {
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        // Keras writes some state twice: with a layer, and with the one inside that holds it.
        foreach (WeightPlace place in WeightsLayout.Places(model).DistinctBy(place => place.Variable))
        {
            string name = place.Owner.Length == 0 ? place.Variable.Name : $"{place.Owner}/{place.Variable.Name}";
            int number = used.GetValueOrDefault(name);
            used[name] = number + 1;
            yield return (number == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}_{number}"), place.Variable);
        }
    }

    /// <summary>The weights of a model under their names, to be written.</summary>
    public static Dictionary<string, Tensor> Lay(Model model) => Names(model).ToDictionary(item => item.Name, item => item.Variable.Value, StringComparer.Ordinal);

    public override StoredWeight? Find(WeightPlace place)
    {
        string[] names = [_names.GetValueOrDefault(place.Variable, ""), place.Path, string.Create(CultureInfo.InvariantCulture, $"{place.Owner}/{place.Index}"), place.Variable.Path];
        return Array.Find(names, _stored.ContainsKey) is { } name ? _stored[name] : null;
    }

    public override IEnumerable<StoredWeight> All() => _stored.Values;

    protected override void Close() => _file.Dispose();
}
