using System.Globalization;

namespace KerasSharp.Bench;

/// <summary>A process of <c>bench/peers/torch_layers.py</c>, which reads the name of a layer and answers with its times.</summary>
/// <param name="command">The command line: an interpreter and the script.</param>
/// <param name="threads">Its number of threads.</param>
/// <param name="seconds">Time to spend on each measurement.</param>
internal sealed class LayerPeer(string command, int threads, double seconds) : IDisposable
{
    private readonly LinePeer _peer = new(command, seconds.ToString(CultureInfo.InvariantCulture), threads.ToString(CultureInfo.InvariantCulture));

    /// <summary>Milliseconds of a forward pass and of forward and backward; null where the peer has no such layer.</summary>
    public (double Forward, double Both)? Measure(string name) => _peer.Ask(name) is var times && times.TryGetValue("forward", out double forward) ? (forward, times["both"]) : null;

    public void Dispose() => _peer.Dispose();
}
