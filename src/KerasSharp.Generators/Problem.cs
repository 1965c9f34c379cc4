using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace KerasSharp.Generators;

/// <summary>A diagnostic in a form that compares by value, as incremental generators need it.</summary>
internal sealed class Problem : IEquatable<Problem>
{
    private static readonly DiagnosticDescriptor[] Rules =
    [
        Rule("KS001", "A serializable class must be partial", "{0} is marked [KerasSerializable]: the class and the types around it must be partial, so that GetConfig and FromConfig can be added"),
        Rule("KS002", "A constructor parameter cannot be read", "{0}: the value of the constructor parameter '{1}' cannot be read. Add a property {2} or a field _{1}, or mark the parameter [ConfigName(Omit = true)] and give it a default"),
        Rule("KS003", "A serializable class needs a public constructor", "{0} is marked [KerasSerializable] but has no public constructor to derive its config from"),
        Rule("KS004", "A parameter left out of the config needs a default", "{0}: the parameter '{1}' is left out of the config, so FromConfig cannot supply it. Give it a default"),
    ];

    private readonly string _id;
    private readonly string[] _arguments;
    private readonly string _path;
    private readonly TextSpan _span;
    private readonly LinePositionSpan _lines;

    public Problem(string id, ISymbol symbol, params string[] arguments)
    {
        Location? location = symbol.Locations.FirstOrDefault();
        _id = id;
        _arguments = arguments;
        _path = location?.SourceTree?.FilePath ?? "";
        _span = location?.SourceSpan ?? default;
        _lines = location?.GetLineSpan().Span ?? default;
    }

    public Diagnostic ToDiagnostic()
    {
        DiagnosticDescriptor rule = Rules.First(r => r.Id == _id);
        return Diagnostic.Create(rule, _path.Length == 0 ? Location.None : Location.Create(_path, _span, _lines), _arguments.Cast<object>().ToArray());
    }

    public bool Equals(Problem? other) => other is not null && _id == other._id && _path == other._path && _span == other._span
        && _arguments.SequenceEqual(other._arguments);

    public override bool Equals(object? obj) => Equals(obj as Problem);

    public override int GetHashCode() => _id.GetHashCode() ^ _span.GetHashCode();

    private static DiagnosticDescriptor Rule(string id, string title, string message) =>
        new(id, title, message, "KerasSharp", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
