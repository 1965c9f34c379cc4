namespace KerasSharp.Bench;

/// <summary>Options of <c>gemm</c>.</summary>
internal sealed record GemmOptions(int Threads, double Seconds, string? Limits, GemmShape[] Shapes)
{
    public static GemmOptions Parse(string[] args)
    {
        var options = new GemmOptions(1, 0.5, null, [.. new[] { 32, 64, 128, 256, 512, 1024, 2048 }.Select(GemmShape.Square)]);
        var shapes = new List<GemmShape>();
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                shapes.Add(GemmShape.Parse(args[i]));
                continue;
            }

            string option = args[i];
            string text = ++i < args.Length ? args[i] : throw new ArgumentException($"{option} needs a value.");
            options = option switch
            {
                "--threads" => options with { Threads = (int)LayersOptions.Number(option, text) },
                "--seconds" => options with { Seconds = LayersOptions.Number(option, text) },
                "--limits" => options with { Limits = text },
                _ => throw new ArgumentException($"Unknown option {option}. Expected --threads, --seconds or --limits."),
            };
        }

        return shapes.Count == 0 ? options : options with { Shapes = [.. shapes] };
    }
}
