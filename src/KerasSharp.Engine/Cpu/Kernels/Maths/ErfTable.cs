using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KerasSharp.Cpu.Kernels.Maths;

/// <summary>
/// erf(t) / t on the eight halves between 0 and 4, each by the polynomial of degree 6 around its middle that interpolates at Chebyshev's points: within 1e-8 of the
/// value. Coefficients of a degree lie side by side, the highest degree first.
/// </summary>
internal static unsafe class ErfTable
{
    private static ReadOnlySpan<float> Table =>
    [
        -0.0180696715f, 0.0142019065f, 0.0100800125f, -0.00332728005f, -0.00282983319f, -0.000360706268f, 0.000136812232f, 8.93721517e-05f,
        -0.0349704213f, -0.037270654f, 0.00808482338f, 0.014861891f, 0.00357197621f, -0.000674651528f, -0.000717117277f, -0.000355657714f,
        0.0890261233f, -0.0248602629f, -0.0579856634f, -0.0196750667f, 0.00285379658f, 0.0047205952f, 0.00264827698f, 0.00134414516f,
        0.104691826f, 0.169324234f, 0.066341877f, -0.0136731872f, -0.0255078375f, -0.0162394661f, -0.00889318995f, -0.00505434629f,
        -0.335351139f, -0.100217491f, 0.0846302137f, 0.114094391f, 0.079109937f, 0.0474155024f, 0.0290985536f, 0.0189620163f,
        -0.181165487f, -0.407035112f, -0.401439309f, -0.292021394f, -0.194067538f, -0.132004902f, -0.0946651697f, -0.071110867f,
        1.10530555f, 0.948207498f, 0.738320112f, 0.563812375f, 0.44379434f, 0.363599777f, 0.307690978f, 0.266666651f,
    ];

    /// <summary>Where they are; constant data of the assembly does not move.</summary>
    public static float* Coefficients
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Table));
    }
}
