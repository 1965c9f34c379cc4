using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace KerasSharp.Cpu.Kernels.Simd;

/// <summary>
/// The vector width that kernels use: 512, 256 or 128 bits. 128 bits exist on every 64-bit machine that .NET runs on, so
/// there is no level below. Tests lower or raise it to reach each width on one machine; a width that the hardware lacks is
/// emulated by the runtime and correct, only slow.
/// </summary>
internal static class SimdLevel
{
    /// <summary>Width in bits. Set it from tests only, while no kernel runs.</summary>
    public static int Bits { get; set; } = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;

    /// <summary>Width for rows of some elements: half of 512 bits where a row does not fill a vector of those, for what is left of a row is done one by one.</summary>
    public static int BitsFor<T>(long row)
        where T : unmanaged => Bits == 512 && row * Unsafe.SizeOf<T>() < 64 ? 256 : Bits;
}
