namespace KerasSharp.Datasets;

/// <summary>
/// The strokes of a digit as polylines in the unit square (x to the right, y down). Lines, arcs and Bezier curves are cut into short
/// pieces as they are added.
/// </summary>
internal sealed class StrokePath
{
    /// <summary>Pieces are about this long, a little over one pixel of the picture.</summary>
    private const double PieceLength = 0.07;

    private readonly List<(double X, double Y, bool Starts)> _points = [];

    /// <summary>Points in drawing order; <c>Starts</c> is true where the pen is put down anew.</summary>
    public IReadOnlyList<(double X, double Y, bool Starts)> Points => _points;

    private (double X, double Y) Last => (_points[^1].X, _points[^1].Y);

    /// <summary>Puts the pen down.</summary>
    public StrokePath Move(double x, double y)
    {
        _points.Add((x, y, true));
        return this;
    }

    /// <summary>A straight line to a point.</summary>
    public StrokePath Line(double x, double y)
    {
        (double x0, double y0) = Last;
        return Add(Distance(x0, y0, x, y), t => (x0 + ((x - x0) * t), y0 + ((y - y0) * t)));
    }

    /// <summary>A cubic Bezier curve with two control points to a point.</summary>
    public StrokePath Curve(double x1, double y1, double x2, double y2, double x, double y)
    {
        (double x0, double y0) = Last;
        double length = Distance(x0, y0, x1, y1) + Distance(x1, y1, x2, y2) + Distance(x2, y2, x, y);
        return Add(length, t =>
        {
            double u = 1 - t, a = u * u * u, b = 3 * u * u * t, c = 3 * u * t * t, d = t * t * t;
            return ((a * x0) + (b * x1) + (c * x2) + (d * x), (a * y0) + (b * y1) + (c * y2) + (d * y));
        });
    }

    /// <summary>An arc of an ellipse; the pen is drawn to its start if it is down, and put down there if it is not.</summary>
    /// <param name="x">Centre.</param>
    /// <param name="y">Centre.</param>
    /// <param name="rx">Half width.</param>
    /// <param name="ry">Half height.</param>
    /// <param name="from">Angle in degrees at which it begins: 0 right, 90 below.</param>
    /// <param name="to">Angle at which it ends; less than <paramref name="from"/> runs against the clock.</param>
    public StrokePath Arc(double x, double y, double rx, double ry, double from, double to)
    {
        const double Degree = Math.PI / 180;
        (double X, double Y) At(double t)
        {
            double angle = (from + ((to - from) * t)) * Degree;
            return (x + (rx * DigitRandom.Cos(angle)), y + (ry * DigitRandom.Sin(angle)));
        }

        (double sx, double sy) = At(0);
        if (_points.Count == 0)
        {
            Move(sx, sy);
        }
        else if (Distance(Last.X, Last.Y, sx, sy) > 1e-6)
        {
            Line(sx, sy);
        }

        return Add(Math.Abs(to - from) * Degree * (rx + ry) / 2, At);
    }

    private static double Distance(double x0, double y0, double x1, double y1) => Math.Sqrt(((x1 - x0) * (x1 - x0)) + ((y1 - y0) * (y1 - y0)));

    private StrokePath Add(double length, Func<double, (double X, double Y)> curve)
    {
        int pieces = Math.Max(1, (int)Math.Round(length / PieceLength));
        for (int i = 1; i <= pieces; i++)
        {
            (double x, double y) = curve(i / (double)pieces);
            _points.Add((x, y, false));
        }

        return this;
    }
}
