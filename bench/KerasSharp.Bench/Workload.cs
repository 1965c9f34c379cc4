using KerasSharp.Losses;
using KerasSharp.Optimizers;

namespace KerasSharp.Bench;

/// <summary>A model with data of a fixed batch; trained where it has a loss.</summary>
/// <param name="Name">The name shared with the peers.</param>
/// <param name="Model">Builds the model.</param>
/// <param name="X">Makes a batch of inputs.</param>
/// <param name="Y">Makes its labels; null for inference.</param>
/// <param name="Loss">The loss; null for inference.</param>
/// <param name="Optimizer">The optimizer; null for inference.</param>
internal sealed record Workload(
    string Name, Func<Model> Model, Func<Random, Array> X, Func<Random, Array>? Y = null, Func<Loss>? Loss = null, Func<Optimizer>? Optimizer = null)
{
    public bool Trains => Loss is not null;

    /// <summary>The model, compiled where it trains.</summary>
    public Model Create()
    {
        Utils.SetRandomSeed(0);
        Model model = Model();
        if (Trains)
        {
            model.Compile(optimizer: Optimizer!(), loss: Loss!());
        }

        return model;
    }
}
