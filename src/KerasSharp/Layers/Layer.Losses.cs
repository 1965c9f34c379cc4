namespace KerasSharp.Layers;

/// <content>Losses that a layer adds: penalties on weights, on outputs, and its own.</content>
public abstract partial class Layer
{
    private List<Tensor>? _callLosses;

    /// <summary>All penalties: those of the last call, inner layers included, and those on weights, computed anew.</summary>
    public IReadOnlyList<Tensor> Losses
    {
        get
        {
            List<Tensor> losses = [.. Collect(layer => layer._callLosses ?? [])];
            foreach ((Variable variable, Regularizer regularizer) in Regularized())
            {
                losses.Add(regularizer.Call(variable.Value));
            }

            return losses;
        }
    }

    /// <summary>Whether a call adds penalties on outputs to the loss.</summary>
    internal bool AddsLosses => ActivityRegularizer is not null || Sublayers.Any(layer => layer.AddsLosses);

    /// <summary>Adds a scalar to the loss, from within <c>Call</c>.</summary>
    /// <param name="loss">The scalar; other shapes are averaged by the training step.</param>
    protected void AddLoss(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        (_callLosses ??= []).Add(loss);
    }

    internal void ClearLosses()
    {
        if (_callLosses is not null)
        {
            _callLosses = null;
        }

        foreach ((_, Layer layer) in NamedSublayers)
        {
            layer.ClearLosses();
        }
    }

    private List<(Variable, Regularizer)> Regularized()
    {
        var found = new List<(Variable, Regularizer)>();
        foreach (Layer layer in Collect(layer => layer.Sublayers).Prepend(this).Distinct())
        {
            found.AddRange(layer._regularized.Where(r => r.Variable.Trainable));
        }

        return found;
    }
}
