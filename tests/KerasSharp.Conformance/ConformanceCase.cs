using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Conformance;

/// <summary>One case: what <c>case.json</c> says, and the arrays beside it.</summary>
internal sealed class ConformanceCase : IDisposable
{
    private readonly NpzFile? _arrays;

    public ConformanceCase(string folder)
    {
        Folder = folder;
        Json = Config.FromJson(File.ReadAllText(Path.Combine(folder, "case.json")));
        string arrays = Path.Combine(folder, "arrays.npz");
        _arrays = File.Exists(arrays) ? NpzFile.Open(arrays) : null;
    }

    public string Folder { get; }

    public Config Json { get; }

    /// <summary>Name of the case: that of its folder.</summary>
    public string Id => Path.GetFileName(Folder);

    public string Kind => Text("kind") ?? "";

    public (double Relative, double Absolute) Tolerance => Json.TryGetValue("tolerance", out object? value) && value is Config t
        ? (Number(t["rtol"]), Number(t["atol"]))
        : (1e-5, 1e-6);

    public string? Text(string key) => Json.TryGetValue(key, out object? value) ? value as string : null;

    public bool Has(string key) => Json.TryGetValue(key, out object? value) && value is not null;

    public Config? Object(string key) => Json.TryGetValue(key, out object? value) ? value as Config : null;

    public List<object?> List(string key) => Json.TryGetValue(key, out object? value) && value is List<object?> list ? list : [];

    public bool HasArray(string key) => _arrays?.Contains(key) ?? false;

    public NpyArray Array(string key) => _arrays is null ? throw new CaseFailedException("the case has no arrays.npz") : _arrays[key];

    public void Dispose() => _arrays?.Dispose();

    /// <summary>A number as the cases write it: NaN and the infinities may be strings.</summary>
    public static double Number(object? value) => value switch
    {
        long n => n,
        double d => d,
        bool b => b ? 1 : 0,
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        _ => throw new CaseFailedException($"not a number: {value}"),
    };
}

/// <summary>A case does not hold; the message is printed as its reason.</summary>
/// <param name="message">The reason.</param>
internal sealed class CaseFailedException(string message) : Exception(message);
