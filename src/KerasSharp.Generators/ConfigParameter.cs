using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace KerasSharp.Generators;

/// <summary>One constructor parameter: its key, where its value is read from, and how it passes into and out of a config.</summary>
internal sealed class ConfigParameter
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private ConfigParameter(IParameterSymbol symbol, string key) => (Symbol, Key) = (symbol, key);

    public IParameterSymbol Symbol { get; }

    public string Key { get; }

    /// <summary>The base class writes it.</summary>
    public bool InBase { get; private set; }

    /// <summary>It is no part of the config.</summary>
    public bool Omit { get; private set; }

    public int Order { get; private set; }

    /// <summary>Expression that reads the value, null where there is none, and its type.</summary>
    public string? Read { get; private set; }

    private ITypeSymbol ReadType { get; set; } = null!;

    public static ConfigParameter From(IParameterSymbol parameter, INamedTypeSymbol type, IMethodSymbol constructor, ConfigBase root, CancellationToken cancel)
    {
        string key = KeyOf(parameter);
        AttributeData? attribute = ConfigBase.Find(parameter, "ConfigNameAttribute");
        ConfigParameter result = new(parameter, key)
        {
            InBase = root.Keys.Contains(key),
            Omit = IsOmitted(parameter),
            Order = attribute?.NamedArguments.FirstOrDefault(a => a.Key == "Order").Value.Value as int? ?? 0,
        };
        (result.Read, result.ReadType) = FindSource(parameter, type, constructor, cancel);
        return result;
    }

    public static string KeyOf(IParameterSymbol parameter) =>
        ConfigBase.Find(parameter, "ConfigNameAttribute")?.ConstructorArguments.FirstOrDefault().Value as string ?? SnakeCase(parameter.Name);

    public static bool IsOmitted(IParameterSymbol parameter) =>
        ConfigBase.Find(parameter, "ConfigNameAttribute")?.NamedArguments.Any(a => a.Key == "Omit" && a.Value.Value is true) ?? false;

    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);

    /// <summary>The plain config value of the member that holds the parameter.</summary>
    public string WriteExpression() => KindOf(ReadType) switch
    {
        Kind.Enum => $"global::KerasSharp.Saving.ConfigConverter.WriteEnum<{Bare(ReadType)}>({Read})",
        // A nullable struct has no common constraint with a class: its own conditional call writes it.
        Kind.Value => $"{Read}{(IsNullable(ReadType) || ReadType.IsReferenceType ? "?" : "")}.ToConfigValue()",
        Kind.Object or Kind.Objects => Read!,
        _ => $"global::KerasSharp.Saving.ConfigConverter.Write<{ReadType.ToDisplayString(Full)}>({Read})",
    };

    /// <summary>The constructor argument read from the config, or the parameter's default.</summary>
    public string ReadExpression()
    {
        ITypeSymbol type = Symbol.Type;
        string key = GeneratedClass.Quote(Key);
        // A struct whose default value stands for "none" says so by having that as its default argument.
        bool mayBeNull = type.IsReferenceType ? type.NullableAnnotation != NullableAnnotation.NotAnnotated
            : IsNullable(type) || (Symbol.HasExplicitDefaultValue && Symbol.ExplicitDefaultValue is null);
        string allowNull = mayBeNull ? ", allowNull: true" : "";
        bool nullableStruct = IsNullable(type);
        string value = KindOf(type) switch
        {
            Kind.Enum => $"__reader.Get{(nullableStruct ? "Nullable" : "")}Enum<{Bare(type)}>({key})",
            Kind.Value when nullableStruct => $"__reader.GetNullableValue<{Bare(type)}>({key})",
            Kind.Value => $"__reader.GetValue<{Bare(type)}>({key}{allowNull})",
            Kind.Object => $"__reader.GetObject<{Bare(type)}>({key}{allowNull})",
            Kind.Objects => $"__reader.GetObjects<{Bare(ElementOf(type)!)}>({key}{allowNull})",
            _ => $"__reader.Get<{(nullableStruct ? Bare(type) + "?" : Bare(type))}>({key}{allowNull})",
        };
        return Symbol.HasExplicitDefaultValue ? $"__reader.Has({key}) ? {value} : {Default()}" : value;
    }

    private static (string? Read, ITypeSymbol Type) FindSource(IParameterSymbol parameter, INamedTypeSymbol type, IMethodSymbol constructor, CancellationToken cancel)
    {
        string property = Pascal(parameter.Name), field = "_" + parameter.Name;
        for (INamedTypeSymbol? t = type; t is not null; t = t.BaseType)
        {
            bool own = SymbolEqualityComparer.Default.Equals(t, type);
            if (t.GetMembers(property).OfType<IPropertySymbol>().FirstOrDefault(p => !p.IsStatic && p.GetMethod is not null && Visible(p, own)) is { } p)
            {
                return ("this." + property, p.Type);
            }

            if (t.GetMembers(field).OfType<IFieldSymbol>().FirstOrDefault(f => !f.IsStatic && Visible(f, own)) is { } f)
            {
                return ("this." + field, f.Type);
            }
        }

        return GeneratedClass.IsPrimary(constructor, cancel) ? ("@" + parameter.Name, parameter.Type) : (null, parameter.Type);
    }

    private static bool Visible(ISymbol member, bool own) => own || member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected
        or Accessibility.ProtectedOrInternal;

    private string Default()
    {
        object? value = Symbol.ExplicitDefaultValue;
        ITypeSymbol type = Symbol.Type;
        string cast = $"({type.ToDisplayString(Full)})";
        return value switch
        {
            null => $"default({type.ToDisplayString(Full)})!",
            double.NaN or float.NaN => cast + "double.NaN",
            double.PositiveInfinity or float.PositiveInfinity => cast + "double.PositiveInfinity",
            double.NegativeInfinity or float.NegativeInfinity => cast + "double.NegativeInfinity",
            double d => cast + "(" + d.ToString("R", CultureInfo.InvariantCulture) + "d)",
            float f => cast + "(" + f.ToString("R", CultureInfo.InvariantCulture) + "f)",
            _ => cast + "(" + SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) + ")",
        };
    }

    private enum Kind
    {
        Plain,
        Enum,
        Value,
        Object,
        Objects,
    }

    private static Kind KindOf(ITypeSymbol type)
    {
        ITypeSymbol inner = Inner(type);
        return inner.TypeKind == TypeKind.Enum ? Kind.Enum
            : Implements(inner, "IConfigValue") ? Kind.Value
            : Implements(inner, "IKerasSerializable") ? Kind.Object
            : ElementOf(type) is { } element && Implements(element, "IKerasSerializable") ? Kind.Objects
            : Kind.Plain;
    }

    private static ITypeSymbol Inner(ITypeSymbol type) => IsNullable(type) ? ((INamedTypeSymbol)type).TypeArguments[0] : type;

    private static bool IsNullable(ITypeSymbol type) => type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    private static ITypeSymbol? ElementOf(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol { Rank: 1 } array => array.ElementType,
        INamedTypeSymbol { TypeArguments.Length: 1, Name: "IReadOnlyList" or "IEnumerable" or "IReadOnlyCollection" } list => list.TypeArguments[0],
        _ => null,
    };

    private static bool Implements(ITypeSymbol type, string name)
    {
        bool Is(INamedTypeSymbol i) => i.Name == name && i.ContainingNamespace.ToDisplayString() == "KerasSharp.Saving";
        if ((type is INamedTypeSymbol self && Is(self)) || type.AllInterfaces.Any(Is))
        {
            return true;
        }

        // A marked class gets the interface from this very generator, which cannot see its own output.
        for (ITypeSymbol? t = type; t is not null && name == "IKerasSerializable"; t = t.BaseType)
        {
            if (ConfigBase.Find(t, "KerasSerializableAttribute") is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static string Bare(ITypeSymbol type) => Inner(type).WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Full);

    private static string SnakeCase(string name)
    {
        StringBuilder text = new();
        foreach (char c in name)
        {
            if (char.IsUpper(c))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
