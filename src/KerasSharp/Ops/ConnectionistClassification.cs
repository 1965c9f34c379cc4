using KerasSharp.Primitives;

namespace KerasSharp;

/// <content>Connectionist temporal classification (Graves et al. 2006): labels without places in time.</content>
public static partial class Ops
{
    private const double NeverLog = -1e30; // the logarithm of 0, far enough and yet finite, so that differences stay numbers

    /// <summary>-log of the probability of a labelling, summed over all ways to spread it in time: <c>keras.ops.ctc_loss</c>. Differentiable in the output.</summary>
    /// <param name="target">Class numbers (batch, labels).</param>
    /// <param name="output">Logits (batch, time, classes).</param>
    /// <param name="targetLength">How many labels each sample has (batch,).</param>
    /// <param name="outputLength">How many time steps each sample has (batch,).</param>
    /// <param name="maskIndex">The class that stands for no label, the blank.</param>
    /// <returns>(batch,).</returns>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor CtcLoss(Tensor target, Tensor output, Tensor targetLength, Tensor outputLength, int maskIndex = 0) =>
        Op.Call("ctc_loss", [target, output, targetLength, outputLength], t =>
        {
            if (t[0].Rank != 2 || t[1].Rank != 3 || t[2].Rank != 1 || t[3].Rank != 1)
            {
                throw new ShapeException(
                    $"CtcLoss: target must be (batch, labels), output (batch, time, classes), lengths (batch,). Received: target.Shape={t[0].Shape}, output.Shape={t[1].Shape}, "
                    + $"targetLength.Shape={t[2].Shape}, outputLength.Shape={t[3].Shape}.");
            }

            Tensor logits = Op.ToFloat(t[1]);
            return logits.Shape.IsStatic && t[0].Shape.IsStatic
                ? Prim.Compose("ctc_loss", CtcForward, [maskIndex], Prim.Convert(t[0], DType.Int32), logits, Prim.Convert(t[2], DType.Int32), Prim.Convert(t[3], DType.Int32))
                : Op.Unknown(t[1].Shape[..1], logits.DType);
        }, maskIndex);

    /// <summary>Labellings decoded from outputs: <c>keras.ops.ctc_decode</c>. It has no gradient: it chooses.</summary>
    /// <param name="inputs">Logits (batch, time, classes).</param>
    /// <param name="sequenceLengths">How many time steps each sample has (batch,).</param>
    /// <param name="strategy">"greedy": the likeliest class at each step; "beam_search": the likeliest labellings.</param>
    /// <param name="beamWidth">How many prefixes the search keeps.</param>
    /// <param name="topPaths">How many labellings the search gives.</param>
    /// <param name="mergeRepeated">Whether, greedily, the same class at successive steps is one label.</param>
    /// <param name="maskIndex">The blank.</param>
    /// <returns>Labels (paths, batch, time), int32, -1 after the end, and scores (batch, paths): greedily, minus the sum of the largest logits; else log probabilities.</returns>
    /// <exception cref="ArgumentException">The strategy is unknown, or more paths than beams are asked for.</exception>
    [NotDifferentiable("It chooses among whole labellings; train with CtcLoss.")]
    public static (Tensor Labels, Tensor Scores) CtcDecode(
        Tensor inputs, Tensor sequenceLengths, string strategy = "greedy", int beamWidth = 100, int topPaths = 1, bool mergeRepeated = true, int maskIndex = 0)
    {
        if (strategy is not ("greedy" or "beam_search") || beamWidth < 1 || topPaths < 1 || topPaths > beamWidth)
        {
            throw new ArgumentException(
                $"CtcDecode: the strategy must be 'greedy' or 'beam_search', with at least as many beams as paths. Received: strategy={strategy}, beamWidth={beamWidth}, topPaths={topPaths}.", nameof(strategy));
        }

        Tensor[] both = Op.CallMany("ctc_decode", [inputs, sequenceLengths], t =>
        {
            (Tensor x, Tensor lengths) = (Op.ToFloat(t[0]), Prim.Convert(t[1], DType.Int32));
            return strategy == "greedy" ? CtcGreedy(x, lengths, mergeRepeated, maskIndex) : Dispatch.Bind(new CtcBeamSearch(beamWidth, topPaths, maskIndex), LogSoftmax(x), lengths);
        }, strategy, beamWidth, topPaths, mergeRepeated, maskIndex);
        return (both[0], both[1]);
    }

    /// <summary>The forward variables (Graves et al. 2006, section 4.1) over the labels with blanks between and around.</summary>
    private static Tensor CtcForward(Tensor[] operands, IntList values)
    {
        (Tensor target, Tensor logs, Tensor targetLength, Tensor outputLength, int blank) = (operands[0], LogSoftmax(operands[1]), operands[2], operands[3], values[0]);
        (int batch, int labels, int time) = (target.Shape[0], target.Shape[1], logs.Shape[1]);
        int states = (2 * labels) + 1;
        DType dtype = logs.DType;
        Tensor never = Prim.Scalar(NeverLog, dtype), place = Prim.Iota(KerasSharp.Shape.Of(1, states), 1, DType.Int32);
        Tensor extended = Prim.Pad(target, [0, 1], [0, 1], blank, [0, 1]);   // blank, label, blank, ..., blank: gaps hold the blank

        // The logarithm of the probability of each state at each step, time first.
        Tensor wide = Prim.BroadcastTo(Prim.Reshape(extended, KerasSharp.Shape.Of(batch, 1, states)), KerasSharp.Shape.Of(batch, time, states));
        Tensor emitted = Prim.Transpose(Prim.TakeAlongAxis(logs, wide, 2), 1, 0, 2);

        // A blank between two labels may be left out where they differ.
        Tensor twoBefore = labels == 0 ? extended : Prim.Pad(Prim.SliceAxis(extended, 1, 0, -2), [0, 2], [0, 0], blank);
        Tensor leaps = Prim.LogicalAnd(Prim.NotEqual(extended, Prim.Scalar(blank, DType.Int32)), Prim.NotEqual(extended, twoBefore));
        Tensor Back(Tensor alpha, int by) => by >= states ? Prim.Multiply(alpha, 0) : Prim.Pad(Prim.SliceAxis(alpha, 1, 0, -by), [0, by], [0, 0], NeverLog);

        Tensor start = Prim.Select(Prim.Less(place, Prim.Scalar(2, DType.Int32)), Prim.Reshape(Prim.SliceAxis(emitted, 0, 0, 1), KerasSharp.Shape.Of(batch, states)), never);
        Tensor last = start;
        if (time > 1)
        {
            Tensor steps = Prim.Add(Prim.Iota(KerasSharp.Shape.Of(time - 1), 0, DType.Int32), 1);
            last = Scan(
                (carry, x) =>
                {
                    Tensor alpha = carry[0], one = labels == 0 ? Prim.BroadcastTo(never, alpha.Shape) : Back(alpha, 1), two = labels == 0 ? one : Prim.Select(leaps, Back(alpha, 2), never);
                    Tensor next = Prim.Add(LogSumOf(alpha, one, two), x[0]);
                    Tensor running = Prim.Less(Prim.BroadcastTo(x[1], outputLength.Shape), outputLength);
                    return ([Prim.Select(Prim.BroadcastTo(ExpandDims(running, 1), alpha.Shape), next, alpha)], []);
                },
                [start],
                [Prim.SliceAxis(emitted, 0, 1), steps]).Carry[0];
        }

        // It may end in the last label or in the blank after it.
        Tensor end = ExpandDims(Prim.Multiply(targetLength, Prim.Scalar(2, DType.Int32)), 1);
        Tensor ends = Prim.LogicalOr(Prim.Equal(place, end), Prim.Equal(place, Prim.Subtract(end, Prim.Scalar(1, DType.Int32))));
        Tensor final = Prim.Select(ends, last, never), top = Prim.StopGradient(Prim.ReduceMax(final, 1));
        Tensor sum = Prim.ReduceSum(Prim.Exp(Prim.Subtract(final, ExpandDims(top, 1))), 1);
        return Prim.Negate(Prim.Add(Prim.Log(sum), top));
    }

    private static Tensor LogSumOf(Tensor a, Tensor b, Tensor c)
    {
        Tensor top = Prim.StopGradient(Prim.Maximum(Prim.Maximum(a, b), c));
        Tensor Share(Tensor x) => Prim.Exp(Prim.Subtract(x, top));
        return Prim.Add(Prim.Log(Prim.Add(Prim.Add(Share(a), Share(b)), Share(c))), top);
    }

    private static Tensor[] CtcGreedy(Tensor x, Tensor lengths, bool mergeRepeated, int blank)
    {
        int time = x.Shape[1];
        if (time < 0)
        {
            return [Op.Unknown(KerasSharp.Shape.Of(1, x.Shape[0], -1), DType.Int32), Op.Unknown(KerasSharp.Shape.Of(x.Shape[0], 1), x.DType)];
        }

        Tensor step = Prim.Iota(KerasSharp.Shape.Of(1, time), 1, DType.Int32), running = Prim.Less(step, ExpandDims(lengths, 1)), none = Prim.Scalar(blank, DType.Int32);
        Tensor labels = Prim.Select(running, Prim.ArgMax(x, 2), none);
        Tensor scores = Prim.ReduceSum(Prim.Select(running, Prim.ReduceMax(x, 2), Prim.Scalar(0, x.DType)), 1);
        Tensor kept = Prim.NotEqual(labels, none);
        if (mergeRepeated && time > 1)
        {
            Tensor changes = Prim.NotEqual(Prim.SliceAxis(labels, 1, 1), Prim.SliceAxis(labels, 1, 0, -1));
            kept = Prim.LogicalAnd(kept, Prim.Pad(changes, [0, 1], [0, 0], 1));
        }

        // What is kept moves to the front, in order.
        Tensor order = Prim.ArgSort(Prim.Select(kept, step, Prim.Scalar(time, DType.Int32)), 1);
        Tensor packed = Prim.TakeAlongAxis(Prim.Select(kept, labels, Prim.Scalar(-1, DType.Int32)), order, 1);
        return [ExpandDims(packed, 0), ExpandDims(Prim.Negate(scores), 1)];
    }
}
