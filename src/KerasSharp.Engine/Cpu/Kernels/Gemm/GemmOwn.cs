namespace KerasSharp.Cpu.Kernels.Gemm;

/// <summary>What a part of a product packs for itself, in its thread's own cache; the rest is packed once for all parts.</summary>
internal enum GemmOwn
{
    Nothing,

    /// <summary>Its tiles of A.</summary>
    Tiles,

    /// <summary>Its panels of B.</summary>
    Panels,
}
