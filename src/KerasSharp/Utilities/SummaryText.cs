using System.Text;

namespace KerasSharp.Utilities;

/// <summary>One row of a model's summary.</summary>
/// <param name="Name">Layer and class: <c>dense (Dense)</c>; see <see cref="SummaryText.NestedName"/> for layers of layers.</param>
/// <param name="OutputShape">Output shape: <c>(None, 64)</c>, or <c>?</c>.</param>
/// <param name="Parameters">Number of parameters: <c>50,240</c>, or <c>0 (unbuilt)</c>.</param>
/// <param name="ConnectedTo">Where the inputs come from: <c>img[0][0]</c>, or <c>-</c>.</param>
/// <param name="Trainable">True, false, or null for a layer without weights.</param>
public sealed record SummaryRow(string Name, string OutputShape, string Parameters, string ConnectedTo = "-", bool? Trainable = null);

/// <summary>A number of parameters and their size.</summary>
/// <param name="Count">How many numbers.</param>
/// <param name="Bytes">Their size in memory.</param>
public readonly record struct ParameterTotal(long Count, double Bytes);

/// <summary>The text of <c>model.summary()</c>, as Keras prints it.</summary>
public static class SummaryText
{
    /// <summary>Renders a summary.</summary>
    /// <param name="modelName">Name of the model.</param>
    /// <param name="rows">A row for each layer.</param>
    /// <param name="trainable">Trainable parameters.</param>
    /// <param name="nonTrainable">Parameters that training leaves alone.</param>
    /// <param name="optimizer">Parameters of the optimizer once it is built: they count towards the total.</param>
    /// <param name="showConnections">Whether there is a column "Connected to": for models that are not a plain sequence.</param>
    /// <param name="showTrainable">Whether there is a column "Trainable".</param>
    /// <param name="lineLength">Width of the table; null stands for Keras's own, at most the terminal less four.</param>
    /// <param name="positions">Right edges of the columns as parts of the width; null stands for Keras's own.</param>
    /// <param name="terminalColumns">Width of the terminal.</param>
    /// <exception cref="ArgumentException">A column would have less than four characters.</exception>
    public static string Render(
        string modelName, IEnumerable<SummaryRow> rows, ParameterTotal trainable, ParameterTotal nonTrainable, ParameterTotal? optimizer = null,
        bool showConnections = false, bool showTrainable = false, int? lineLength = null, IReadOnlyList<double>? positions = null, int terminalColumns = 120)
    {
        List<(string Header, TextAlignment Alignment)> headers =
            [("Layer (type)", TextAlignment.Left), ("Output Shape", TextAlignment.Left), ("Param #", TextAlignment.Right)];
        if (showConnections)
        {
            headers.Add(("Connected to", TextAlignment.Left));
        }

        List<double> edges = [.. positions ?? (showConnections ? [0.3, 0.56, 0.74, 1.0] : [0.45, 0.80, 1.0])];
        if (showTrainable)
        {
            headers.Add(("Trainable", TextAlignment.Center));
            edges = [.. edges.Select(e => e * 0.90), 1.0];
        }

        int width = lineLength ?? Math.Min((showConnections ? 108 : 88) + (showTrainable ? 12 : 0), terminalColumns - 4);
        if (edges.Count != headers.Count)
        {
            throw new ArgumentException($"Summary: there must be one position for each of the {headers.Count} columns. Received: {positions!.Count}.", nameof(positions));
        }

        List<TextColumn> columns = [];
        int current = 0;
        for (int i = 0; i < headers.Count; i++)
        {
            int columnWidth = (int)(edges[i] * width) - current;
            if (columnWidth < 4)
            {
                throw new ArgumentException($"Summary: the width is too small for its columns. Received: lineLength={width}.", nameof(lineLength));
            }

            columns.Add(new(headers[i].Header, columnWidth, headers[i].Alignment));
            current += columnWidth;
        }

        StringBuilder text = new($"Model: \"{modelName}\"\n");
        text.Append(TextTable.Render(columns, rows.Select(row => Cells(row, showConnections, showTrainable)), width));
        ParameterTotal states = optimizer ?? default;
        AppendTotal(text, "Total", new(trainable.Count + nonTrainable.Count + states.Count, trainable.Bytes + nonTrainable.Bytes + states.Bytes));
        AppendTotal(text, "Trainable", trainable);
        AppendTotal(text, "Non-trainable", nonTrainable);
        if (optimizer is not null)
        {
            AppendTotal(text, "Optimizer", states);
        }

        return text.ToString();
    }

    /// <summary>The name of a row for a layer inside other layers.</summary>
    /// <param name="name">Layer and class.</param>
    /// <param name="depth">0 for a layer of the model itself.</param>
    public static string NestedName(string name, int depth) => depth == 0 ? name : new string(' ', 3 * depth) + "└ " + name;

    private static List<string> Cells(SummaryRow row, bool showConnections, bool showTrainable)
    {
        List<string> cells = [row.Name, row.OutputShape, row.Parameters];
        if (showConnections)
        {
            cells.Add(row.ConnectedTo);
        }

        if (showTrainable)
        {
            cells.Add(row.Trainable switch { true => "Y", false => "N", null => "-" });
        }

        return cells;
    }

    private static void AppendTotal(StringBuilder text, string kind, ParameterTotal total) =>
        text.Append($" {kind} params: {Readable.Count(total.Count)} ({Readable.Bytes(total.Bytes)})\n");
}
