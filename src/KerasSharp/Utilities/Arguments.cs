namespace KerasSharp.Utilities;

/// <summary>Checks of numbers given to constructors: the number itself where it makes sense, else an error that names class, argument and value.</summary>
internal static class Arguments
{
    /// <summary>A finite number greater than 0.</summary>
    public static double Positive(string owner, string name, double value) => Require(value > 0 && double.IsFinite(value), owner, name, value, "must be greater than 0");

    /// <summary>A finite number, 0 or more.</summary>
    public static double NotNegative(string owner, string name, double value) => Require(value >= 0 && double.IsFinite(value), owner, name, value, "must be 0 or more");

    /// <summary>A number between 0 and 1, both included.</summary>
    public static double Part(string owner, string name, double value) => Require(value is >= 0 and <= 1, owner, name, value, "must be between 0 and 1");

    /// <summary>A number from 0, included, to 1, excluded: what a running mean keeps.</summary>
    public static double Decay(string owner, string name, double value) => Require(value is >= 0 and < 1, owner, name, value, "must be 0 or more and less than 1");

    /// <summary>A whole number of at least 1.</summary>
    public static int Count(string owner, string name, int value) => AtLeast(owner, name, value, 1);

    /// <summary>A whole number of at least another.</summary>
    public static int AtLeast(string owner, string name, int value, int least) => Require(value >= least, owner, name, value, $"must be at least {least}");

    private static T Require<T>(bool holds, string owner, string name, T value, string what) => holds
        ? value
        : throw new ArgumentOutOfRangeException(name, $"{owner}: {name} {what}. Received: {name}={FormattableString.Invariant($"{value}")}.");
}
