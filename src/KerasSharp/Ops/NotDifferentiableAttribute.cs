namespace KerasSharp;

/// <summary>Says why a function has no gradient. All functions of <see cref="Ops"/> without this attribute have one.</summary>
/// <param name="reason">Why, in a sentence.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NotDifferentiableAttribute(string reason) : Attribute
{
    /// <summary>Why, in a sentence.</summary>
    public string Reason { get; } = reason;
}
