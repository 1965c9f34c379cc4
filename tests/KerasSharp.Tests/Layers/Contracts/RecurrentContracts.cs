using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Contracts;

internal sealed class RecurrentContracts : ILayerFamily
{
    public IEnumerable<LayerContract> Contracts()
    {
        yield return new("LSTM", d => new LSTM(3, dtype: d), [4, 5, 2]) { Output = [4, 3], Weights = ["kernel (2, 12)", "recurrent_kernel (3, 12)", "bias (12,)"], Mask = MaskRule.Ends };
        yield return new("LSTM, sequences", d => new LSTM(3, returnSequences: true, dtype: d), [4, 5, 2])
        {
            Output = [4, 5, 3], Weights = ["kernel (2, 12)", "recurrent_kernel (3, 12)", "bias (12,)"],
        };
        yield return new("GRU", d => new GRU(3, dtype: d), [4, 5, 2]) { Output = [4, 3], Weights = ["kernel (2, 9)", "recurrent_kernel (3, 9)", "bias (2, 9)"], Mask = MaskRule.Ends };
        yield return new("SimpleRNN", d => new SimpleRNN(3, dtype: d), [4, 5, 2]) { Output = [4, 3], Weights = ["kernel (2, 3)", "recurrent_kernel (3, 3)", "bias (3,)"], Mask = MaskRule.Ends };
        yield return new("LSTMCell", d => new LSTMCell(3, dtype: d), [4, 2], [4, 3], [4, 3]) { Output = [4, 3], Weights = ["kernel (2, 12)", "recurrent_kernel (3, 12)", "bias (12,)"] };
        yield return new("GRUCell", d => new GRUCell(3, dtype: d), [4, 2], [4, 3]) { Output = [4, 3], Weights = ["kernel (2, 9)", "recurrent_kernel (3, 9)", "bias (2, 9)"] };
        yield return new("SimpleRNNCell", d => new SimpleRNNCell(3, dtype: d), [4, 2], [4, 3]) { Output = [4, 3], Weights = ["kernel (2, 3)", "recurrent_kernel (3, 3)", "bias (3,)"] };
        yield return new("Bidirectional", d => new Bidirectional(new LSTM(3, returnSequences: true, dtype: d), dtype: d), [4, 5, 2])
        {
            Output = [4, 5, 6],
            Weights =
            [
                "kernel (2, 12)", "recurrent_kernel (3, 12)", "bias (12,)", "kernel (2, 12)", "recurrent_kernel (3, 12)", "bias (12,)",
            ],
        };
        string[] stacked = ["kernel (2, 9)", "recurrent_kernel (3, 9)", "bias (2, 9)", "kernel (3, 8)", "recurrent_kernel (2, 8)", "bias (8,)"];
        yield return new("RNN, two cells", d => new RNN(new StackedRNNCells([new GRUCell(3, dtype: d), new LSTMCell(2, dtype: d)], dtype: d), returnSequences: true, returnState: true, dtype: d), [4, 5, 2])
        {
            Output = [4, 5, 2], Weights = stacked,
        };
        yield return new("RNN, unrolled, backwards", d => new RNN(new SimpleRNNCell(3, dtype: d), unroll: true, goBackwards: true, dtype: d), [4, 5, 2])
        {
            Output = [4, 3], Weights = ["kernel (2, 3)", "recurrent_kernel (3, 3)", "bias (3,)"], Mask = MaskRule.Ends,
        };
        yield return new("StackedRNNCells", d => new StackedRNNCells([new GRUCell(3, dtype: d), new LSTMCell(2, dtype: d)], dtype: d), [4, 2], [4, 3], [4, 2], [4, 2])
        {
            Output = [4, 2], Weights = stacked,
        };
        yield return new("LSTM, own activation, sequences", d => new LSTM(3, activation: "relu", returnSequences: true, dtype: d), [4, 5, 2])
        {
            Output = [4, 5, 3], Weights = ["kernel (2, 12)", "recurrent_kernel (3, 12)", "bias (12,)"],
        };
        yield return new("Bidirectional, RNN, no merging", d => new Bidirectional(new RNN(new GRUCell(3, resetAfter: false, dtype: d), dtype: d), mergeMode: null, dtype: d), [4, 5, 2])
        {
            Output = [4, 3],
            Weights = ["kernel (2, 9)", "recurrent_kernel (3, 9)", "bias (9,)", "kernel (2, 9)", "recurrent_kernel (3, 9)", "bias (9,)"],
            Mask = MaskRule.Ends,
            Unused = ["kernel", "recurrent_kernel", "bias"],
        };
        yield return new("ConvLSTM1D", d => new ConvLSTM1D(3, 2, returnSequences: true, dtype: d), [4, 3, 5, 2])
        {
            Output = [4, 3, 4, 3], Weights = ["kernel (2, 2, 12)", "recurrent_kernel (2, 3, 12)", "bias (12,)"],
        };
        yield return new("ConvLSTM2D, channels first", d => new ConvLSTM2D(3, [2, 3], strides: 2, padding: "same", dataFormat: "channels_first", returnState: true, dtype: d), [4, 3, 2, 4, 5])
        {
            Output = [4, 3, 2, 3], Weights = ["kernel (2, 3, 2, 12)", "recurrent_kernel (2, 3, 3, 12)", "bias (12,)"], Mask = MaskRule.Ends,
        };
        yield return new("ConvLSTM3D", d => new ConvLSTM3D(2, 2, useBias: false, dtype: d), [4, 2, 3, 3, 3, 2])
        {
            Output = [4, 2, 2, 2, 2], Weights = ["kernel (2, 2, 2, 2, 8)", "recurrent_kernel (2, 2, 2, 2, 8)"], Mask = MaskRule.Ends,
        };
        yield return new("TimeDistributed", d => new TimeDistributed(new Dense(3, activation: "tanh", dtype: d), dtype: d), [4, 5, 2]) { Output = [4, 5, 3], Weights = ["kernel (2, 3)", "bias (3,)"] };
        yield return new("TimeDistributed, BatchNormalization", d => new TimeDistributed(new BatchNormalization(dtype: d), dtype: d), [4, 5, 2])
        {
            Output = [4, 5, 2], Weights = ["gamma (2,)", "beta (2,)", "moving_mean (2,) frozen", "moving_variance (2,) frozen"],
        };
    }
}
