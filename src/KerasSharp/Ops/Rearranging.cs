using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Axes rearranged as a pattern says.</content>
public static partial class Ops
{
    /// <summary>Axes reordered, merged and split as a pattern says, in the notation of einops: <c>keras.ops.rearrange</c>.</summary>
    /// <param name="tensor">A tensor.</param>
    /// <param name="pattern">Such as <c>"b h w c -> b (h w) c"</c>: names of axes on both sides, those in parentheses being one axis. <c>...</c> stands for axes not named, 1 for an axis of that size.</param>
    /// <param name="axesLengths">Sizes of axes that do not follow from the shape: <c>("h", 4)</c>.</param>
    /// <exception cref="ArgumentException">The pattern is malformed, or does not fit the tensor.</exception>
    public static Tensor Rearrange(Tensor tensor, string pattern, params (string Name, int Size)[] axesLengths)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(axesLengths);
        string[] sides = pattern.Split("->");
        if (sides.Length != 2)
        {
            throw new ArgumentException($"Rearrange: the pattern must have two sides with '->' between. Received: pattern=\"{pattern}\".", nameof(pattern));
        }

        return Op.Call("rearrange", tensor, t =>
        {
            List<List<string>> from = Groups(sides[0], pattern), to = Groups(sides[1], pattern);
            int dots = t.Rank - from.Count(group => group is not ["..."]);
            from = WithDots(from, dots);
            to = WithDots(to, dots);
            if (from.Count != t.Rank)
            {
                throw new ArgumentException($"Rearrange: the left side must name the {t.Rank} axes of the tensor. Received: pattern=\"{pattern}\", tensor.Shape={t.Shape}.", nameof(pattern));
            }

            Dictionary<string, int> sizes = axesLengths.ToDictionary(pair => pair.Name, pair => pair.Size, StringComparer.Ordinal);
            var names = new List<string>();
            for (int axis = 0; axis < from.Count; axis++)
            {
                Resolve(from[axis], t.Shape[axis], sizes, pattern, t.Shape);
                names.AddRange(from[axis].Where(name => name != "1"));
            }

            string[] wanted = [.. to.SelectMany(group => group).Where(name => name != "1")];
            if (!wanted.Order(StringComparer.Ordinal).SequenceEqual(names.Order(StringComparer.Ordinal)) || wanted.Distinct().Count() != wanted.Length)
            {
                throw new ArgumentException($"Rearrange: both sides must name the same axes, each once. Received: pattern=\"{pattern}\".", nameof(pattern));
            }

            Tensor split = Prim.Reshape(t, new Shape([.. names.Select(name => sizes[name])]));
            int[] order = [.. wanted.Select(name => names.IndexOf(name))];
            Tensor moved = order.Where((axis, i) => axis != i).Any() ? Prim.Transpose(split, order) : split;
            return Prim.Reshape(moved, new Shape([.. to.Select(group => group.Aggregate(1, (size, name) => name == "1" ? size : size < 0 || sizes[name] < 0 ? -1 : size * sizes[name]))]));
        });
    }

    private static List<List<string>> Groups(string side, string pattern)
    {
        List<List<string>> groups = [];
        bool inside = false;
        foreach (string token in side.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token is "(" or ")")
            {
                if (inside == (token == "("))
                {
                    throw new ArgumentException($"Rearrange: parentheses must come in pairs, not nested. Received: pattern=\"{pattern}\".", nameof(pattern));
                }

                inside = token == "(";
                if (inside)
                {
                    groups.Add([]);
                }
            }
            else if (inside)
            {
                groups[^1].Add(token);
            }
            else
            {
                groups.Add([token]);
            }
        }

        return inside ? throw new ArgumentException($"Rearrange: a parenthesis is not closed. Received: pattern=\"{pattern}\".", nameof(pattern)) : groups;
    }

    /// <summary>The ellipsis spelled out as axes of names that no pattern can have.</summary>
    private static List<List<string>> WithDots(List<List<string>> groups, int count)
    {
        string[] names = [.. Enumerable.Range(0, Math.Max(count, 0)).Select(i => $".{i}")];
        return [.. groups.SelectMany(group => group is ["..."] ? names.Select(name => new List<string> { name }) : [[.. group.SelectMany(name => name == "..." ? names : [name])]])];
    }

    private static void Resolve(List<string> group, int size, Dictionary<string, int> sizes, string pattern, Shape shape)
    {
        string[] unknown = [.. group.Where(name => name != "1" && !sizes.ContainsKey(name))];
        int known = group.Where(name => name != "1" && sizes.ContainsKey(name)).Aggregate(1, (product, name) => product * sizes[name]);
        if (unknown.Length > 1 || (size >= 0 && (unknown.Length == 0 ? size != known : known == 0 || size % known != 0)))
        {
            throw new ArgumentException(
                $"Rearrange: the sizes of ({string.Join(' ', group)}) do not follow from an axis of size {size}. Received: pattern=\"{pattern}\", tensor.Shape={shape}. Give them: (\"{(unknown.Length > 0 ? unknown[0] : group[0])}\", size).",
                nameof(pattern));
        }

        if (unknown.Length == 1)
        {
            sizes[unknown[0]] = size < 0 ? -1 : size / known;
        }
    }
}
