using System.Text.RegularExpressions;

namespace KerasSharp.Optimizers;

/// <summary>Regular expressions that pick variables by their paths. They may come from files, so that none may run for long.</summary>
internal static class VariablePattern
{
    /// <summary>The expression of a pattern.</summary>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong.</exception>
    public static Regex Parse(string owner, string name, string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{owner}: {name} must be regular expressions, to be found in the paths of variables. Received: \"{pattern}\". {e.Message}", name, e);
        }
    }
}
