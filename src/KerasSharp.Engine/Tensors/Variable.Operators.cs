namespace KerasSharp;

/// <content>
/// Arithmetic and comparison of the present value. C# looks for operators in the types of the two operands only: without these, <c>0.9 * variable</c> and
/// <c>variable + variable</c> would find none.
/// </content>
public sealed partial class Variable
{
    /// <summary>Sum of the values.</summary>
    public static Tensor operator +(Variable left, Variable right) => left.Value + right.Value;

    /// <summary>Sum of the value and a tensor or number.</summary>
    public static Tensor operator +(Variable left, Tensor right) => left.Value + right;

    /// <summary>Sum of a tensor or number and the value.</summary>
    public static Tensor operator +(Tensor left, Variable right) => left + right.Value;

    /// <summary>Difference of the values.</summary>
    public static Tensor operator -(Variable left, Variable right) => left.Value - right.Value;

    /// <summary>Difference of the value and a tensor or number.</summary>
    public static Tensor operator -(Variable left, Tensor right) => left.Value - right;

    /// <summary>Difference of a tensor or number and the value.</summary>
    public static Tensor operator -(Tensor left, Variable right) => left - right.Value;

    /// <summary>Product of the values.</summary>
    public static Tensor operator *(Variable left, Variable right) => left.Value * right.Value;

    /// <summary>Product of the value and a tensor or number.</summary>
    public static Tensor operator *(Variable left, Tensor right) => left.Value * right;

    /// <summary>Product of a tensor or number and the value.</summary>
    public static Tensor operator *(Tensor left, Variable right) => left * right.Value;

    /// <summary>Quotient of the values.</summary>
    public static Tensor operator /(Variable left, Variable right) => left.Value / right.Value;

    /// <summary>Quotient of the value and a tensor or number.</summary>
    public static Tensor operator /(Variable left, Tensor right) => left.Value / right;

    /// <summary>Quotient of a tensor or number and the value.</summary>
    public static Tensor operator /(Tensor left, Variable right) => left / right.Value;

    /// <summary>The value with the other sign.</summary>
    public static Tensor operator -(Variable value) => -value.Value;

    /// <summary>Whether elements of the value are less than those of a tensor or number.</summary>
    public static Tensor operator <(Variable left, Tensor right) => left.Value < right;

    /// <summary>Whether elements of the value are less than or equal to those of a tensor or number.</summary>
    public static Tensor operator <=(Variable left, Tensor right) => left.Value <= right;

    /// <summary>Whether elements of the value are greater than those of a tensor or number.</summary>
    public static Tensor operator >(Variable left, Tensor right) => left.Value > right;

    /// <summary>Whether elements of the value are greater than or equal to those of a tensor or number.</summary>
    public static Tensor operator >=(Variable left, Tensor right) => left.Value >= right;
}
