using System.Numerics;
using System.Runtime.CompilerServices;

namespace KerasSharp.Primitives;

/// <summary>A vector of doubles with the operators that generic code asks for, which the class library's has by itself only.</summary>
internal readonly struct DoubleLanes(Vector<double> value)
    : IAdditionOperators<DoubleLanes, DoubleLanes, DoubleLanes>, ISubtractionOperators<DoubleLanes, DoubleLanes, DoubleLanes>, IMultiplyOperators<DoubleLanes, DoubleLanes, DoubleLanes>
{
    private readonly Vector<double> _value = value;

    public static int Count => Vector<double>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator +(DoubleLanes left, DoubleLanes right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator -(DoubleLanes left, DoubleLanes right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLanes operator *(DoubleLanes left, DoubleLanes right) => new(left._value * right._value);
}
