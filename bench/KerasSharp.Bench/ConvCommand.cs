using System.Diagnostics;
using KerasSharp.Cpu.Kernels.Convolution;

namespace KerasSharp.Bench;

/// <summary>
/// GFLOP/s, counted as in the direct form, of every distinct convolution of ResNet-50 and MobileNetV2: forward with a packed filter, and both gradients,
/// which pack what they need. Beside it the share of the multiply-add peak of the same run; Winograd's form may pass it.
/// </summary>
internal static unsafe class ConvCommand
{
    public static int Run(BenchOptions options)
    {
        Engine.ThreadCount = options.Threads;
        double peak = PeakRate.Measure(options.Threads);
        Console.WriteLine($"multiply-add peak of {options.Threads} threads: {peak:F0} GFLOP/s; share of it in per cent");
        var rows = new List<(string Name, double Share)>();
        foreach (int batch in new[] { 1, 16 })
        {
            Console.WriteLine($"{$"batch {batch}",-52}{"forward",16}{(batch > 1 ? $"{"input gradient",18}{"filter gradient",18}" : "")}");
            foreach ((string net, ConvShape shape) in ConvolutionList.Of(batch))
            {
                string name = $"{net} {shape.KH}x{shape.KW}/{shape.StrideH}{(shape.IsDepthwise ? " depthwise" : "")} {shape.N}x{shape.H}x{shape.W}x{shape.C}->{shape.OC}";
                Console.Write($"{name,-52}");
                foreach ((string pass, double rate) in Measure(shape, batch > 1, options.Seconds))
                {
                    Console.Write($"{rate,9:F1} {100 * rate / peak,5:F0} %");
                    rows.Add(($"{name} {pass}", rate / peak));
                }

                Console.WriteLine();
            }
        }

        Console.WriteLine("the three worst:");
        foreach ((string name, double share) in rows.OrderBy(r => r.Share).Take(3))
        {
            Console.WriteLine($"  {name}: {100 * share:F0} %");
        }

        return 0;
    }

    private static List<(string Pass, double Rate)> Measure(ConvShape shape, bool gradients, double seconds)
    {
        float[] x = Fill((long)shape.N * shape.H * shape.W * shape.C), y = Fill((long)shape.N * shape.OH * shape.OW * shape.OC);
        float[] w = Fill((long)shape.KH * shape.KW * shape.GroupC * shape.OC), packed = Fill(Math.Max(1, Conv.PackedSize(in shape)));
        double work = 2.0 * y.Length * shape.KH * shape.KW * shape.GroupC / 1e9;
        var rates = new List<(string, double)>();
        fixed (float* px = x, py = y, pw = w, pp = packed)
        {
            float* image = px, result = py, filter = pw, form = pp;
            if (Conv.PackedSize(in shape) > 0)
            {
                Conv.Pack(in shape, filter, form);
            }
            else
            {
                form = filter;
            }

            rates.Add(("forward", work / Fastest(() => Conv.Forward(in shape, image, form, result, default), seconds)));
            if (gradients)
            {
                rates.Add(("input gradient", work / Fastest(() => Conv.InputGradient(in shape, result, filter, image), seconds)));
                rates.Add(("filter gradient", work / Fastest(() => Conv.FilterGradient(in shape, image, result, filter), seconds)));
            }
        }

        return rates;
    }

    private static float[] Fill(long count)
    {
        float[] values = GC.AllocateUninitializedArray<float>((int)count, pinned: true);
        var random = new Random(1);
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (random.NextSingle() * 2) - 1;
        }

        return values;
    }

    /// <summary>Seconds of the fastest call within a time.</summary>
    private static double Fastest(Action call, double seconds)
    {
        double best = double.MaxValue;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 3 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
        {
            long from = Stopwatch.GetTimestamp();
            call();
            best = Math.Min(best, Stopwatch.GetElapsedTime(from).TotalSeconds);
        }

        return best;
    }
}
