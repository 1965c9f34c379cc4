using KerasSharp.Layers;
using KerasSharp.Tests.Layers.Contracts;

namespace KerasSharp.Tests.Layers.Sequences;

/// <summary>Attention layers: one kernel or a table of scores, over which axes, with which masks.</summary>
public sealed class AttentionTests
{
    private static readonly Tensor Query = Numbers(1, 3, 4, 6), Value = Numbers(2, 3, 5, 6);
    private static readonly Tensor ValueMask = Tensor.From(new[,] { { true, true, false, true, false }, { false, true, true, true, true }, { true, true, true, true, true } });

    public static TheoryData<string> Masks => ["none", "causal", "window", "value", "pairs", "pairs by batch", "pairs by head", "all"];

    [Theory]
    [MemberData(nameof(Masks))]
    public void Heads_WithoutScores_GiveWhatTheTableOfScoresGives(string masks)
    {
        bool all = masks == "all";
        HeadAttention[] layers =
        [
            new MultiHeadAttention(2, 3, slidingWindow: masks == "window" || all ? 2 : null), new GroupQueryAttention(3, 4, 2, slidingWindow: masks == "window" || all ? 2 : null),
        ];
        foreach (HeadAttention layer in layers)
        {
            int heads = layer is MultiHeadAttention ? 2 : 4;
            Tensor value = masks == "value" || all ? new MaskSource(ValueMask).Apply(Value) : Value;
            Tensor? pairs = masks switch
            {
                "pairs" => Numbers(4, 4, 5) > 0,
                "pairs by batch" or "all" => Numbers(4, 3, 4, 5) > -0.5,
                "pairs by head" => Numbers(4, 3, heads, 4, 5) > 0,
                _ => null,
            };
            bool causal = masks == "causal" || all;
            (Tensor expected, Tensor scores) = layer.ApplyWithScores(Query, value, attentionMask: pairs, useCausalMask: causal);
            Assert.Equal(Shape.Of(3, heads, 4, 5), scores.Shape);
            TensorAssert.Near(Ops.Ones([3, heads, 4]), Ops.Sum(scores, axis: -1), 1e-5);
            TensorAssert.Near(expected, layer.Apply(Query, value, attentionMask: pairs, useCausalMask: causal), 1e-5);
            Func<Tensor, Tensor> compiled = Function.Compile(q => layer.Apply(q, value, attentionMask: pairs, useCausalMask: causal));
            TensorAssert.Near(expected, compiled(Query), 1e-5);
        }
    }

    [Fact]
    public void Scores_WhereAMaskHides_AreZero()
    {
        (_, Tensor scores) = new MultiHeadAttention(2, 3).ApplyWithScores(Query, new MaskSource(ValueMask).Apply(Value), useCausalMask: true);
        for (int sample = 0; sample < 3; sample++)
        {
            for (int t = 1; t < 4; t++)
            {
                for (int s = 0; s < 5; s++)
                {
                    Assert.Equal(s <= t && ValueMask[sample, s].ToArray<bool>()[0], scores[sample, 0, t, s].Item() > 0);
                }
            }
        }
    }

    [Fact]
    public void MultiHead_OverTheSecondAxis_TreatsTheFirstAsABatch()
    {
        var whole = new MultiHeadAttention(2, 3, valueDim: 4, attentionAxes: 2);
        var parts = new MultiHeadAttention(2, 3, valueDim: 4);
        Tensor query = Numbers(5, 2, 3, 4, 6), value = Numbers(6, 2, 3, 5, 6);
        (Tensor output, Tensor scores) = whole.ApplyWithScores(query, value, useCausalMask: true);
        (Tensor expected, Tensor expectedScores) = Same(whole, parts, Ops.Reshape(query, [6, 4, 6]), Ops.Reshape(value, [6, 5, 6]), causal: true);
        TensorAssert.Near(Ops.Reshape(expected, output.Shape), output, 1e-5);
        Assert.Equal(Shape.Of(2, 3, 2, 4, 5), scores.Shape);
        TensorAssert.Near(Ops.Reshape(expectedScores, scores.Shape), scores, 1e-5);
    }

    [Fact]
    public void MultiHead_OverTheFirstAxis_TreatsTheSecondAsABatch()
    {
        var first = new MultiHeadAttention(2, 3, attentionAxes: [1]);
        var second = new MultiHeadAttention(2, 3, attentionAxes: [-2]);
        Tensor query = Numbers(5, 2, 4, 3, 6), value = Numbers(6, 2, 5, 3, 6), mask = Numbers(7, 2, 4, 5) > -0.5;
        first.Apply(query, value);
        second.Apply(Ops.Transpose(query, [0, 2, 1, 3]), Ops.Transpose(value, [0, 2, 1, 3]));
        second.SetWeights(first.GetWeights());
        Tensor expected = Ops.Transpose(second.Apply(Ops.Transpose(query, [0, 2, 1, 3]), Ops.Transpose(value, [0, 2, 1, 3]), attentionMask: mask), [0, 2, 1, 3]);
        TensorAssert.Near(expected, first.Apply(query, value, attentionMask: mask), 1e-5);
    }

    [Fact]
    public void MultiHead_OverAllAxes_IsThatOfAllPositionsInARow()
    {
        var whole = new MultiHeadAttention(2, 3);
        var row = new MultiHeadAttention(2, 3);
        Tensor query = Numbers(5, 2, 2, 3, 6), value = Numbers(6, 2, 5, 1, 6);
        (Tensor output, Tensor scores) = whole.ApplyWithScores(query, value);
        (Tensor expected, Tensor expectedScores) = Same(whole, row, Ops.Reshape(query, [2, 6, 6]), Ops.Reshape(value, [2, 5, 6]), causal: false);
        TensorAssert.Near(Ops.Reshape(expected, output.Shape), output, 1e-5);
        Assert.Equal(Shape.Of(2, 2, 2, 3, 5, 1), scores.Shape);
        TensorAssert.Near(Ops.Reshape(expectedScores, scores.Shape), scores, 1e-5);
        Assert.Equal("(None, 2, 3, 6)", whole.Apply(Keras.Input([2, 3, 6]), Keras.Input([5, 1, 6])).Shape.ToString());
        Assert.Equal("(None, None, 6)", row.Apply(Keras.Input([null, 6]), Keras.Input([null, 6])).Shape.ToString());
    }

    [Fact]
    public void GroupQuery_WithAHeadForEachQuery_IsMultiHead()
    {
        var grouped = new GroupQueryAttention(3, 2, 2, useGate: true);
        var heads = new MultiHeadAttention(2, 3, useGate: true);
        grouped.Apply(Query, Value);
        heads.Apply(Query, Value);
        heads.SetWeights(grouped.GetWeights());
        TensorAssert.Near(heads.Apply(Query, Value), grouped.Apply(Query, Value), 1e-6);
    }

    [Fact]
    public void Products_WithoutScores_GiveWhatTheTableOfScoresGives()
    {
        foreach (BaseAttention layer in new BaseAttention[] { new Attention(useScale: true), new Attention(scoreMode: "concat"), new AdditiveAttention() })
        {
            foreach (bool causal in new[] { false, true })
            {
                Tensor queryMask = Tensor.From(new[,] { { true, false, true, true }, { true, true, true, true }, { false, false, true, true } });
                Tensor query = new MaskSource(queryMask).Apply(Query), value = new MaskSource(ValueMask).Apply(Value);
                (Tensor expected, Tensor scores) = layer.ApplyWithScores(query, value, useCausalMask: causal);
                Tensor output = layer.Apply(query, value, useCausalMask: causal);
                TensorAssert.Near(expected, output, 1e-5);
                Assert.Equal(queryMask.ToArray<bool>(), output.Mask!.ToArray<bool>());
                Assert.Equal(0, Ops.Sum(Ops.Abs(output[0, 1])).Item());
                Assert.Equal(0, scores[0, 3, 2].Item());
                TensorAssert.Near(output, layer.Apply(Query, Value, queryMask: queryMask, valueMask: ValueMask, useCausalMask: causal), 1e-6);
            }
        }
    }

    [Fact]
    public void Dropout_InTrainingOnly_DropsWeights()
    {
        var layer = new MultiHeadAttention(2, 3, dropout: 0.5, seed: 1);
        Tensor still = layer.Apply(Query, Value);
        TensorAssert.Near(still, layer.Apply(Query, Value, training: false), 1e-6);
        Tensor first = layer.Apply(Query, Value, training: true), second = layer.Apply(Query, Value, training: true);
        Assert.NotEqual(first.ToArray<float>(), second.ToArray<float>());
        Tensor mean = Ops.Mean(Ops.Stack([.. Enumerable.Range(0, 400).Select(_ => layer.Apply(Query, Value, training: true))]), axis: 0);
        TensorAssert.Near(still, mean, 0.15);
    }

    private static (Tensor Output, Tensor Scores) Same(MultiHeadAttention of, MultiHeadAttention layer, Tensor query, Tensor value, bool causal)
    {
        layer.Apply(query, value);
        layer.SetWeights(of.GetWeights());
        return layer.ApplyWithScores(query, value, useCausalMask: causal);
    }

    private static Tensor Numbers(int seed, params int[] shape)
    {
        var random = new Random(seed);
        return Tensor.From(Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (random.NextSingle() * 2) - 1).ToArray(), Shape.Of(shape));
    }
}
