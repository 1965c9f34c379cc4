using System.Globalization;
using System.Reflection;
using System.Text;
using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Layers;
using KerasSharp.Optimizers.Schedules;

namespace KerasSharp.Documentation;

/// <summary>The pages of classes: layers by family, and what models are compiled with.</summary>
public static class ClassPages
{
    private const string Written = "This page is written by `dotnet run --project tools/ReferencePages -- docs`; a test compares it with the assembly.\n";

    /// <summary>The page of all layers.</summary>
    /// <exception cref="InvalidOperationException">A layer belongs to no family.</exception>
    public static string WriteLayers()
    {
        var documentation = new Documentation();
        Dictionary<string, Type> layers = Concrete(typeof(Layer)).Where(type => !typeof(Model).IsAssignableFrom(type)).ToDictionary(type => type.Name, StringComparer.Ordinal);
        var page = new StringBuilder(
            "# Layers\n\nThe classes of `keras.layers`, in the namespace `KerasSharp.Layers`. Arguments are Keras's in camelCase, with Keras's defaults; `name`, `trainable` and `dtype`, which all have, are left out here, and `null` "
            + "stands for Keras's default where it is an object. The documentation of each class gives shapes, weights and errors. Functions such as `keras.layers.add` are methods of `LayerFunctions`. "
            + "[Custom layers](guides/custom-layers.md) says how to write one.\n\n" + Written);
        HashSet<string> placed = [];
        foreach ((string family, string names) in LayerFamilies.All)
        {
            string[] members = [.. names.Split(' ').Where(layers.ContainsKey)];
            placed.UnionWith(members);
            AddTable(page, family, "layer", members.Select(name => layers[name]), documentation);
        }

        return layers.Keys.FirstOrDefault(name => !placed.Contains(name)) is { } homeless
            ? throw new InvalidOperationException($"{homeless} belongs to no family. Add it to {nameof(LayerFamilies)}.")
            : page.ToString();
    }

    /// <summary>The page of losses, metrics, optimizers and the rest.</summary>
    public static string WriteComponents()
    {
        var documentation = new Documentation();
        var page = new StringBuilder(
            "# Losses, metrics, optimizers and the rest\n\nWherever one of these is asked for, Keras's name for it will do (`\"mse\"`, `\"adam\"`, `\"he_normal\"`), or an object, which says more. `name` and `dtype` are left out here.\n\n"
            + Written);
        foreach ((string title, string noun, Type type) in new[]
        {
            ("Losses", "loss", typeof(Loss)), ("Metrics", "metric", typeof(Metric)), ("Optimizers", "optimizer", typeof(Optimizer)), ("Learning rate schedules", "schedule", typeof(LearningRateSchedule)),
            ("Initializers", "initializer", typeof(Initializer)), ("Regularizers", "regularizer", typeof(Regularizer)), ("Constraints", "constraint", typeof(Constraint)),
        })
        {
            AddTable(page, title, noun, Concrete(type).OrderBy(t => t.Name, StringComparer.Ordinal), documentation);
        }

        page.Append("\n## Activations\n\n| activation | what it gives |\n|---|---|\n");
        foreach (MethodInfo method in typeof(ActivationFunctions).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{method.Name}({Documentation.Parameters(method)})` | {documentation.Summary(method)} |\n");
        }

        return page.ToString();
    }

    private static IEnumerable<Type> Concrete(Type type) => type.Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(type) && !t.IsAbstract);

    private static void AddTable(StringBuilder page, string family, string noun, IEnumerable<Type> types, Documentation documentation)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {family}\n\n| {noun} | what it does |\n|---|---|\n");
        foreach (Type type in types)
        {
            ConstructorInfo? maker = type.GetConstructors().MaxBy(c => c.GetParameters().Length);
            string parameters = maker is null ? "" : string.Join(", ", maker.GetParameters().Where(p => p.Name is not ("name" or "trainable" or "dtype")).Select(Documentation.Parameter));
            page.Append(CultureInfo.InvariantCulture, $"| `{type.Name}({parameters})` | {documentation.Summary(type)} |\n");
        }
    }
}
