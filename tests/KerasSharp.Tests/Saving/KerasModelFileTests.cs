using System.IO.Compression;
using KerasSharp.Saving;
using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Tests.Saving;

/// <summary>
/// Files of models that are built here, held to those that Keras 3.16 wrote of the same models (<c>keras-models.zip</c>: <c>config.json</c>, and what <c>model.weights.h5</c> holds, as
/// h5py lists it). They are not loaded first: a loaded model might only give back what it was given.
/// </summary>
[Collection(ProcessWide.Name)]
public sealed class KerasModelFileTests
{
    private static readonly ZipArchive Written = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Saving", "keras-models.zip"));

    public static TheoryData<string> Names => [.. KerasModels.Names];

    [Fact]
    public void Names_FilesOfKeras_AreAllBuilt() =>
        Assert.Equal(Written.Entries.Select(entry => entry.Name[..entry.Name.IndexOf('.', StringComparison.Ordinal)]).Distinct().Order(StringComparer.Ordinal), KerasModels.Names.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Save_ModelThatKerasWrote_IsWhatKerasWrote(string name)
    {
        using var archive = new ZipArchive(new MemoryStream(KerasModels.Build(name).SaveToBytes()));
        Assert.Equal(["metadata.json", "config.json", "model.weights.h5"], archive.Entries.Select(entry => entry.FullName));
        Assert.Equal(["keras_version", "date_saved"], Config.FromJson(Text(archive, "metadata.json")).Keys);
        Assert.Null(Conformance.Runners.FileComparison.ConfigDifference(Config.FromJson(Text(Written, $"{name}.config.json")), Config.FromJson(Text(archive, "config.json"))));

        using var weights = new MemoryStream();
        using (Stream member = archive.GetEntry("model.weights.h5")!.Open())
        {
            member.CopyTo(weights);
        }

        using Hdf5File file = Hdf5File.Open(ByteSource.Of(weights.ToArray()));
        Assert.Equal(Text(Written, $"{name}.weights.txt").TrimEnd().Split('\n'), Members(file.Root, ""));
    }

    private static IEnumerable<string> Members(Hdf5Group group, string path)
    {
        foreach (string name in group.Names.Order(StringComparer.Ordinal))
        {
            string at = $"{path}/{name}";
            Hdf5Object member = group.Find(name)!;
            string attributes = string.Concat(member.Attributes.OrderBy(item => item.Key, StringComparer.Ordinal).Select(item => $" {item.Key}={item.Value.Text()}"));
            yield return member is Hdf5Dataset dataset ? $"{at} {dataset.Type.DType.Name()} ({string.Join(", ", dataset.Shape)}){attributes}" : at + attributes;
            foreach (string inside in member is Hdf5Group inner ? Members(inner, at) : [])
            {
                yield return inside;
            }
        }
    }

    private static string Text(ZipArchive archive, string name)
    {
        lock (archive)
        {
            using var reader = new StreamReader(archive.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }
    }
}
