using System.Buffers.Binary;
using KerasSharp.Layers;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Where the generators of random numbers of layers stand, so that training that goes on in another process draws what it would have drawn. Keras does not keep it: it stands beside the weights in an attribute, which
/// Keras does not look at, and only where a layer has drawn, so that the files of other models are as Keras writes them.
/// </summary>
internal static class RandomState
{
    private const string Attribute = "seed_generator_states";
    private const int Words = 2;

    /// <summary>Attaches the states of a layer's generators, where one has been drawn from.</summary>
    public static void Write(OutputGroup vars, Layer layer)
    {
        uint[] states = [.. layer.SeedGenerators.SelectMany(generator => generator.State.Value.ToArray<uint>())];
        if (states.Where((_, i) => i % Words == 1).Any(drawn => drawn > 0))
        {
            vars.Set(Attribute, Tensor.From(states, Shape.Of(states.Length / Words, Words)));
        }
    }

    /// <summary>The states that a group has for the generators of a layer; none where it does not say.</summary>
    /// <exception cref="ModelFormatException">It has those of other generators.</exception>
    public static IEnumerable<(Variable State, Tensor Value)> Read(Hdf5Group? vars, Layer layer)
    {
        if (vars is null || !vars.Attributes.TryGetValue(Attribute, out Hdf5Attribute? attribute))
        {
            return [];
        }

        IReadOnlyList<SeedGenerator> generators = layer.SeedGenerators;
        if (attribute.Type is not { Kind: ElementKind.Unsigned, Size: sizeof(uint), BigEndian: false } || attribute.Shape is not [long count, Words] || count != generators.Count)
        {
            throw new ModelFormatException($"{layer.Label}: the file must have the states of its {generators.Count} generators of random numbers, or none. It has '{attribute.Name}' of the shape ({string.Join(", ", attribute.Shape ?? [])}), of {attribute.Type.DType.Name()}.");
        }

        uint[] states = new uint[generators.Count * Words];
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = BinaryPrimitives.ReadUInt32LittleEndian(attribute.Data[(i * sizeof(uint))..]);
        }

        return generators.Select((generator, i) => (generator.State, Tensor.From(states.AsSpan(i * Words, Words), Shape.Of(Words)))).ToList();
    }
}
