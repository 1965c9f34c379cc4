using KerasSharp.Constraints;
using KerasSharp.Layers;

namespace KerasSharp.Saving;

/// <summary>
/// Makes one object of entries of a file that have the same <c>shared_object_id</c> (keras/src/saving/serialization_lib.py: <c>ObjectSharingScope</c>), and, where Keras has left the
/// number off the first of them, of that one, too.
/// </summary>
/// <remarks>
/// The numbers are addresses, which Python gives again to other objects, or what someone has made up: entries stand for one object only where they say the same. The first entry has
/// no number where its config was complete before the object was met again. It is looked for among what is read before, by what it says; of a layer it is taken for the first entry only
/// where the weights have no place for the second, as Keras keeps the weights of an object where it meets it first.
/// </remarks>
internal sealed class SharedObjectReader : IDisposable
{
    [ThreadStatic]
    private static SharedObjectReader? t_current;

    private readonly SharedObjectReader? _outer = t_current;
    private readonly Func<string, bool> _hasPlace;
    private readonly Dictionary<long, (SerializedObject Entry, object Made)> _numbered = [];
    private readonly Dictionary<int, List<(SerializedObject Entry, object Made)>> _unnumbered = [];

    /// <summary>Places in the file of weights: of the layer that is read next, and of the one that is being read; null where they are not known.</summary>
    private string? _next = "", _inside;

    private SharedObjectReader(Func<string, bool> hasPlace) => _hasPlace = hasPlace;

    /// <summary>Until the result is disposed, what this thread reads comes from one file.</summary>
    /// <param name="hasPlace">Whether the file of weights has a layer's place.</param>
    public static SharedObjectReader Enter(Func<string, bool> hasPlace) => t_current = new SharedObjectReader(hasPlace);

    /// <summary>Until the result is disposed, what this thread makes of configs does not come from the file.</summary>
    public static IDisposable Leave()
    {
        var left = new SharedObjectReader(_ => true);
        t_current = null;
        return left;
    }

    /// <summary>What is to be called before each layer of the model that is being read with the name of its class, so that the layer's place is known.</summary>
    public static Action<string> Places()
    {
        if (t_current is not { _inside: { } model } current)
        {
            return _ => { };
        }

        var paths = new NumberedPaths();
        return className => current._next = WeightsLayout.Join(model, paths.OfLayer(className));
    }

    /// <summary>The object of an entry: one that is there already where the entry means it, else a new one.</summary>
    public static IKerasSerializable Get(SerializedObject entry, Func<IKerasSerializable> make)
    {
        if (t_current is not { } current)
        {
            return make();
        }

        (string? place, string? outer) = (current._next, current._inside);
        (current._next, current._inside) = (null, place);
        try
        {
            return (IKerasSerializable)current.Find(entry, make, made => made switch
            {
                Initializer or Regularizer or Constraint => true,
                Layer => place is not null && !current._hasPlace(place),
                _ => false,
            });
        }
        finally
        {
            current._inside = outer;
        }
    }

    /// <summary>The policy of an entry.</summary>
    public static DTypePolicy Policy(SerializedObject entry, Func<DTypePolicy> make)
    {
        if (t_current is not { } current)
        {
            return make();
        }

        var policy = (DTypePolicy)current.Find(entry, make, _ => true);
        policy.IsApart &= !entry.Extras.ContainsKey(SharedObjectWriter.Key);
        return policy;
    }

    /// <inheritdoc/>
    public void Dispose() => t_current = _outer;

    private object Find(SerializedObject entry, Func<object> make, Func<object, bool> mayBeFirst)
    {
        if (entry.Extras.GetValueOrDefault(SharedObjectWriter.Key) is not long number)
        {
            object apart = make();
            (_unnumbered.TryGetValue(Hash(entry), out var list) ? list : _unnumbered[Hash(entry)] = []).Add((entry, apart));
            return apart;
        }

        if (!_numbered.TryGetValue(number, out (SerializedObject Entry, object Made) known) || !SaysTheSame(known.Entry, entry))
        {
            known = (entry, (_numbered.ContainsKey(number) ? null : TakeFirst(entry, mayBeFirst)) ?? make());
            _numbered[number] = known;
        }

        return known.Made;
    }

    /// <summary>The last object read without a number whose entry says the same. Layers have weights: of several none is taken.</summary>
    private object? TakeFirst(SerializedObject entry, Func<object, bool> mayBeFirst)
    {
        if (!_unnumbered.TryGetValue(Hash(entry), out List<(SerializedObject Entry, object Made)>? list))
        {
            return null;
        }

        int last = list.FindLastIndex(item => SaysTheSame(item.Entry, entry));
        if (last < 0 || !mayBeFirst(list[last].Made) || (list[last].Made is Layer && list.FindIndex(item => SaysTheSame(item.Entry, entry)) != last))
        {
            return null;
        }

        object first = list[last].Made;
        list.RemoveAt(last);
        return first;
    }

    private static bool SaysTheSame(SerializedObject left, SerializedObject right) =>
        left.ClassName == right.ClassName && left.Module == right.Module && left.RegisteredName == right.RegisteredName && Same(left.Config, right.Config);

    private static bool Same(object? left, object? right) => (left, right) switch
    {
        (Config a, Config b) => Keys(a).SequenceEqual(Keys(b)) && Keys(a).All(key => Same(a[key], b[key])),
        (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(pair => Same(pair.First, pair.Second)),
        _ => Equals(left, right),
    };

    private static IEnumerable<string> Keys(Config config) => config.Keys.Where(key => key != SharedObjectWriter.Key);

    private static int Hash(SerializedObject entry) => HashCode.Combine(entry.ClassName, Hash(entry.Config));

    private static int Hash(object? value) => value switch
    {
        Config map => Keys(map).Aggregate(1, (hash, key) => HashCode.Combine(hash, key, Hash(map[key]))),
        List<object?> list => list.Aggregate(2, (hash, item) => HashCode.Combine(hash, Hash(item))),
        null => 0,
        _ => value.GetHashCode(),
    };
}
