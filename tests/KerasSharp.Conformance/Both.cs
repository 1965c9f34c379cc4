namespace KerasSharp.Conformance;

/// <summary>Runs the function of a case eagerly and compiled, and holds outputs and gradients of both to the arrays of the case.</summary>
internal static class Both
{
    /// <summary>Checks outputs, and gradients where the case has them.</summary>
    /// <param name="item">The case.</param>
    /// <param name="function">The outputs from the inputs of the case.</param>
    public static void Check(ConformanceCase item, Func<ConformanceCase, IReadOnlyList<Tensor>, Tensor[]> function)
    {
        Tensor[] inputs = Inputs(item);
        string[] sources = item.Object("grads") is { } grads && grads.TryGetValue("gin", out object? gin)
            ? [.. ((List<object?>)gin!).Cast<string>().Where(key => !Strings(grads, "nonfinite").Contains(key))]
            : [];
        string[] cotangents = item.HasArray("r0") ? Strings(item.Object("grads")!, "cotangents") : [];
        Tensor[] all = [.. inputs, .. cotangents.Select(item.Tensor)];

        Tensor[] Body(Tensor[] x)
        {
            Tensor[] own = x[..inputs.Length];
            if (sources.Length == 0)
            {
                return function(item, own);
            }

            using var tape = new GradientTape();
            Tensor[] wanted = [.. sources.Select(key => own[int.Parse(key.AsSpan(3))])];
            Array.ForEach(wanted, tape.Watch);
            Tensor[] outputs = function(item, own);
            Tensor[] found = tape.Gradient(outputs[0], wanted, x[inputs.Length]);
            return [.. outputs, .. found];
        }

        Compare(Body(all), "eager");
        Compare(Function.Compile(Body, item.Id).Call(all), "compiled");

        void Compare(Tensor[] results, string how)
        {
            int count = results.Length - sources.Length;
            for (int i = 0; i < results.Length; i++)
            {
                item.Expect(i < count ? $"out{i}" : sources[i - count], results[i], how);
            }
        }
    }

    public static Tensor[] Inputs(ConformanceCase item) => [.. item.List("inputs").Select((_, i) => item.Tensor($"in{i}"))];

    private static string[] Strings(Saving.Config map, string key) =>
        map.TryGetValue(key, out object? value) && value is List<object?> list ? [.. list.OfType<string>()] : [];
}
