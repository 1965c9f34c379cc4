namespace KerasSharp.Graphs;

/// <summary>
/// <c>KERASSHARP_DEBUG</c>: 1 prints the plan of each compiled function when it is made, 2 also times every step and prints the plan with times at
/// the end of the process, 3 also says why neighbours were not fused.
/// </summary>
internal static class DebugLevel
{
    public static int Value { get; set; } = int.TryParse(Environment.GetEnvironmentVariable("KERASSHARP_DEBUG"), out int level) ? level : 0;
}
