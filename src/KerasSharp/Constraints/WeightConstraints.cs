using System.Runtime.CompilerServices;
using KerasSharp.Constraints;

namespace KerasSharp;

/// <summary>Which weights have constraints: set where the weight is made, applied where it is updated.</summary>
internal static class WeightConstraints
{
    private static readonly ConditionalWeakTable<Variable, Constraint> Table = [];

    public static void Set(Variable variable, Constraint constraint) => Table.AddOrUpdate(variable, constraint);

    public static Constraint? Of(Variable variable) => Table.TryGetValue(variable, out Constraint? constraint) ? constraint : null;
}
