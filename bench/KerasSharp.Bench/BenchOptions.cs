using System.Globalization;

namespace KerasSharp.Bench;

/// <summary>Options that all commands share.</summary>
internal sealed record BenchOptions(int Threads, double Seconds, Workload[] Workloads)
{
    public static BenchOptions Parse(string[] args)
    {
        int threads = 2;
        double seconds = 3;
        var names = new List<string>();
        for (int i = 0; i < args.Length; i++)
        {
            if (args[i] is "--threads" or "--seconds")
            {
                string option = args[i];
                string text = ++i < args.Length ? args[i] : throw new ArgumentException($"{option} needs a value.");
                if (!double.TryParse(text, CultureInfo.InvariantCulture, out double value) || value <= 0)
                {
                    throw new ArgumentException($"{option} needs a positive number. Received: {text}.");
                }

                (threads, seconds) = option == "--threads" ? ((int)value, seconds) : (threads, value);
            }
            else
            {
                names.Add(args[i]);
            }
        }

        Workload[] chosen = names.Count == 0 ? Bench.Workloads.All : [.. names.Select(Bench.Workloads.Find)];
        return new BenchOptions(threads, seconds, chosen);
    }
}
