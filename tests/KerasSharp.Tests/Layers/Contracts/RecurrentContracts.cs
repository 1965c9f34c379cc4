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
    }
}
