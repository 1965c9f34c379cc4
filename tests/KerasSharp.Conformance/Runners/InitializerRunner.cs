using KerasSharp.Saving;

namespace KerasSharp.Conformance.Runners;

/// <summary>Initializers: the values where Keras's are determined, else their statistics, over as many draws as the case took.</summary>
internal static class InitializerRunner
{
    public static void Run(ConformanceCase item)
    {
        Initializer initializer = CaseObjects.Make<Initializer>(item, "keras.initializers");
        if (item.Has("disputed"))
        {
            // Keras leaves an argument out of the config of Identity.
            initializer = CaseObjects.Again<Initializer>(item, "keras.initializers", item.Object("ctor_kwargs") ?? []);
        }

        Shape shape = Shape.Of([.. item.List("shape").Select(n => (int)ConformanceCase.Number(n))]);
        if (item.HasArray("out0"))
        {
            item.Expect("out0", initializer.Call(shape), "eager");
            return;
        }

        double[] values = CaseTensors.Numbers(initializer.Call(shape));
        if (!values.SequenceEqual(CaseTensors.Numbers(initializer.Call(shape))))
        {
            throw new CaseFailedException("two calls of one object give different values");
        }

        Config seeded = new((item.Object("config") ?? []).Append(new("seed", 12L)));
        double[] Draw(int seed)
        {
            seeded["seed"] = seed;
            return CaseTensors.Numbers(CaseObjects.Again<Initializer>(item, "keras.initializers", seeded).Call(shape));
        }

        if (!Draw(12).SequenceEqual(Draw(12)) || Draw(12).SequenceEqual(Draw(13)))
        {
            throw new CaseFailedException("the seed does not decide the values");
        }

        double n = ((Config)item.Json["sample_stats"]!)["n"] is { } total ? ConformanceCase.Number(total) : values.Length;
        List<double> sample = [];
        for (int seed = 100; sample.Count < n; seed++)
        {
            sample.AddRange(Draw(seed));
        }

        Statistics(item, sample);
        if (item.Has("gram_diag"))
        {
            Gram(item, shape, values);
        }
    }

    private static void Statistics(ConformanceCase item, List<double> sample)
    {
        double mean = sample.Average(), deviation = Math.Sqrt(sample.Average(x => (x - mean) * (x - mean)));
        Config reference = item.Object("theoretical") ?? item.Object("sample_stats")!;
        double std = ConformanceCase.Number(reference["std"]), expectedMean = ConformanceCase.Number(reference["mean"]);
        // Five standard errors of a mean and of a deviation.
        double error = 5 * std / Math.Sqrt(sample.Count);
        if (Math.Abs(mean - expectedMean) > error + 1e-9 || Math.Abs(deviation - std) > error + 1e-9)
        {
            throw new CaseFailedException($"mean {mean:G5} and deviation {deviation:G5}, expected {expectedMean:G5} and {std:G5}");
        }

        if (Bound(reference, "min_bound") is { } low && sample.Min() < low - (1e-6 * Math.Abs(low)))
        {
            throw new CaseFailedException($"the least value is {sample.Min():G9}, expected {low:G9} or more");
        }

        if (Bound(reference, "max_bound") is { } high && sample.Max() > high + (1e-6 * Math.Abs(high)))
        {
            throw new CaseFailedException($"the greatest value is {sample.Max():G9}, expected {high:G9} or less");
        }
    }

    private static double? Bound(Config reference, string key) => reference.TryGetValue(key, out object? value) && value is not null ? ConformanceCase.Number(value) : null;

    private static void Gram(ConformanceCase item, Shape shape, double[] values)
    {
        int columns = shape[^1], rows = values.Length / columns;
        double diagonal = ConformanceCase.Number(item.Json["gram_diag"]);
        bool tall = rows >= columns;
        int size = tall ? columns : rows, length = tall ? rows : columns;
        double At(int vector, int i) => tall ? values[(i * columns) + vector] : values[(vector * columns) + i];
        for (int a = 0; a < size; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, length).Sum(i => At(a, i) * At(b, i));
                if (Math.Abs(product - (a == b ? diagonal : 0)) > 1e-4)
                {
                    throw new CaseFailedException($"the product of vectors {a} and {b} is {product:G6}");
                }
            }
        }
    }
}
