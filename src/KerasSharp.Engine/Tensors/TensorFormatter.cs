using System.Globalization;
using System.Text;
using KerasSharp.Tensors;

namespace KerasSharp;

/// <summary>Prints the elements of a tensor as NumPy does: nested brackets, aligned columns, at most eight digits, middles elided beyond 1,000 elements.</summary>
internal static class TensorFormatter
{
    private const int Threshold = 1000;
    private const int EdgeItems = 3;

    public static string Format(Tensor tensor, string indent = "")
    {
        bool elide = tensor.Count > Threshold;
        var shown = new List<int>();
        Visit(tensor.Shape, 0, 0, elide, shown);
        string[] texts = tensor.DType == DType.String ? Quoted(tensor, shown) : Texts(tensor.Data, shown);
        int width = texts.Length == 0 ? 0 : texts.Max(text => text.Length);
        if (tensor.Rank == 0)
        {
            return texts[0].Trim();
        }

        var builder = new StringBuilder();
        int next = 0;
        Write(builder, tensor.Shape, 0, elide, texts, width, ref next, indent + " ");
        GC.KeepAlive(tensor);
        return builder.ToString();
    }

    private static void Visit(Shape shape, int axis, int offset, bool elide, List<int> shown)
    {
        if (axis == shape.Rank)
        {
            shown.Add(offset);
            return;
        }

        int inner = (int)shape[(axis + 1)..].Count;
        for (int i = 0; i < shape[axis]; i++)
        {
            if (elide && shape[axis] > 2 * EdgeItems && i == EdgeItems)
            {
                i = shape[axis] - EdgeItems;
            }

            Visit(shape, axis + 1, offset + (i * inner), elide, shown);
        }
    }

    private static void Write(StringBuilder builder, Shape shape, int axis, bool elide, string[] texts, int width, ref int next, string indent)
    {
        builder.Append('[');
        bool last = axis == shape.Rank - 1;
        for (int i = 0; i < shape[axis]; i++)
        {
            if (i > 0)
            {
                builder.Append(',').Append(last ? " " : new string('\n', shape.Rank - 1 - axis) + indent);
            }

            if (elide && shape[axis] > 2 * EdgeItems && i == EdgeItems)
            {
                builder.Append("...,").Append(last ? " " : new string('\n', shape.Rank - 1 - axis) + indent);
                i = shape[axis] - EdgeItems;
            }

            if (last)
            {
                builder.Append(texts[next].StartsWith('\'') ? texts[next].PadRight(width) : texts[next].PadLeft(width));
                next++;
            }
            else
            {
                Write(builder, shape, axis + 1, elide, texts, width, ref next, indent + " ");
            }
        }

        builder.Append(']');
    }

    private static string[] Quoted(Tensor tensor, List<int> shown)
    {
        var texts = new string[shown.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = $"'{tensor.Text[shown[i]]}'";
        }

        return texts;
    }

    private static string[] Texts(Operand data, List<int> shown)
    {
        if (data.DType == DType.Bool)
        {
            return [.. shown.Select(i => ElementReader.ReadDouble(data, i) != 0 ? "True" : "False")];
        }

        if (data.DType.IsInteger())
        {
            return [.. shown.Select(i => ElementReader.ReadInteger(data, i))];
        }

        double[] values = [.. shown.Select(i => ElementReader.ReadDouble(data, i))];
        double[] sized = [.. values.Where(v => double.IsFinite(v) && v != 0).Select(Math.Abs)];
        bool exponent = sized.Length > 0 && (sized.Max() >= 1e8 || sized.Min() < 1e-4 || sized.Max() / sized.Min() > 1000);
        return exponent
            ? [.. values.Select(v => Special(v) ?? Scientific(v))]
            : Fixed(values, data.DType);
    }

    private static string? Special(double v) => double.IsNaN(v) ? "nan" : double.IsPositiveInfinity(v) ? "inf" : double.IsNegativeInfinity(v) ? "-inf" : null;

    private static string Scientific(double v) => v.ToString("0.00000000e+00", CultureInfo.InvariantCulture);

    /// <summary>Fixed notation with as many decimals as the longest needs, at most eight; the point is always there.</summary>
    private static string[] Fixed(double[] values, DType dtype)
    {
        string[] texts = [.. values.Select(v => Special(v) ?? Shortest(v, dtype))];
        int decimals = texts.Max(text => text.IndexOf('.') is var point and >= 0 ? text.Length - point - 1 : 0);
        return [.. texts.Select(text => text.IndexOf('.') is var point and >= 0 ? text.PadRight(point + 1 + decimals) : text)];
    }

    private static string Shortest(double v, DType dtype)
    {
        string exact = dtype switch
        {
            DType.Float32 or DType.BFloat16 => ((float)v).ToString("R", CultureInfo.InvariantCulture),
            DType.Float16 => ((Half)v).ToString("R", CultureInfo.InvariantCulture),
            _ => v.ToString("R", CultureInfo.InvariantCulture),
        };
        int point = exact.IndexOf('.', StringComparison.Ordinal);
        if (exact.Contains('E', StringComparison.Ordinal) || (point >= 0 && exact.Length - point - 1 > 8))
        {
            exact = v.ToString("0.########", CultureInfo.InvariantCulture);
            point = exact.IndexOf('.', StringComparison.Ordinal);
        }

        return point >= 0 ? exact : exact + ".";
    }
}
