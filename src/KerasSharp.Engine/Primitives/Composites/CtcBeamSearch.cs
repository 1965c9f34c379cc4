using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>
/// The likeliest labellings under connectionist temporal classification, by prefix search with beams (Hannun et al. 2014, algorithm 1). Operands: logarithms of
/// probabilities (batch, time, classes), float, and lengths (batch,), int32. Results: labels (paths, batch, time), int32, -1 after the end, and the logarithm of their
/// probability (batch, paths).
/// </summary>
internal sealed record CtcBeamSearch(int Width, int Paths, int Blank) : Primitive
{
    /// <inheritdoc/>
    public override string Name => "ctc_beam_search";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    protected override string NoGradientReason => "a search chooses among whole labellings. Train with CtcLoss.";

    /// <inheritdoc/>
    public override void Infer(ReadOnlySpan<TensorSpec> inputs, Span<TensorSpec> outputs)
    {
        Shape x = inputs[0].Shape;
        if (x.Rank != 3 || !inputs[0].DType.IsFloating() || inputs[1].DType != DType.Int32 || inputs[1].Shape.Rank != 1)
        {
            throw Misfit("the operands must be logarithms (batch, time, classes) and int32 lengths (batch,).", inputs);
        }

        outputs[0] = new TensorSpec(Shape.Of(Paths, x[0], x[1]), DType.Int32);
        outputs[1] = new TensorSpec(Shape.Of(x[0], Paths), inputs[0].DType);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<Operand> inputs, ReadOnlySpan<Operand> outputs)
    {
        Shape x = inputs[0].Shape;
        (int batch, int time, int classes) = (x[0], x[1], x[2]);
        double[] logs = Doubles.Read(inputs[0]);
        Span<int> labels = outputs[0].As<int>();
        labels.Fill(-1);
        for (int b = 0; b < batch; b++)
        {
            List<(int[] Prefix, double Score)> best = Search(logs.AsSpan(b * time * classes, time * classes), Math.Clamp(inputs[1].As<int>()[b], 0, time), classes);
            for (int path = 0; path < Paths; path++)
            {
                bool found = path < best.Count;
                ElementReader.WriteDouble(outputs[1], (b * Paths) + path, found ? best[path].Score : double.NegativeInfinity);
                if (found)
                {
                    best[path].Prefix.CopyTo(labels[(((path * batch) + b) * time)..]);
                }
            }
        }
    }

    private List<(int[] Prefix, double Score)> Search(ReadOnlySpan<double> logs, int time, int classes)
    {
        var beams = new Dictionary<Labels, Beam>();
        beams[new Labels([])] = new Beam(0, double.NegativeInfinity);
        for (int t = 0; t < time; t++)
        {
            var next = new Dictionary<Labels, Beam>();
            foreach ((Labels prefix, Beam beam) in beams)
            {
                double total = beam.Total;
                for (int c = 0; c < classes; c++)
                {
                    double p = logs[(t * classes) + c];
                    if (c == Blank)
                    {
                        Join(next, prefix, total + p, double.NegativeInfinity);
                    }
                    else if (prefix.Values.Length > 0 && prefix.Values[^1] == c)
                    {
                        // The same label again: without a blank between it is the same one.
                        Join(next, prefix, double.NegativeInfinity, beam.Label + p);
                        Join(next, prefix.With(c), double.NegativeInfinity, beam.Blank + p);
                    }
                    else
                    {
                        Join(next, prefix.With(c), double.NegativeInfinity, total + p);
                    }
                }
            }

            beams = next.OrderByDescending(pair => pair.Value.Total).Take(Width).ToDictionary(pair => pair.Key, pair => pair.Value);
        }

        return [.. beams.OrderByDescending(pair => pair.Value.Total).Take(Paths).Select(pair => (pair.Key.Values, pair.Value.Total))];
    }

    private static void Join(Dictionary<Labels, Beam> beams, Labels prefix, double blank, double label)
    {
        Beam old = beams.GetValueOrDefault(prefix, new Beam(double.NegativeInfinity, double.NegativeInfinity));
        beams[prefix] = new Beam(Beam.Add(old.Blank, blank), Beam.Add(old.Label, label));
    }

    /// <summary>Logarithms of the probability of a prefix by whether its last step is blank.</summary>
    private readonly record struct Beam(double Blank, double Label)
    {
        public double Total => Add(Blank, Label);

        public static double Add(double a, double b)
        {
            double top = Math.Max(a, b);
            return double.IsNegativeInfinity(top) ? top : top + Math.Log(Math.Exp(a - top) + Math.Exp(b - top));
        }
    }

    /// <summary>A prefix that compares by its labels.</summary>
    private readonly struct Labels(int[] values) : IEquatable<Labels>
    {
        public int[] Values { get; } = values;

        public Labels With(int label) => new([.. Values, label]);

        public bool Equals(Labels other) => Values.AsSpan().SequenceEqual(other.Values);

        public override bool Equals(object? obj) => obj is Labels other && Equals(other);

        public override int GetHashCode() => Values.Aggregate(17, HashCode.Combine);
    }
}
