using System.Runtime.CompilerServices;

namespace KerasSharp.Cpu.Kernels.Simd;

/// <summary>Vectors of which only the first lanes exist in memory: the ends of rows.</summary>
internal static unsafe class Lanes<S, V, T>
    where S : ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Loads <paramref name="count"/> lanes; the others hold <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load(T* source, int count, T fill) => count == S.Count ? S.Load(source) : LoadPart(source, count, fill);

    /// <summary>Stores the first <paramref name="count"/> lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(V value, T* destination, int count)
    {
        if (count == S.Count)
        {
            S.Store(value, destination);
        }
        else
        {
            StorePart(value, destination, count);
        }
    }

    /// <summary>The value with all lanes from <paramref name="count"/> on set to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Keep(V value, int count)
    {
        if (count == S.Count)
        {
            return value;
        }
        T* lanes = stackalloc T[16];
        S.Store(value, lanes);
        return LoadPart(lanes, count, default);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static V LoadPart(T* source, int count, T fill)
    {
        T* lanes = stackalloc T[16];
        S.Store(S.Splat(fill), lanes);
        for (int i = 0; i < count; i++)
        {
            lanes[i] = source[i];
        }
        return S.Load(lanes);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void StorePart(V value, T* destination, int count)
    {
        T* lanes = stackalloc T[16];
        S.Store(value, lanes);
        for (int i = 0; i < count; i++)
        {
            destination[i] = lanes[i];
        }
    }
}
