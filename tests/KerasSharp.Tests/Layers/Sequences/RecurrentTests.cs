using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Sequences;

/// <summary>Recurrent layers by their kernel over the whole sequence give what they give position by position (<c>unroll</c>).</summary>
public sealed class RecurrentTests
{
    private static readonly Dictionary<string, Func<bool, bool, bool, bool, Recurrent>> Makers = new()
    {
        ["LSTM"] = (unroll, sequences, backwards, zero) => new LSTM(5, returnSequences: sequences, returnState: true, goBackwards: backwards, unroll: unroll, zeroOutputForMask: zero),
        ["GRU"] = (unroll, sequences, backwards, zero) => new GRU(5, returnSequences: sequences, returnState: true, goBackwards: backwards, unroll: unroll, zeroOutputForMask: zero),
        ["GRU, no bias"] = (unroll, sequences, backwards, zero) =>
            new GRU(5, useBias: false, returnSequences: sequences, returnState: true, goBackwards: backwards, unroll: unroll, zeroOutputForMask: zero),
        ["SimpleRNN"] = (unroll, sequences, backwards, zero) =>
            new SimpleRNN(5, returnSequences: sequences, returnState: true, goBackwards: backwards, unroll: unroll, zeroOutputForMask: zero),
    };

    public static TheoryData<string, bool, bool, bool, bool, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool, bool, bool, bool, bool>();
            foreach (string name in Makers.Keys)
            {
                for (int bits = 0; bits < 32; bits++)
                {
                    cases.Add(name, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WholeSequence_AnyConfiguration_EqualsPositionByPosition(string name, bool sequences, bool backwards, bool masked, bool zero, bool firstStates)
    {
        Tensor x = Numbers(4, 7, 6), h = Numbers(4, 5), c = Numbers(4, 5);
        Tensor? mask = masked ? Tensor.From(new[,]
        {
            { true, true, true, true, true, true, true },
            { false, false, true, true, false, true, false },
            { true, false, false, false, false, false, true },
            { false, false, false, false, false, false, false },
        }) : null;
        Recurrent whole = Makers[name](false, sequences, backwards, zero), steps = Makers[name](true, sequences, backwards, zero);
        Tensor[] inputs = !firstStates ? [x] : name == "LSTM" ? [x, h, c] : [x, h];
        Tensor?[] masks = [mask, .. inputs[1..].Select(_ => (Tensor?)null)];
        _ = Run(whole, inputs, masks);
        _ = Run(steps, inputs, masks);
        steps.SetWeights([.. whole.Weights.Select(v => Numbers(v.Shape.ToArray()) * 0.5f)]);
        whole.SetWeights(steps.GetWeights());

        (Tensor[] Outputs, Tensor[] Gradients) actual = Run(whole, inputs, masks), expected = Run(steps, inputs, masks);
        for (int i = 0; i < expected.Outputs.Length; i++)
        {
            Close(expected.Outputs[i], actual.Outputs[i]);
        }

        for (int i = 0; i < expected.Gradients.Length; i++)
        {
            Close(expected.Gradients[i], actual.Gradients[i]);
        }
    }

    private static (Tensor[] Outputs, Tensor[] Gradients) Run(Recurrent layer, Tensor[] inputs, Tensor?[] masks)
    {
        using var tape = new GradientTape(persistent: true);
        foreach (Tensor input in inputs)
        {
            tape.Watch(input);
        }

        Tensor[] outputs = layer.Invoke(new CallArguments(inputs) { Training = true, Masks = masks[0] is null ? null : masks });
        Tensor loss = outputs.Select((y, i) => Ops.Sum(y * Numbers(y.Shape.ToArray()) * (i + 1f))).Aggregate((a, b) => a + b);
        return (outputs, [.. tape.Gradient(loss, inputs), .. tape.Gradient(loss, [.. layer.TrainableWeights])]);
    }

    /// <summary>Numbers in [-1, 1], the same for the same shape.</summary>
    private static Tensor Numbers(params int[] shape)
    {
        var random = new Random(shape.Length + shape[^1]);
        float[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (random.NextSingle() * 2) - 1)];
        return Ops.Reshape(Tensor.From(values), Shape.Of(shape));
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] e = expected.ToArray<float>(), a = actual.ToArray<float>();
        for (int i = 0; i < e.Length; i++)
        {
            Assert.Equal(e[i], a[i], 1e-4f);
        }
    }
}
