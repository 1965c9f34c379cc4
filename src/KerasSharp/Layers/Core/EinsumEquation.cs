namespace KerasSharp.Layers;

/// <summary>The equation of an <see cref="EinsumDense"/>, taken apart: the letters of input, kernel and output, and where <c>...</c> stands.</summary>
internal sealed class EinsumEquation
{
    private readonly string _equation, _input, _kernel, _output;
    private readonly bool _dotsFirst, _dotsLast;
    private readonly Shape _outputShape;
    private readonly string? _biasAxes;

    private EinsumEquation(string equation, string[] terms, bool dotsFirst, bool dotsLast, Shape outputShape, string? biasAxes)
    {
        (_equation, _input, _kernel, _output) = (equation, terms[0], terms[1], terms[2]);
        (_dotsFirst, _dotsLast, _outputShape, _biasAxes) = (dotsFirst, dotsLast, outputShape, biasAxes);
    }

    /// <exception cref="ArgumentException">The equation has another form, or the others do not fit it.</exception>
    public static EinsumEquation Parse(string equation, Shape outputShape, string? biasAxes)
    {
        ArgumentNullException.ThrowIfNull(equation);
        ArgumentNullException.ThrowIfNull(outputShape);
        const string dots = "...";
        string[] sides = equation.Split("->");
        string[] left = sides[0].Split(',');
        string[] terms = sides.Length == 2 && left.Length == 2 ? [left[0], left[1], sides[1]] : ["", "", ""];
        bool first = terms[0].StartsWith(dots, StringComparison.Ordinal) && terms[2].StartsWith(dots, StringComparison.Ordinal);
        bool last = !first && terms[0].EndsWith(dots, StringComparison.Ordinal) && terms[2].EndsWith(dots, StringComparison.Ordinal);
        string[] bare = first ? [terms[0][3..], terms[1], terms[2][3..]] : last ? [terms[0][..^3], terms[1], terms[2][..^3]] : terms;
        if (!Array.TrueForAll(bare, term => term.Length > 0 && term.All(char.IsAsciiLetter) && term.Distinct().Count() == term.Length) || (last && bare[0].Length < 2))
        {
            throw new ArgumentException(
                $"EinsumDense: the equation must have the form [X],[Y]->[Z], ...[X],[Y]->...[Z] or [X]...,[Y]->[Z]..., with letters that differ within each term. Received: equation=\"{equation}\". Write for example \"abc,cd->abd\".",
                nameof(equation));
        }

        if ((bare[2] + bare[1]).FirstOrDefault(c => !bare[0].Contains(c, StringComparison.Ordinal) && !(bare[1].Contains(c, StringComparison.Ordinal) && bare[2].Contains(c, StringComparison.Ordinal))) is not default(char) and char lost)
        {
            throw new ArgumentException(
                $"EinsumDense: each axis of the output must be one of the input or the kernel, and each of the kernel one of the input or the output; '{lost}' is not. Received: equation=\"{equation}\".", nameof(equation));
        }

        int stated = first ? bare[2].Length : bare[2].Length - 1;
        if (outputShape.Rank != stated)
        {
            throw new ArgumentException(
                $"EinsumDense: outputShape must have a size for each axis of the output but the batch and what ... stands for: {stated} for \"{equation}\". Received: outputShape={outputShape}.", nameof(outputShape));
        }

        if (biasAxes is not null && (biasAxes.Length == 0 || biasAxes.Any(c => !bare[2].Contains(c, StringComparison.Ordinal))))
        {
            throw new ArgumentException($"EinsumDense: biasAxes must be letters of the output, \"{bare[2]}\". Received: biasAxes=\"{biasAxes}\", equation=\"{equation}\".", nameof(biasAxes));
        }

        return new(equation, bare, first, last, outputShape, biasAxes);
    }

    /// <summary>Shapes of the kernel and of the bias, if there is one.</summary>
    public (Shape Kernel, Shape? Bias) Weights(Shape input, Layer owner)
    {
        Check(input, owner);
        Shape output = Output(input);
        var kernel = Shape.Of([.. _kernel.Select(c => InputSize(c, input) is { } size ? size : output[OutputAxis(c, input)])]);
        if (_biasAxes is null)
        {
            return (kernel, null);
        }

        int first = _biasAxes.Min(c => _output.IndexOf(c, StringComparison.Ordinal));
        IEnumerable<int> sizes = _output[first..].Select(c => !_biasAxes.Contains(c, StringComparison.Ordinal) ? 1 : InputSize(c, input) is >= 0 and int known && output[OutputAxis(c, input)] < 0 ? known : output[OutputAxis(c, input)]);
        return (kernel, Shape.Of([.. sizes, .. Enumerable.Repeat(1, _dotsLast ? Elided(input) : 0)]));
    }

    /// <summary>The shape of the output: sizes that are not stated are unknown, but for those of the batch and of <c>...</c>.</summary>
    public Shape Output(Shape input)
    {
        int elided = Elided(input), own = _output.Length;
        int[] stated = _outputShape.ToArray();
        if (_dotsFirst)
        {
            // The batch is among what ... stands for; where that is nothing, it is the first letter.
            return elided > 0 ? Shape.Of([.. input.ToArray()[..elided], .. stated]) : Shape.Of([input[0], .. stated[1..]]);
        }

        return Shape.Of([input[0], .. stated, .. input.ToArray()[(input.Rank - elided)..]]);
    }

    /// <exception cref="ShapeException">The input does not fit the equation.</exception>
    public void Check(Shape input, Layer owner)
    {
        if (Elided(input) < 0 || (!_dotsFirst && !_dotsLast && Elided(input) != 0))
        {
            throw new ShapeException(
                $"{owner.Label}: the input must have the axes \"{(_dotsFirst ? "..." : "")}{_input}{(_dotsLast ? "..." : "")}\" of the equation. Received: inputs.Shape={input} (rank {input.Rank}), equation=\"{_equation}\".", nameof(input));
        }

        Shape output = Output(input);
        foreach (char c in _input.Where(c => _output.Contains(c, StringComparison.Ordinal)))
        {
            int found = InputSize(c, input)!.Value, wanted = output[OutputAxis(c, input)];
            if (found >= 0 && wanted >= 0 && found != wanted)
            {
                throw new ShapeException(
                    $"{owner.Label}: axis '{c}' must have one size in input and output. Received: inputs.Shape={input}, of which it is {found}, outputShape={_outputShape}, of which it is {wanted}. Write null there to take that of the input.", nameof(input));
            }
        }
    }

    private int Elided(Shape input) => input.Rank - _input.Length;

    private int? InputSize(char c, Shape input) => _input.IndexOf(c, StringComparison.Ordinal) is >= 0 and int at ? input[at + (_dotsFirst ? Elided(input) : 0)] : null;

    private int OutputAxis(char c, Shape input) => _output.IndexOf(c, StringComparison.Ordinal) + (_dotsFirst ? Elided(input) : 0);
}
