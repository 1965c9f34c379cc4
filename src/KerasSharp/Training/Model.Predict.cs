using KerasSharp.Callbacks;
using KerasSharp.Graphs;
using KerasSharp.Layers;
using KerasSharp.Models;
using KerasSharp.Training;

namespace KerasSharp;

/// <content>Prediction. It needs no compilation, and several threads may predict with one model.</content>
public partial class Model
{
    private readonly Lock _predicting = new();
    private volatile Function? _predict;
    private int _predictConstants;

    /// <summary>The outputs for samples.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples in a batch; 32 when not given.</param>
    /// <param name="verbose">0 silent, 1 a progress bar, 2 a line; silent when not given.</param>
    /// <param name="callbacks">Callbacks.</param>
    /// <returns>The first output; see <see cref="PredictMany"/> for models of several.</returns>
    public Tensor Predict(DataInput x, int? batchSize = null, int verbose = 0, IEnumerable<Callback>? callbacks = null) => PredictMany(x, batchSize, verbose, callbacks)[0];

    /// <summary>The outputs for one batch held in a tensor: a direct call of its plan.</summary>
    /// <param name="x">Samples.</param>
    public Tensor PredictOnBatch(DataInput x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return PredictBatch(ReadOnHost(x.InOrder(InputNames(), Label, nameof(x))))[0];
    }

    /// <summary>All outputs for samples.</summary>
    /// <param name="x">Samples.</param>
    /// <param name="batchSize">Samples in a batch; 32 when not given.</param>
    /// <param name="verbose">0 silent, 1 a progress bar, 2 a line.</param>
    /// <param name="callbacks">Callbacks.</param>
    public Tensor[] PredictMany(DataInput x, int? batchSize = null, int verbose = 0, IEnumerable<Callback>? callbacks = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        int size = CheckBatchSize(batchSize);
        if (x.IsSingle && verbose == 0 && callbacks is null && x.Tensors[0] is { Rank: > 0 } one && one.Shape[0] <= size && one.Shape[0] > 0)
        {
            return one.DType == DType.String || _host is not null || RunsUncompiled ? PredictBatch(ReadOnHost([one])) : PredictFunction().Call(one);
        }

        var data = new FitData(this, x, null, null, null);
        BatchPlan plan = data.Plan(0, data.Samples, size);
        var list = new CallbackList(callbacks, addHistory: false, addProgress: verbose != 0, this, Parameters(verbose, null, plan.Steps));
        list.PredictBegin();
        Tensor[] results = [];
        for (int step = 0; step < plan.Steps; step++)
        {
            list.BatchBegin(RunKind.Predict, step);
            Tensor[] outputs = PredictBatch(plan.Gather(step));
            if (step == 0)
            {
                results = Array.ConvertAll(outputs, y => Tensor.Allocate(y.Shape.With(0, data.Samples), y.DType));
            }

            for (int i = 0; i < outputs.Length; i++)
            {
                if (outputs[i].DType == DType.String)
                {
                    outputs[i].Text.CopyTo(results[i].TextToFill[checked((int)(step * size * (results[i].Count / data.Samples)))..]);
                    continue;
                }

                Span<byte> target = results[i].Storage.AsSpan();
                ReadOnlySpan<byte> rows = outputs[i].Data.Bytes;
                rows.CopyTo(target[checked((int)((long)step * size * (results[i].Count / data.Samples) * results[i].DType.Size()))..]);
                GC.KeepAlive(outputs[i]);
            }

            list.BatchEnd(RunKind.Predict, step, static () => new Dictionary<string, double>());
        }

        list.PredictEnd();
        return results;
    }

    /// <summary>The outputs of a batch; not compiled where the model runs layers on the host within, or gives text.</summary>
    private Tensor[] PredictBatch(Tensor[] batch) =>
        RunsUncompiled || Array.Exists(batch, x => x.DType == DType.String)
            ? Invoke(new CallArguments([.. batch]) { IsList = batch.Length > 1, Training = false })
            : PredictFunction().Call(batch);

    /// <summary>The compiled inference of the model.</summary>
    private Function PredictFunction()
    {
        int constants = ConstantsVersion;
        if (_predict is { } known && _predictConstants == constants)
        {
            return known;
        }

        lock (_predicting)
        {
            if (_predict is null || _predictConstants != constants)
            {
                _predictConstants = constants;
                _predict = Function.Compile(
                    x =>
                    {
                        using HostStage.BehindScope behind = HostStage.Enter(this);
                        return Invoke(new CallArguments(x) { IsList = x.Length > 1, Training = false });
                    },
                    $"{Name}/predict");
            }

            return _predict;
        }
    }
}
