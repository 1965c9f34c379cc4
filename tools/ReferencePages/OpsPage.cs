using System.Globalization;
using System.Reflection;
using System.Text;

namespace KerasSharp.Documentation;

/// <summary>The page of all ops, made from the assembly and its XML documentation.</summary>
public static class OpsPage
{
    private const string Head = """
        # Ops

        The functions of `keras.ops` are those of `Ops`, those of `keras.ops.image` of `Ops.Image`, those of `keras.random` of `Keras.Random`. Names are made mechanically: `keras.ops.log_softmax(x, axis=-1)` is
        `Ops.LogSoftmax(x, axis: -1)`. `Ops.Linalg` has the functions of linear algebra under the name of Keras's module as well.

        - Arguments are tensors, numbers or C# arrays. Dtypes are promoted as Keras promotes them: C# numbers take the dtype of the tensor beside them, integers divide and take roots as float32.
        - Axes may be negative; an `IntTuple` is a number or several (`axis: 1`, `axis: [0, -1]`), none meaning what Keras's `None` means.
        - Complex numbers are pairs `(Tensor Real, Tensor Imaginary)`; Keras's functions of complex tensors take those.
        - All run eagerly, in compiled functions and on symbolic tensors, whose sizes may be unknown. A result whose *shape* depends on values (`Nonzero`, `Unique` without a size, `Bincount`, segments without a number) is for eager
          use; a compiled function says so.
        - All are differentiable, to second order where they are smooth, unless the table says why not. At kinks one of the one-sided slopes is taken, as Keras does on Torch.
        - `Map`, `VectorizedMap` and `Vectorize` go through slices one after the other: in C# eagerly, in one node of a compiled function.
        - Sparse and ragged tensors do not exist here, nor do the arguments that ask for them.

        This page is written by `dotnet run --project tools/ReferencePages -- docs`; a test compares it with the assembly.

        """;

    /// <summary>The page.</summary>
    /// <exception cref="InvalidOperationException">An op belongs to no family.</exception>
    public static string Write()
    {
        var documentation = new Documentation();
        ILookup<string, MethodInfo> ops = Methods(typeof(Ops)).ToLookup(m => m.Name, StringComparer.Ordinal);
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        HashSet<string> placed = [];
        foreach ((string family, string names) in OpFamilies.All)
        {
            string[] members = names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            placed.UnionWith(members);
            AddTable(page, family, "Ops", members.SelectMany(name => ops[name]), documentation);
        }

        if (ops.Select(group => group.Key).FirstOrDefault(name => !placed.Contains(name)) is { } homeless)
        {
            throw new InvalidOperationException($"Ops.{homeless} belongs to no family. Add it to {nameof(OpFamilies)}.");
        }

        AddTable(page, "Images", "Ops.Image", Methods(typeof(Ops.Image)).OrderBy(m => m.Name, StringComparer.Ordinal), documentation);
        AddTable(page, "Random numbers", "Keras.Random", Methods(typeof(Keras.Random)).OrderBy(m => m.Name, StringComparer.Ordinal), documentation);
        return page.ToString();
    }

    private static MethodInfo[] Methods(Type type) => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);

    private static void AddTable(StringBuilder page, string family, string place, IEnumerable<MethodInfo> methods, Documentation documentation)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {family}\n\n| op | what it gives | gradient |\n|---|---|---|\n");
        foreach (MethodInfo method in methods)
        {
            string gradient = method.GetCustomAttribute<NotDifferentiableAttribute>() is { } none ? none.Reason : "yes";
            page.Append(CultureInfo.InvariantCulture, $"| `{place}.{method.Name}({Documentation.Parameters(method)})` | {documentation.Summary(method)} | {gradient} |\n");
        }
    }
}
