using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace KerasSharp.Generators;

/// <summary>What the base classes of a serializable class already do for its config.</summary>
internal sealed class ConfigBase
{
    private static readonly string[] DefaultKeys = ["name", "trainable", "dtype"];

    /// <summary>A base class declares <c>GetConfig</c>.</summary>
    public bool HasGetConfig { get; private set; }

    /// <summary>... and not as abstract, so that <c>base.GetConfig()</c> can be called.</summary>
    public bool HasBody { get; private set; }

    /// <summary>A base class has a <c>FromConfig</c> that the generated one hides.</summary>
    public bool BaseHasFromConfig { get; private set; }

    /// <summary>A base class takes keys that the constructor has no parameter for: <c>void ApplyBaseConfig(Config)</c>.</summary>
    public bool HasApply { get; private set; }

    /// <summary>The class itself declares <c>GetConfig</c>.</summary>
    public bool TypeWritesItself { get; private set; }

    /// <summary>The class itself declares <c>FromConfig</c>.</summary>
    public bool TypeReadsItself { get; private set; }

    /// <summary>Keys that the bases write.</summary>
    public IReadOnlyList<string> Keys { get; private set; } = [];

    public static ConfigBase Of(INamedTypeSymbol type)
    {
        ConfigBase result = new()
        {
            TypeWritesItself = type.GetMembers("GetConfig").OfType<IMethodSymbol>().Any(m => m.Parameters.Length == 0),
            TypeReadsItself = type.GetMembers("FromConfig").OfType<IMethodSymbol>().Any(m => m.IsStatic),
            HasApply = HasApplyMethod(type),
        };
        List<string> keys = [];
        bool stated = false, handWritten = false;
        for (INamedTypeSymbol? b = type.BaseType; b is not null; b = b.BaseType)
        {
            IMethodSymbol? getConfig = b.GetMembers("GetConfig").OfType<IMethodSymbol>().FirstOrDefault(m => m.Parameters.Length == 0);
            AttributeData? generated = Find(b, "KerasSerializableAttribute");
            handWritten |= getConfig is { IsAbstract: false };
            if (!result.HasGetConfig && (getConfig is not null || generated is not null))
            {
                result.HasGetConfig = true;
                result.HasBody = getConfig is not { IsAbstract: true };
            }

            result.BaseHasFromConfig |= (generated is not null && !b.IsAbstract) || b.GetMembers("FromConfig").Length > 0;
            result.HasApply |= HasApplyMethod(b);
            if (generated is not null && getConfig is null)
            {
                // The generator writes this base too: all that its constructor takes is written there.
                IMethodSymbol? c = b.InstanceConstructors.OrderByDescending(m => m.Parameters.Length).FirstOrDefault();
                keys.AddRange(c?.Parameters.Where(p => !ConfigParameter.IsOmitted(p)).Select(ConfigParameter.KeyOf) ?? []);
            }

            if (Find(b, "WritesConfigAttribute") is { } writes)
            {
                stated = true;
                keys.AddRange(writes.ConstructorArguments.SelectMany(a => a.Values).Select(v => v.Value as string ?? ""));
            }
        }

        if (!stated && handWritten)
        {
            keys.AddRange(DefaultKeys);
        }

        result.Keys = keys.Distinct().ToList();
        return result;
    }

    /// <summary>The method of the library's layers that writes that there is no activity regularizer, where Keras does.</summary>
    public const string AbsentRegularizer = "WriteAbsentActivityRegularizer";

    /// <summary>Whether a class is of the library, and so has that method.</summary>
    public static bool MarksAbsentRegularizer(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? b = type.BaseType; b is not null; b = b.BaseType)
        {
            if (b.GetMembers(AbsentRegularizer).Length > 0)
            {
                return SymbolEqualityComparer.Default.Equals(b.ContainingAssembly, type.ContainingAssembly);
            }
        }

        return false;
    }

    /// <summary>The orders that a class and its bases state, those of the bases first.</summary>
    public static IEnumerable<string[]> Orders(INamedTypeSymbol type)
    {
        IEnumerable<string[]> own = type.GetAttributes().Where(a => IsOurs(a, "ConfigOrderAttribute"))
            .Select(a => a.ConstructorArguments.SelectMany(argument => argument.Values).Select(v => v.Value as string ?? "").ToArray());
        return type.BaseType is { } b ? Orders(b).Concat(own) : own;
    }

    internal static AttributeData? Find(ISymbol symbol, string name) => symbol.GetAttributes().FirstOrDefault(a => IsOurs(a, name));

    private static bool IsOurs(AttributeData attribute, string name) =>
        attribute.AttributeClass?.Name == name && attribute.AttributeClass.ContainingNamespace.ToDisplayString() == "KerasSharp.Saving";

    private static bool HasApplyMethod(INamedTypeSymbol type) =>
        type.GetMembers("ApplyBaseConfig").OfType<IMethodSymbol>().Any(m => m.Parameters.Length == 1 && !m.IsStatic);
}
