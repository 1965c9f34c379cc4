using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.EngineTests.Cpu;

/// <summary>
/// Runs the numeric tests of the kernels again in child processes whose instruction sets are cut down, so that every path meets every machine: the switches act when a
/// process starts. The child first asserts that the switch has worked.
/// </summary>
public sealed class InstructionSetTests
{
    /// <summary>Names the switched-off set to the child, or <see cref="Nothing"/>; absent in the parent.</summary>
    public const string Variable = "KERASSHARP_TEST_WITHOUT";

    /// <summary>Value of <see cref="Variable"/> in a run on a processor with AVX-512, an emulated one say, at its own width only.</summary>
    private const string Nothing = "nothing";

    private static readonly string[] NumericTests =
    [
        nameof(GemmTests), nameof(GemmInputTests), nameof(ConvolutionTests), nameof(SoftmaxTests), nameof(AttentionTests), nameof(NormalizationTests),
        nameof(ReductionTests), nameof(VectorMathTests), nameof(RecurrenceTests), nameof(TrainingStepTests), "Plans.FusedLoopTests",
    ];

    [Theory]
    [InlineData("AVX512")]
    [InlineData("AVX2")]
    [InlineData("HWIntrinsic")]
    public async Task Kernels_WithoutAnInstructionSet_GiveTheSameNumbers(string set)
    {
        Assert.SkipUnless(RuntimeInformation.ProcessArchitecture == Architecture.X64, "The switches are those of x64.");
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is null, "This is the child.");
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        }

        foreach (string name in NumericTests.Prepend(nameof(InstructionSetTests)))
        {
            start.ArgumentList.Add("--filter-class");
            start.ArgumentList.Add($"{typeof(InstructionSetTests).Namespace}.{name}");
        }

        start.Environment[$"DOTNET_Enable{set}"] = "0";
        start.Environment[Variable] = set;
        if (set == "AVX512")
        {
            start.Environment["DOTNET_EnableAVX512F"] = "0"; // its name before .NET 10
        }

        using Process child = Process.Start(start)!;
        CancellationToken stop = TestContext.Current.CancellationToken;
        Task<string> errors = child.StandardError.ReadToEndAsync(stop);
        string output = await child.StandardOutput.ReadToEndAsync(stop);
        await child.WaitForExitAsync(stop);
        Assert.True(child.ExitCode == 0, $"Without {set} the tests end with code {child.ExitCode}:{Environment.NewLine}{output}{await errors}");
    }

    [Fact]
    public void Features_InTheChild_AreSwitchedOff()
    {
        string? set = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(set is null or Nothing, "This is not the child.");
        Assert.False(Vector512.IsHardwareAccelerated || Avx512F.IsSupported);
        Assert.True(SimdLevel.Bits <= 256);
        if (set != "AVX512")
        {
            Assert.False(Vector256.IsHardwareAccelerated || Avx2.IsSupported || Fma.IsSupported);
            Assert.Equal(128, SimdLevel.Bits);
        }

        if (set == "HWIntrinsic")
        {
            Assert.False(Vector128.IsHardwareAccelerated || Sse.IsSupported || Sse42.IsSupported);
        }
    }

    [Fact]
    public void Features_WithoutNothing_AreThoseOfAvx512()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == Nothing, "A run for processors with AVX-512.");
        Assert.True(Vector512.IsHardwareAccelerated && Avx512F.IsSupported && Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported && Avx512CD.IsSupported);
        Assert.True(Avx2.IsSupported && Fma.IsSupported);
        Assert.Equal(512, SimdLevel.Bits);
    }
}
