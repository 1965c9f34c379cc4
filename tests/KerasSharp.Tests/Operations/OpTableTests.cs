using System.Reflection;
using System.Xml.Linq;

namespace KerasSharp.Tests.Operations;

/// <summary>The table of ops. To add an op, add a row.</summary>
public sealed class OpTableTests
{
    private static readonly Dictionary<string, OpRow> Rows = OpRows.All.ToDictionary(row => row.Name, StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. Rows.Keys];

    public static TheoryData<string> Elementwise => [.. Rows.Values.Where(row => row.Elementwise).Select(row => row.Name)];

    private static IEnumerable<MethodInfo> Public =>
        new[] { typeof(Ops), typeof(Ops.Image), typeof(Keras.Random) }.SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly));

    [Theory]
    [MemberData(nameof(Names))]
    public void Compiled_AnyOp_EqualsEager(string name) => Rows[name].CompiledEqualsEager();

    [Theory]
    [MemberData(nameof(Names))]
    public void Symbolic_AnyOp_HasTheEagerShape(string name) => Rows[name].SymbolicShapeEqualsEagerShape();

    [Theory]
    [MemberData(nameof(Names))]
    public void Json_AnyOpOnSymbolicTensors_ComesBack(string name) => Rows[name].ComesBackFromJson();

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_SmoothOp_MatchesDifferences(string name) => Rows[name].GradientsMatchDifferences();

    [Theory]
    [MemberData(nameof(Elementwise))]
    public void Elements_AnyLengthAndSpecialValue_AreComputedAlone(string name) => Rows[name].ElementsAreIndependent();

    [Fact]
    public void EveryPublicOp_HasARow()
    {
        HashSet<string> named = [.. Rows.Values.Select(row => row.Op)];
        Assert.Equal("", string.Join(", ", Public.Select(method => method.Name).Distinct().Where(name => !named.Contains(name))));
    }

    [Fact]
    public void EveryPublicOp_HasACheckedGradientOrSaysWhyNot()
    {
        HashSet<string> smooth = [.. Rows.Values.Where(row => row.Smooth > 0).Select(row => row.Op)];
        Assert.Empty(Public.GroupBy(method => method.Name)
            .Where(group => group.All(method => method.GetCustomAttribute<NotDifferentiableAttribute>() is null) && !smooth.Contains(group.Key) && group.Key is not ("SaturateCast" or "Imag"))
            .Select(group => group.Key));
    }

    [Fact]
    public void EveryPublicOp_HasDocumentation()
    {
        XDocument file = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "KerasSharp.xml"));
        HashSet<string> documented = [.. file.Descendants("member").Where(m => !string.IsNullOrWhiteSpace(m.Element("summary")?.Value)).Select(m => m.Attribute("name")!.Value.Split('(')[0].Split("``")[0])];
        Assert.Equal("", string.Join(", ", Public.Select(method => $"M:{method.DeclaringType!.FullName!.Replace('+', '.')}.{method.Name}").Distinct().Where(name => !documented.Contains(name))));
    }

    [Fact]
    public void Linalg_EveryFunction_IsTheOneOfOps()
    {
        HashSet<string> all = [.. typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(Signature)];
        Assert.All(typeof(Ops.Linalg).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly), method => Assert.Contains(Signature(method), all));
    }

    private static string Signature(MethodInfo method) => $"{method.ReturnType} {method.Name}({string.Join(", ", method.GetParameters().Select(p => $"{p.ParameterType} {p.Name}={p.DefaultValue}"))})";
}
