using System.Text;

namespace KerasSharp.Saving;

/// <summary>The files that Keras's format consists of, in an archive or in a folder: those that are known and no others.</summary>
internal abstract class ModelMembers : IDisposable
{
    public const string Metadata = "metadata.json", Configuration = "config.json", Weights = "model.weights.h5", Assets = "assets/", Vocabulary = "vocabulary.txt";

    /// <summary>Files that a model may have; one with more is made to do harm.</summary>
    protected const int MostMembers = 10_000;

    /// <summary>Names of what is there, with '/' between folders.</summary>
    public abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>The bytes of a member.</summary>
    /// <exception cref="ModelFormatException">There is no such member, or it is damaged.</exception>
    public abstract ByteSource Open(string name);

    /// <summary>The text of a member.</summary>
    /// <exception cref="ModelFormatException">There is no such member, or it is no text in UTF-8.</exception>
    public string Text(string name)
    {
        byte[] bytes = TextBytes(name);
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new ModelFormatException($"The member {name} is not UTF-8.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>Closes the file, where there is one.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>The bytes of a text.</summary>
    protected abstract byte[] TextBytes(string name);

    /// <summary>Whether a name is that of a member that models have, and leads nowhere else: no climbing, no other separators, no control characters.</summary>
    protected static bool IsKnown(string name) => name is Metadata or Configuration or Weights
        || (name.StartsWith(Assets, StringComparison.Ordinal) && name.Split('/').All(part => part is not (".." or ".")) && !name.Contains("//", StringComparison.Ordinal) && !name.Any(c => c is '\\' or ':' || char.IsControl(c)));

    /// <summary>The error of a member that is not there.</summary>
    protected ModelFormatException Missing(string name) => new($"A model must have the member {name}. There are: {(Names.Count == 0 ? "none" : string.Join(", ", Names.Take(10)))}.");
}
