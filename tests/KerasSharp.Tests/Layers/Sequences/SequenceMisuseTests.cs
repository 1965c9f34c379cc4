using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Sequences;

/// <summary>What a caller may do wrong with recurrent and attention layers, and what the error says.</summary>
public sealed class SequenceMisuseTests
{
    private static readonly Dictionary<string, (Action Call, string[] Parts)> Table = new(StringComparer.Ordinal)
    {
        ["LSTM: units"] = (() => _ = new LSTM(0), ["units must be at least 1", "units=0"]),
        ["LSTM: rank"] = (() => new LSTM(2).Apply(Zeros(3, 4)), ["LSTM 'lstm", "rank 3", "(3, 4)"]),
        ["LSTM: features"] = (() => Twice(new LSTM(2), Zeros(3, 4, 5), Zeros(3, 4, 6)), ["must be 5", "(3, 4, 6)"]),
        ["LSTM: mask"] = (() => new LSTM(2).Apply(Zeros(3, 4, 5), mask: Ops.Ones([3, 5], DType.Bool)), ["(batch, time)", "mask.Shape=(3, 5)"]),
        ["LSTM: too few states"] = (() => new LSTM(2).Apply(Zeros(3, 4, 5), [Zeros(3, 2)]), ["(3, 2), (3, 2)", "initialState.Shape=(3, 2)"]),
        ["GRU: state's size"] = (() => new GRU(2).Apply(Zeros(3, 4, 5), [Zeros(3, 4)]), ["(3, 2)", "initialState.Shape=(3, 4)"]),
        ["SimpleRNN: unroll"] = (() => new SimpleRNN(2, unroll: true).Apply(Keras.Input([null, 5])), ["number must be known", "(None, None, 5)"]),
        ["GRU: stateful"] = (() => Twice(new GRU(2, stateful: true), Zeros(3, 4, 5), Zeros(2, 4, 5)), ["one size", "a batch of 2 after one of 3"]),
        ["StackedRNNCells: none"] = (() => _ = new StackedRNNCells([]), ["at least one cell", "cells=[]"]),
        ["LSTMCell: states"] = (() => new LSTMCell(2).Apply(Zeros(3, 5), [Zeros(3, 2)]), ["2 states", "Received: 1 states", "GetInitialState"]),
        ["RNN: states forgotten"] = (() => new RNN(new ForgetfulCell()).Apply(Zeros(3, 4, 5)), ["as many states as StateSize", "0 states, StateSize.Count=1"]),
        ["Bidirectional: mode"] = (() => _ = new Bidirectional(new GRU(2), "mean"), ["mergeMode", "mergeMode=\"mean\""]),
        ["Bidirectional: direction"] = (() => _ = new Bidirectional(new GRU(2), backwardLayer: new GRU(2)), ["different directions", "goBackwards=False and False"]),
        ["Bidirectional: states"] = (() => new Bidirectional(new GRU(2)).ApplyMany(Zeros(3, 4, 5), [Zeros(3, 2)]), ["as many for each direction", "1 states"]),
        ["Bidirectional: weights"] = (() => new Bidirectional(new GRU(2), weights: [Zeros(5, 6)]).Apply(Zeros(3, 4, 5)), ["one tensor for each of its 6 weights", "values.Count=1"]),
        ["Embedding: weights"] = (() => _ = new Embedding(5, 3, weights: Zeros(5, 4)), ["(inputDim, outputDim)", "weights.Shape=(5, 4)"]),
        ["TimeDistributed: rank"] = (() => new TimeDistributed(new Dense(2)).Apply(Zeros(3, 4)), ["rank 3 or more", "(3, 4)"]),
        ["TimeDistributed: mask"] = (() => new TimeDistributed(new Dense(2)).Apply(Zeros(3, 4, 5), mask: Zeros(3, 5)), ["(batch, time)", "mask.Shape=(3, 5)"]),
        ["ConvLSTM1D: filters"] = (() => _ = new ConvLSTM1D(0, 2), ["ConvLSTM1D: filters must be at least 1", "filters=0"]),
        ["ConvLSTM2D: kernel"] = (() => _ = new ConvLSTM2D(1, [2, 2, 2]), ["kernelSize", "2 of them"]),
        ["ConvLSTM2D: strides and dilation"] = (() => _ = new ConvLSTM2D(1, 2, strides: 2, dilationRate: 2), ["cannot both", "strides=(2, 2), dilationRate=(2, 2)"]),
        ["ConvLSTM3D: rank"] = (() => new ConvLSTM3D(1, 2).Apply(Zeros(1, 2, 3, 3, 1)), ["rank 6", "(1, 2, 3, 3, 1)"]),
        ["MultiHeadAttention: heads"] = (() => _ = new MultiHeadAttention(0, 2), ["numHeads must be at least 1", "numHeads=0"]),
        ["MultiHeadAttention: dropout"] = (() => _ = new MultiHeadAttention(2, 2, dropout: 1.5), ["dropout must be between 0 and 1", "dropout=1.5"]),
        ["MultiHeadAttention: window"] = (() => _ = new MultiHeadAttention(2, 2, slidingWindow: 0), ["slidingWindow must be at least 1"]),
        ["MultiHeadAttention: flash and dropout"] = (() => _ = new MultiHeadAttention(2, 2, dropout: 0.5, flashAttention: true), ["no dropout", "dropout=0.5"]),
        ["MultiHeadAttention: flash and scores"] = (() => new MultiHeadAttention(2, 2, flashAttention: true).ApplyWithScores(Zeros(1, 2, 3), Zeros(1, 2, 3)), ["no scores", "return_attention_scores=True"]),
        ["MultiHeadAttention: one tensor"] = (() => new MultiHeadAttention(2, 2).Apply(Zeros(1, 2, 3)), ["a query and a value", "Apply(query, value)"]),
        ["MultiHeadAttention: ranks"] = (() => new MultiHeadAttention(2, 2).Apply(Zeros(1, 2, 3), Zeros(2, 3)), ["one rank", "value.Shape=(2, 3)"]),
        ["MultiHeadAttention: axes"] = (() => new MultiHeadAttention(2, 2, attentionAxes: 2).Apply(Zeros(1, 2, 3), Zeros(1, 2, 3)), ["between batch and features", "attentionAxes=(2)"]),
        ["GroupQueryAttention: groups"] = (() => _ = new GroupQueryAttention(2, 3, 2), ["must divide", "numQueryHeads=3, numKeyValueHeads=2"]),
        ["Attention: mode"] = (() => _ = new Attention(scoreMode: "sum"), ["\"dot\" or \"concat\"", "scoreMode=\"sum\""]),
        ["Attention: one tensor"] = (() => new Attention().Apply(Zeros(1, 2, 3)), ["a query, a value", "1 tensors"]),
        ["Attention: features"] = (() => new Attention().Apply(Zeros(1, 2, 3), Zeros(1, 2, 4)), ["the same features", "query.Shape=(1, 2, 3)", "key.Shape=(1, 2, 4)"]),
        ["AdditiveAttention: rank"] = (() => new AdditiveAttention().Apply([Zeros(2, 3), Zeros(2, 3)]), ["rank 3", "(2, 3)"]),
        ["AdditiveAttention: mask"] = (() => new AdditiveAttention().Apply(Zeros(1, 2, 3), Zeros(1, 4, 3), valueMask: Zeros(1, 2)), ["(batch, positions)", "mask.Shape=(1, 2)"]),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Misuse_SaysWhatMustHoldAndWhatWasReceived(string name)
    {
        (Action call, string[] parts) = Table[name];
        Exception? error = Record.Exception(call);
        Assert.True(error is ArgumentException or InvalidOperationException, $"{error}");
        Assert.All(parts, part => Assert.Contains(part, error!.Message, StringComparison.Ordinal));
    }

    private static Tensor Zeros(params int[] sizes) => Ops.Zeros(sizes);

    private static void Twice(Layer layer, Tensor first, Tensor second)
    {
        layer.Apply(first);
        layer.Apply(second);
    }

    private sealed class ForgetfulCell : RecurrentCell
    {
        public override IReadOnlyList<Shape> StateSize => [[5]];

        protected override (Tensor Output, Tensor[] States) Call(Tensor inputs, Tensor[] states, bool training) => (inputs, []);
    }
}
