namespace KerasSharp.Datasets;

/// <summary>
/// Draws one digit: a style of strokes, bent by a smooth random field, turned, sheared, scaled and moved, drawn with a pen of random
/// width and softness, with random contrast and noise. One painter serves one thread.
/// </summary>
internal sealed class DigitPainter
{
    public const int Size = 28;

    /// <summary>Beyond this distance from a stroke no pen leaves ink.</summary>
    private const double Reach = 3.5;

    private readonly double[] _distance = new double[Size * Size];
    private readonly double[] _waves = new double[4 * 4];

    /// <summary>Draws the digit with the number <paramref name="random"/> begins at.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">Source of everything that varies.</param>
    /// <param name="pixels">Where to draw: 28 rows of 28 pixels, 0 background to 255 ink.</param>
    public void Paint(int digit, ref DigitRandom random, Span<byte> pixels)
    {
        StrokePath[] styles = DigitStrokes.Styles[digit];
        StrokePath path = styles[random.Below(styles.Length)];

        // Affine map from the unit square to pixels: x' = shear(rotate(scale(x))) + middle.
        double height = random.Uniform(15.5, 21.5), width = height * random.Uniform(0.72, 1.08);
        double angle = 0.16 * random.Normal(), shear = 0.16 * random.Normal() - 0.08;
        double cos = DigitRandom.Cos(angle), sin = DigitRandom.Sin(angle);
        double ax = cos * width, bx = (-sin + (cos * shear)) * height, ay = sin * width, by = (cos + (sin * shear)) * height;
        double mx = 14 + (1.3 * random.Normal()), my = 14 + (1.1 * random.Normal());

        // Elastic distortion: a few long sine waves in each direction move the points of the strokes.
        double bend = random.Uniform(0.015, 0.055);
        for (int i = 0; i < _waves.Length; i += 4)
        {
            _waves[i] = random.Uniform(-7, 7);
            _waves[i + 1] = random.Uniform(-7, 7);
            _waves[i + 2] = random.Uniform(0, 2 * Math.PI);
            _waves[i + 3] = bend * random.Uniform(0.5, 1.4);
        }

        double pen = random.Uniform(0.65, 1.75), press = random.Uniform(-0.35, 0.35), softness = random.Uniform(0.8, 1.6);
        Array.Fill(_distance, Reach);
        double px = 0, py = 0, pr = 0;
        IReadOnlyList<(double X, double Y, bool Starts)> points = path.Points;
        for (int i = 0; i < points.Count; i++)
        {
            (double x, double y, bool starts) = points[i];
            x -= 0.5;
            y -= 0.5;
            double ex = x + Wave(0, x, y) + Wave(4, x, y), ey = y + Wave(8, x, y) + Wave(12, x, y);
            double qx = (ax * ex) + (bx * ey) + mx, qy = (ay * ex) + (by * ey) + my;
            double qr = pen * (1 + (press * y));   // the pen presses harder towards one end
            if (!starts)
            {
                Segment(px, py, pr, qx, qy, qr);
            }

            (px, py, pr) = (qx, qy, qr);
        }

        Develop(ref random, softness, pixels);
    }

    private double Wave(int at, double x, double y) => _waves[at + 3] * DigitRandom.Sin((_waves[at] * x) + (_waves[at + 1] * y) + _waves[at + 2]);

    /// <summary>Lowers the distances of the pixels around a piece of a stroke; distances count from the edge of the pen.</summary>
    private void Segment(double x0, double y0, double r0, double x1, double y1, double r1)
    {
        double reach = Math.Max(r0, r1) + 1.1;
        int left = Math.Max((int)Math.Floor(Math.Min(x0, x1) - reach), 0), right = Math.Min((int)Math.Ceiling(Math.Max(x0, x1) + reach), Size - 1);
        int top = Math.Max((int)Math.Floor(Math.Min(y0, y1) - reach), 0), bottom = Math.Min((int)Math.Ceiling(Math.Max(y0, y1) + reach), Size - 1);
        double dx = x1 - x0, dy = y1 - y0, scale = 1 / Math.Max((dx * dx) + (dy * dy), 1e-9);
        for (int y = top; y <= bottom; y++)
        {
            double vy = y + 0.5 - y0;
            Span<double> row = _distance.AsSpan(y * Size, Size);
            for (int x = left; x <= right; x++)
            {
                double vx = x + 0.5 - x0, t = Math.Clamp(((vx * dx) + (vy * dy)) * scale, 0, 1);
                double ox = vx - (t * dx), oy = vy - (t * dy), limit = row[x] + r0 + (t * (r1 - r0));
                double squared = (ox * ox) + (oy * oy);
                if (limit > 0 && squared < limit * limit)
                {
                    row[x] = Math.Sqrt(squared) - (r0 + (t * (r1 - r0)));
                }
            }
        }
    }

    /// <summary>Distances become grey values: soft edges, uneven ink, a grainy ground.</summary>
    private void Develop(ref DigitRandom random, double softness, Span<byte> pixels)
    {
        double ink = random.Uniform(150, 255), slope = 1 / softness;
        double noise = random.Below(3) == 0 ? random.Uniform(4, 26) : random.Uniform(0, 5);
        double ground = random.Below(3) == 0 ? random.Uniform(0, 24) : 0;
        for (int i = 0; i < pixels.Length; i++)
        {
            double cover = Math.Clamp(0.5 - (_distance[i] * slope), 0, 1);
            double value = ground + ((ink - ground) * cover) + (noise * random.Normal());
            pixels[i] = (byte)Math.Clamp(value + 0.5, 0, 255);
        }
    }
}
