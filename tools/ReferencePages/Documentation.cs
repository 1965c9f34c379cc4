using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace KerasSharp.Documentation;

/// <summary>The XML documentation of the library, as lines of Markdown.</summary>
internal sealed partial class Documentation
{
    private readonly Dictionary<string, XElement> _members = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "KerasSharp.xml")).Descendants("member")
        .ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>What a method says of itself.</summary>
    public string Summary(MethodInfo method) => Summary(Id(method));

    /// <summary>What a class says of itself.</summary>
    public string Summary(Type type) => Summary($"T:{type.FullName!.Replace('+', '.')}");

    /// <summary>The parameters of a method or constructor with their defaults.</summary>
    public static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private string Summary(string id) => _members.TryGetValue(id, out XElement? member) && member.Element("summary") is { } summary ? Text(summary) : "";

    /// <summary>A parameter with its default.</summary>
    public static string Parameter(ParameterInfo parameter)
    {
        string name = (parameter.IsOut ? "out " : "") + parameter.Name;
        return !parameter.HasDefaultValue ? name : $"{name} = {Value(parameter.DefaultValue)}";
    }

    private static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>A summary as Markdown on one line.</summary>
    private static string Text(XElement element)
    {
        var text = new StringBuilder();
        foreach (XNode node in element.Nodes())
        {
            text.Append(node switch
            {
                XText plain => plain.Value,
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement e when e.Attribute("cref") is { } target => $"`{target.Value.Split(':')[^1].Split('(')[0].Replace("KerasSharp.", "", StringComparison.Ordinal)}`",
                XElement e when e.Attribute("name") is { } name => $"`{name.Value}`",
                XElement e => e.Value,
                _ => "",
            });
        }

        return Spaces().Replace(text.ToString(), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
    }

    /// <summary>The name of a method in XML documentation.</summary>
    private static string Id(MethodInfo method)
    {
        string name = $"M:{method.DeclaringType!.FullName!.Replace('+', '.')}.{method.Name}{(method.IsGenericMethod ? $"``{method.GetGenericArguments().Length}" : "")}";
        ParameterInfo[] parameters = method.GetParameters();
        return parameters.Length == 0 ? name : $"{name}({string.Join(",", parameters.Select(p => Id(p.ParameterType)))})";
    }

    private static string Id(Type type) => type switch
    {
        { IsByRef: true } => Id(type.GetElementType()!) + "@",
        { IsArray: true } => Id(type.GetElementType()!) + "[]",
        { IsGenericParameter: true } => $"``{type.GenericParameterPosition}",
        { IsGenericType: true } => $"{type.GetGenericTypeDefinition().FullName!.Split('`')[0]}{{{string.Join(",", type.GetGenericArguments().Select(Id))}}}",
        _ => type.FullName!.Replace('+', '.'),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
