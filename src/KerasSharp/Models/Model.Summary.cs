using KerasSharp.Models;

namespace KerasSharp;

/// <content>The summary.</content>
public partial class Model
{
    /// <summary>Prints layers, output shapes and numbers of parameters, as Keras does.</summary>
    /// <param name="lineLength">Width of the table.</param>
    /// <param name="positions">Right edges of the columns as parts of the width.</param>
    /// <param name="printFn">What is given the whole text in one call; the console when not given.</param>
    /// <param name="expandNested">Whether the layers of models inside are shown.</param>
    /// <param name="showTrainable">Whether to show which layers are trained.</param>
    public void Summary(int? lineLength = null, IReadOnlyList<double>? positions = null, Action<string>? printFn = null, bool expandNested = false, bool showTrainable = false)
    {
        string text = ModelSummary.Render(this, expandNested, showTrainable, lineLength, positions, Columns());
        (printFn ?? Console.Out.Write).Invoke(text);
    }

    /// <summary>Width of the terminal; Keras's 120 where there is none.</summary>
    private static int Columns()
    {
        try
        {
            return Console.IsOutputRedirected || Console.WindowWidth < 20 ? 120 : Console.WindowWidth;
        }
        catch (Exception e) when (e is IOException or PlatformNotSupportedException)
        {
            return 120;
        }
    }
}
