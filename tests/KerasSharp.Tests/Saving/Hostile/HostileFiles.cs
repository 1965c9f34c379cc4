using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Hostile;

/// <summary>A packed copy of the hostile and odd files that loaders are held to, with what each must end in.</summary>
internal static class HostileFiles
{
    /// <summary>The packed copy, beside the tests.</summary>
    private static string Archive => Path.Combine(AppContext.BaseDirectory, "Saving", "Hostile", "malicious.tgz");

    /// <summary>Unpacks them into a folder.</summary>
    public static void ExtractTo(string folder) => Assert.True(ArchiveExtractor.Extract(Archive, folder, "tar"));
}
