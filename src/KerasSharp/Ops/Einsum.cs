using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Einstein summation.</content>
public static partial class Ops
{
    /// <summary>
    /// Sums of products in Einstein's notation, such as <c>"ij,jk->ik"</c>: axes with one letter are paired, letters missing on the right are summed.
    /// <c>...</c> stands for leading axes that broadcast. Operands are multiplied pairwise from the left.
    /// </summary>
    /// <exception cref="ArgumentException">The subscripts do not describe the operands.</exception>
    public static Tensor Einsum(string subscripts, params Tensor[] operands)
    {
        ArgumentNullException.ThrowIfNull(subscripts);
        ArgumentNullException.ThrowIfNull(operands);
        return Op.Call("einsum", operands, tensors => new EinsteinSum(subscripts, Promoted(tensors)).Run(), subscripts);
    }
}

/// <summary>One evaluation of <see cref="Ops.Einsum"/>.</summary>
internal sealed class EinsteinSum
{
    private const char FirstBatchLabel = '\u0100'; // labels of the axes that "..." stands for, the last one first
    private readonly Tensor[] _operands;
    private readonly string[] _labels;
    private readonly string _result;

    public EinsteinSum(string subscripts, Tensor[] operands)
    {
        string[] sides = subscripts.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        if (terms.Length != operands.Length || sides.Length > 2)
        {
            throw new ArgumentException($"Einsum: there must be one term for each operand. Received: subscripts=\"{subscripts}\", {operands.Length} operands.", nameof(subscripts));
        }

        _operands = operands;
        _labels = new string[terms.Length];
        int widest = 0;
        for (int i = 0; i < terms.Length; i++)
        {
            int dots = operands[i].Rank - terms[i].Replace("...", "", StringComparison.Ordinal).Length;
            bool has = terms[i].Contains("...", StringComparison.Ordinal);
            if (dots < 0 || (dots > 0 && !has))
            {
                throw new ArgumentException($"Einsum: term \"{terms[i]}\" does not name the {operands[i].Rank} axes of operand {i}, Shape={operands[i].Shape}.", nameof(subscripts));
            }

            _labels[i] = terms[i].Replace("...", Batch(dots), StringComparison.Ordinal);
            widest = has ? Math.Max(widest, dots) : widest;
        }

        string all = string.Concat(_labels);
        _result = sides.Length == 2
            ? sides[1].Replace("...", Batch(widest), StringComparison.Ordinal)
            : Batch(widest) + new string([.. all.Where(c => c < FirstBatchLabel && all.Count(other => other == c) == 1).Order()]);
    }

    public Tensor Run()
    {
        (Tensor value, string labels) = Reduced(0, Needed(0));
        for (int i = 1; i < _operands.Length; i++)
        {
            (Tensor next, string nextLabels) = Reduced(i, labels + Needed(i));
            (value, labels) = Product(value, labels, next, nextLabels, Needed(i));
        }

        value = SumOut(value, ref labels, _result);
        int[] order = [.. _result.Select(label => labels.IndexOf(label, StringComparison.Ordinal))];
        return order.Where((axis, i) => axis != i).Any() ? Prim.Transpose(value, order) : value;
    }

    private static string Batch(int count) => new([.. Enumerable.Range(0, count).Select(i => (char)(FirstBatchLabel + count - 1 - i))]);

    /// <summary>The labels wanted after operand <paramref name="i"/>: those of later operands and of the result.</summary>
    private string Needed(int i) => string.Concat(_labels[(i + 1)..]) + _result;

    /// <summary>An operand with its diagonals taken and its own summed axes summed.</summary>
    private (Tensor Value, string Labels) Reduced(int i, string needed)
    {
        (Tensor value, string labels) = (_operands[i], _labels[i]);
        for (int second = labels.Length - 1; second > 0; second--)
        {
            int first = labels.IndexOf(labels[second], StringComparison.Ordinal);
            if (first < second)
            {
                // The diagonal: what is off it is made 0, then the second axis summed.
                var shape = Shape.Of([.. Enumerable.Range(0, labels.Length).Select(axis => axis == first || axis == second ? value.Shape[axis] : 1)]);
                Tensor on = Prim.Equal(Prim.Iota(shape, first, DType.Int32), Prim.Iota(shape, second, DType.Int32));
                value = Prim.ReduceSum(Prim.Select(on, value, Prim.Scalar(0, value.DType)), second);
                labels = labels.Remove(second, 1);
            }
        }

        return (SumOut(value, ref labels, needed), labels);
    }

    private static Tensor SumOut(Tensor value, ref string labels, string needed)
    {
        int[] axes = [.. Enumerable.Range(0, labels.Length)];
        string own = labels;
        axes = [.. axes.Where(axis => !needed.Contains(own[axis], StringComparison.Ordinal))];
        labels = new string([.. own.Where(label => needed.Contains(label, StringComparison.Ordinal))]);
        return axes.Length == 0 ? value : Prim.ReduceSum(value, axes);
    }

    /// <summary>Two operands contracted over the labels they share and nobody needs later.</summary>
    private static (Tensor Value, string Labels) Product(Tensor a, string aLabels, Tensor b, string bLabels, string needed)
    {
        // A shared axis of size 1 on one side broadcasts: it is dropped there, and is the other operand's own.
        foreach (char label in aLabels.Intersect(bLabels).ToArray())
        {
            int i = aLabels.IndexOf(label, StringComparison.Ordinal), j = bLabels.IndexOf(label, StringComparison.Ordinal);
            if (a.Shape[i] == 1 && b.Shape[j] != 1)
            {
                (a, aLabels) = (Prim.Reshape(a, a.Shape.Remove(i)), aLabels.Remove(i, 1));
            }
            else if (b.Shape[j] == 1 && a.Shape[i] != 1)
            {
                (b, bLabels) = (Prim.Reshape(b, b.Shape.Remove(j)), bLabels.Remove(j, 1));
            }
        }

        char[] shared = [.. aLabels.Intersect(bLabels)];
        char[] batch = [.. shared.Where(label => needed.Contains(label, StringComparison.Ordinal))], contract = [.. shared.Except(batch)];
        int[] In(string labels, char[] wanted) => Array.ConvertAll(wanted, label => labels.IndexOf(label, StringComparison.Ordinal));
        Tensor value = Prim.DotGeneral(a, b, In(aLabels, batch), In(bLabels, batch), In(aLabels, contract), In(bLabels, contract));
        string result = new([.. batch, .. aLabels.Where(label => !shared.Contains(label)), .. bLabels.Where(label => !shared.Contains(label))]);
        return (SumOut(value, ref result, needed), result);
    }
}
