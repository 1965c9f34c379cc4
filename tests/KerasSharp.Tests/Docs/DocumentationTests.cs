using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KerasSharp.Documentation;

namespace KerasSharp.Tests.Docs;

/// <summary>What the documentation shows is code that is compiled and run, and what it points to is there.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories)
        .Concat(Directory.EnumerateFiles(Root, "*.md")).Select(p => Path.GetRelativePath(Root, p).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>Every C# block of the README and the guides stands, line for line, in a program of the tutorial.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void CodeBlocks_StandInTheTutorial(string page)
    {
        if (page != "README.md" && !page.StartsWith("docs/guides/", StringComparison.Ordinal))
        {
            return;
        }

        string[] programs = [.. Directory.EnumerateFiles(Path.Combine(Root, "samples", "Tutorial"), "*.cs").Select(file => Lines(File.ReadAllText(file)))];
        foreach (Match block in CodeBlock().Matches(File.ReadAllText(Path.Combine(Root, page))))
        {
            string code = Lines(block.Groups[1].Value);
            Assert.True(Array.Exists(programs, program => program.Contains(code, StringComparison.Ordinal)), $"{page}: no program of samples/Tutorial has\n{code}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_PointToFiles(string page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Root, page))!;
        foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(Root, page))))
        {
            string target = link.Groups[1].Value.Split('#')[0];
            Assert.True(target.Length == 0 || target.Contains("://", StringComparison.Ordinal) || Path.Exists(Path.Combine(folder, target)), $"{page}: nothing is at {target}");
        }
    }

    /// <summary>The pages of ops, layers and other classes are those that the assembly gives.</summary>
    [Theory]
    [InlineData("ops.md")]
    [InlineData("layers.md")]
    [InlineData("components.md")]
    public void ReferencePages_AreUpToDate(string page)
    {
        string expected = page == "ops.md" ? OpsPage.Write() : page == "layers.md" ? ClassPages.WriteLayers() : ClassPages.WriteComponents();
        Assert.True(expected == File.ReadAllText(Path.Combine(Root, "docs", page)).ReplaceLineEndings("\n"), $"docs/{page} is out of date: dotnet run --project tools/ReferencePages -- docs");
    }

    /// <summary>Code without its indentation.</summary>
    private static string Lines(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim())) + "\n";

    [GeneratedRegex(@"^```csharp\r?\n(.*?)\r?\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
