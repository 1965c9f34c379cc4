namespace KerasSharp.Primitives;

/// <summary>Whether a C# number type is a floating-point one: a constant to the compiler, so that branches on it cost nothing.</summary>
internal static class NumberKind<T>
{
    public static bool IsFloat => typeof(T) == typeof(float) || typeof(T) == typeof(double) || typeof(T) == typeof(Half);
}
