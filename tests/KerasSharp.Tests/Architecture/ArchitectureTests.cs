using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Architecture;

/// <summary>Dependencies point downward only: between assemblies, and between the namespaces inside them.</summary>
public partial class ArchitectureTests
{
    /// <summary>Inside the engine a namespace may name those of its own level and below.</summary>
    private static readonly Dictionary<string, int> EngineLevels = new() { ["Tensors"] = 0, ["Primitives"] = 1, ["Autodiff"] = 2, ["Graphs"] = 2, ["Cpu"] = 3 };

    /// <summary>The files that name the default device: the only ones above Cpu/ that may.</summary>
    private static readonly string[] DeviceChoosers = ["Engine.cs", "Devices.cs"];

    /// <summary>In the Keras assembly: who must not know whom.</summary>
    private static readonly (string From, string To)[] Forbidden =
    [
        ("Ops", "Layers"), ("Ops", "Models"), ("Ops", "Training"), ("Ops", "Optimizers"), ("Layers", "Training"), ("Layers", "Models"), ("Layers", "Optimizers"),
        ("Losses", "Training"), ("Metrics", "Training"), ("Optimizers", "Training"), ("Initializers", "Layers"), ("Utilities", "Layers"), ("Utilities", "Training"),
        ("Datasets", "Layers"), ("Datasets", "Training"),
    ];

    /// <summary>Storage: the memory block, its pool, the view of it that kernels get, and the one property of Tensor that hands out the view.</summary>
    private static readonly string[] StorageFiles = ["Storage.cs", "StoragePool.cs", "Operand.cs", "Tensor.cs"];

    private static string Root { get; } = FindRoot();

    [Fact]
    public void KerasSharp_References_OnlyTheEngineAndTheFramework()
    {
        IEnumerable<string> names = typeof(Config).Assembly.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.All(names, name => Assert.True(name == "KerasSharp.Engine" || IsFramework(name), $"KerasSharp references {name}."));
    }

    [Fact]
    public void Engine_References_OnlyTheFramework()
    {
        IEnumerable<string> names = Assembly.Load("KerasSharp.Engine").GetReferencedAssemblies().Select(a => a.Name!);
        Assert.All(names, name => Assert.True(IsFramework(name), $"KerasSharp.Engine references {name}."));
    }

    [Fact]
    public void EngineNamespaces_Names_PointDownward()
    {
        List<string> wrong = [];
        foreach (string file in Sources("src/KerasSharp.Engine"))
        {
            string code = WithoutComments(File.ReadAllText(file));
            string own = DeclaredNamespace().Match(code).Groups[1].Value;
            string? part = own.Split('.').FirstOrDefault(EngineLevels.ContainsKey);
            // Types of the root namespace are the engine's face (Tensor, Variable, Function): they call all but the CPU.
            int level = part is null ? EngineLevels["Graphs"] : EngineLevels[part];
            if (DeviceChoosers.Contains(Path.GetFileName(file)))
            {
                continue;
            }

            wrong.AddRange(EngineName().Matches(code).Select(m => m.Groups[1].Value).Distinct()
                .Where(name => EngineLevels[name] > level)
                .Select(name => $"{Relative(file)} ({own}) names {name}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void KerasNamespaces_Names_PointDownward()
    {
        List<string> wrong = [];
        foreach (string file in Sources("src/KerasSharp"))
        {
            string folder = Path.GetRelativePath(Path.Combine(Root, "src/KerasSharp"), file).Split(Path.DirectorySeparatorChar)[0];
            string code = WithoutComments(File.ReadAllText(file));
            wrong.AddRange(Forbidden.Where(rule => rule.From == folder && code.Contains($"using KerasSharp.{rule.To};", StringComparison.Ordinal))
                .Select(rule => $"{Relative(file)} uses {rule.To}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void KerasSources_Cpu_IsNeverNamed() =>
        Assert.Empty(Sources("src/KerasSharp").Where(file => File.ReadAllText(file).Contains("KerasSharp.Cpu", StringComparison.Ordinal)).Select(Relative));

    [Fact]
    public void Sources_Unsafe_StandsUnderCpuAndStorageOnly()
    {
        IEnumerable<string> others = Sources("src")
            .Where(f => !Relative(f).Contains("/Cpu/", StringComparison.Ordinal) && !StorageFiles.Contains(Path.GetFileName(f)));
        Assert.Empty(others.Where(file => UnsafeKeyword().IsMatch(WithoutComments(File.ReadAllText(file)))).Select(Relative));
    }

    [Fact]
    public void Sources_Length_StaysUnder500Lines() =>
        Assert.Empty(Sources("src").Concat(Sources("tests")).Where(file => File.ReadLines(file).Count() > 500).Select(Relative));

    private static bool IsFramework(string name) => name.StartsWith("System.", StringComparison.Ordinal) || name is "System" or "mscorlib" or "netstandard";

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string WithoutComments(string code) => Comment().Replace(code, "");

    private static string FindRoot([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();

    [GeneratedRegex(@"(?<!namespace )\bKerasSharp\.(?:Engine\.)?(Tensors|Primitives|Autodiff|Graphs|Cpu)\b")]
    private static partial Regex EngineName();

    [GeneratedRegex(@"\bunsafe\b")]
    private static partial Regex UnsafeKeyword();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Comment();
}
