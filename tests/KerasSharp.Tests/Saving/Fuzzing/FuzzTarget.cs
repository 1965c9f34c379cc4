using System.Text;
using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>Loads changed files.</summary>
internal sealed class FuzzTarget(string folder)
{
    private readonly Model _base = Model.FromJson(File.ReadAllText(Path.Combine(folder, "base_model.json")));

    /// <summary>Loads bytes as what they once were.</summary>
    /// <exception cref="ModelFormatException">They are no longer.</exception>
    public void Load(FuzzKind kind, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        switch (kind)
        {
            case FuzzKind.Archive or FuzzKind.Hdf5:
                Model.Load(bytes);
                break;
            case FuzzKind.Json:
                // The weights of a config alone are made as it says: held to what a small file may back.
                using (DeferredWeights.Enter(bytes.Length))
                {
                    Model.FromJson(Encoding.UTF8.GetString(bytes));
                }

                break;
            case FuzzKind.Npy:
                Npy.Load(stream);
                break;
            case FuzzKind.Tar:
                var tar = new TarReader(stream);
                while (tar.Next() is not null)
                {
                    // Next leaves the bytes of the member behind.
                }

                break;
            default:
                _base.LoadWeights(stream, skipMismatch: true);
                break;
        }
    }
}
