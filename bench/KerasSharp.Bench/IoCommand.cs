using System.Diagnostics;
using System.Globalization;
using KerasSharp.Layers;

namespace KerasSharp.Bench;

/// <summary>
/// A table of formats: least times of saving and loading a model beside copying a file of as many bytes, and beside a peer that takes turns with us. Saving and copying end when the bytes are on
/// the disk. Each writes a new file: on some file systems giving an old one's blocks back takes longer than writing the new.
/// </summary>
internal static class IoCommand
{
    private const int Units = 1024;

    public static int Run(IoOptions options)
    {
        string folder = Directory.CreateDirectory(Path.Combine(options.Folder, $"kerassharp-io-{Environment.ProcessId}")).FullName;
        try
        {
            using LinePeer? peer = options.Peer is { } command ? new LinePeer(command, folder, options.Megabytes.ToString(CultureInfo.InvariantCulture)) : null;
            Measure(options, folder, peer);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    private static void Measure(IoOptions options, string folder, LinePeer? peer)
    {
        Sequential model = Model(options.Megabytes), other = Model(options.Megabytes);
        IoCase[] cases =
        [
            new(".keras", Path.Combine(folder, "m.keras"), path => model.Save(path), path => KerasSharp.Model.Load(path)),
            new(".h5", Path.Combine(folder, "m.h5"), path => model.Save(path), path => KerasSharp.Model.Load(path)),
            new(".weights.h5", Path.Combine(folder, "m.weights.h5"), path => model.SaveWeights(path), path => other.LoadWeights(path)),
            new(".safetensors", Path.Combine(folder, "m.safetensors"), path => model.SaveWeights(path), path => other.LoadWeights(path)),
            new(".npz", Path.Combine(folder, "m.npz"), path => model.SaveWeights(path), path => other.LoadWeights(path)),
        ];
        var copy = new IoTimes();
        var theirs = new IoTimes();
        string source = Path.Combine(folder, "bytes"), target = Path.Combine(folder, "copy");
        byte[] bytes = new byte[options.Megabytes * 1_000_000L];
        new Random(1).NextBytes(bytes);
        File.WriteAllBytes(source, bytes);
        for (int round = 0; round < options.Rounds; round++)
        {
            copy.Save(target, path => Copy(source, path));
            copy.Load(() => Read(source));
            foreach (IoCase format in cases)
            {
                format.Times.Save(format.Path, format.Save);
                format.Times.Load(() => format.Load(format.Path));
            }

            if (peer?.Ask("round") is { } times)
            {
                theirs.Take(Of(times, "save"), Of(times, "load"));
            }
        }

        Console.WriteLine($"{options.Megabytes} MB, least of {options.Rounds} rounds; copying a file of as many bytes: {Time(copy.LeastSave)}; reading one into memory: {Time(copy.LeastLoad)}.\n");
        Console.WriteLine("| format | save | copy / save | load | copy / load |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (IoCase format in cases)
        {
            Row(format.Name, format.Times, copy);
        }

        if (peer is not null)
        {
            Row("h5py, the same datasets", theirs, copy);
        }
    }

    private static void Row(string name, IoTimes times, IoTimes copy) =>
        Console.WriteLine($"| {name} | {Time(times.LeastSave)} | {Ratio(copy.LeastSave / times.LeastSave)} | {Time(times.LeastLoad)} | {Ratio(copy.LeastSave / times.LeastLoad)} |");

    /// <summary>Layers of four megabytes each, as much as the blocks of larger models have.</summary>
    private static Sequential Model(int megabytes)
    {
        int layers = (int)Math.Ceiling(megabytes * 1e6 / ((Units + 1) * Units * sizeof(float)));
        return new Sequential([new InputLayer([Units]), .. Enumerable.Range(0, layers).Select(i => new Dense(Units, name: $"dense_{i}"))]);
    }

    private static void Copy(string source, string target)
    {
        byte[] buffer = new byte[1 << 20];
        using FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.Read, 0), to = new(target, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        for (int read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            to.Write(buffer.AsSpan(0, read));
        }

        to.Flush(flushToDisk: true);
    }

    private static void Read(string path) => GC.KeepAlive(File.ReadAllBytes(path));

    private static double Of(Dictionary<string, double> times, string name) =>
        times.TryGetValue(name, out double seconds) ? seconds : throw new ArgumentException($"The peer must answer with the seconds of \"save\" and \"load\". Received: {string.Join(", ", times.Keys)}.");

    private static string Time(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F0} ms");

    private static string Ratio(double ratio) => ratio.ToString("F2", CultureInfo.InvariantCulture);

    private sealed record IoCase(string Name, string Path, Action<string> Save, Action<string> Load)
    {
        public IoTimes Times { get; } = new();
    }

    /// <summary>Least times of saving and loading.</summary>
    private sealed class IoTimes
    {
        public double LeastSave { get; private set; } = double.MaxValue;

        public double LeastLoad { get; private set; } = double.MaxValue;

        public void Save(string path, Action<string> action)
        {
            File.Delete(path);
            LeastSave = Math.Min(LeastSave, Seconds(() => action(path)));
        }

        public void Load(Action action) => LeastLoad = Math.Min(LeastLoad, Seconds(action));

        public void Take(double save, double load) => (LeastSave, LeastLoad) = (Math.Min(LeastSave, save), Math.Min(LeastLoad, load));

        private static double Seconds(Action action)
        {
            // What earlier rounds left is not to be paid for here.
            GC.Collect();
            GC.WaitForPendingFinalizers();
            long start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
    }
}
