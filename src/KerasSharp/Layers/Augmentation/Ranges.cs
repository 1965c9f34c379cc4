namespace KerasSharp.Layers;

/// <summary>Ranges that augmentations draw from, as their constructors take them.</summary>
internal static class Ranges
{
    /// <summary>A pair in order; one number x stands for (-|x|, |x|), cut off at the least.</summary>
    /// <param name="given">One number or two.</param>
    /// <param name="low">The least number that makes sense.</param>
    /// <param name="high">The greatest.</param>
    /// <param name="name">Name of the argument.</param>
    /// <param name="owner">The layer.</param>
    /// <param name="within">Whether both numbers of a pair must lie between those; else it is enough that the ranges meet, as in Keras.</param>
    public static FloatTuple Around(FloatTuple given, double low, double high, string name, string owner, bool within = false)
    {
        bool Inside(double x) => x >= low && x <= high;
        bool good = given switch
        {
            { Count: 1 } => Inside(given[0]) || (within && Inside(Math.Abs(given[0]))),
            { Count: 2 } when within => Inside(given[0]) && Inside(given[1]),
            { Count: 2 } => Math.Min(given[0], given[1]) <= high && Math.Max(given[0], given[1]) >= low,
            _ => false,
        };
        if (!good)
        {
            throw new ArgumentException($"{owner}: {name} must be a number, or a range of two, between {low} and {high}. Received: {name}={given}.", name);
        }

        double least = given.Count == 1 ? Math.Max(-Math.Abs(given[0]), low) : Math.Min(given[0], given[1]);
        return (double[])[least, given.Count == 1 ? Math.Abs(given[0]) : Math.Max(given[0], given[1])];
    }

    /// <summary>The least and the greatest number of images; 0 and 255 when not given.</summary>
    public static FloatTuple Values(FloatTuple valueRange, string owner)
    {
        FloatTuple range = valueRange.IsNone ? [0, 255] : valueRange;
        if (range.Count != 2 || range[0] == range[1] || !double.IsFinite(range[0]) || !double.IsFinite(range[1]))
        {
            throw new ArgumentException($"{owner}: valueRange must be two different numbers. Received: valueRange={range}. Write [0, 255] for bytes and [0, 1] for scaled images.", nameof(valueRange));
        }

        return (double[])[Math.Min(range[0], range[1]), Math.Max(range[0], range[1])];
    }
}
