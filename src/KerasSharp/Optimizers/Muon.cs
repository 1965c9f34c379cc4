using System.Text.RegularExpressions;
using KerasSharp.Primitives;
using KerasSharp.Saving;
using KerasSharp.Utilities;

namespace KerasSharp.Optimizers;

/// <summary>
/// Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks"): momentum whose steps are made orthogonal, for matrices; all other weights,
/// embeddings and the layers excluded are updated by AdamW. Scaled after Liu et al. 2025, "Muon is scalable for LLM training", so that one rate suits both.
/// </summary>
[KerasSerializable(Module, "Muon")]
[ConfigOrder("adam_beta_2", "epsilon", "exclude_layers", "muon_a")]
[ConfigOrder("nesterov", "exclude_embeddings", "adam_weight_decay")]
public sealed partial class Muon : Optimizer
{
    private readonly double _adamBeta1, _adamBeta2, _epsilon, _muonA, _muonB, _muonC, _adamLrRatio, _momentum;
    private readonly double? _adamWeightDecay, _rmsRate;
    private readonly string[] _excludeLayers;
    private readonly bool _excludeEmbeddings, _nesterov;
    private readonly int _nsSteps;
    private readonly Regex[] _excluded;
    private Tensor? _adamRate;

    /// <summary>A Muon optimizer.</summary>
    /// <param name="learningRate">The learning rate or its schedule; 0.001 when not given.</param>
    /// <param name="adamBeta1">Adam's decay of the mean of gradients, 0 or more and less than 1.</param>
    /// <param name="adamBeta2">Adam's decay of the mean of squared gradients, 0 or more and less than 1.</param>
    /// <param name="adamWeightDecay">Weight decay of weights that Adam updates; null for none.</param>
    /// <param name="epsilon">Added to Adam's root.</param>
    /// <param name="weightDecay">Weight decay of all others; see <see cref="OptimizerOptions"/>, as all that follow.</param>
    /// <param name="clipnorm">Largest norm of each gradient.</param>
    /// <param name="clipvalue">Largest magnitude of each number of a gradient.</param>
    /// <param name="globalClipnorm">Largest norm of all gradients together.</param>
    /// <param name="useEma">Whether to keep a moving average of the weights.</param>
    /// <param name="emaMomentum">Its momentum.</param>
    /// <param name="emaOverwriteFrequency">After how many steps it overwrites the weights.</param>
    /// <param name="lossScaleFactor">What gradients are divided by.</param>
    /// <param name="gradientAccumulationSteps">How many steps' gradients make one update.</param>
    /// <param name="name">Its name.</param>
    /// <param name="excludeLayers">Regular expressions; weights in whose path one is found are updated by Adam, as that of the last layer should be.</param>
    /// <param name="excludeEmbeddings">Whether weights with "embedding" in their path are updated by Adam.</param>
    /// <param name="muonA">Factor of X in the iteration that makes steps orthogonal.</param>
    /// <param name="muonB">Factor of X Xᵀ X.</param>
    /// <param name="muonC">Factor of (X Xᵀ)² X.</param>
    /// <param name="adamLrRatio">Adam's rate over Muon's.</param>
    /// <param name="momentum">Decay of the sum of gradients, 0 or more and less than 1.</param>
    /// <param name="nsSteps">Number of iterations, 1 or more.</param>
    /// <param name="nesterov">Whether to look a step ahead.</param>
    /// <param name="rmsRate">Root mean square of a step before the rate; null leaves steps orthogonal.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not in its range.</exception>
    /// <exception cref="ArgumentException">A regular expression is none.</exception>
    public Muon(
        LearningRate? learningRate = null, [ConfigName("adam_beta_1")] double adamBeta1 = 0.9, [ConfigName("adam_beta_2")] double adamBeta2 = 0.999,
        double? adamWeightDecay = 0.004, double epsilon = 1e-7, double? weightDecay = 0.004, double? clipnorm = null, double? clipvalue = null,
        double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null,
        int? gradientAccumulationSteps = null, string? name = null, string[]? excludeLayers = null, bool excludeEmbeddings = true, double muonA = 3.4445,
        double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1, double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
        : base(
            learningRate ?? 0.001,
            new(weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor, gradientAccumulationSteps),
            name)
    {
        (_adamBeta1, _adamBeta2) = (Arguments.Decay(nameof(Muon), nameof(adamBeta1), adamBeta1), Arguments.Decay(nameof(Muon), nameof(adamBeta2), adamBeta2));
        (_adamWeightDecay, _epsilon, _adamLrRatio, _rmsRate) = (adamWeightDecay, epsilon, adamLrRatio, rmsRate);
        (_muonA, _muonB, _muonC) = (muonA, muonB, muonC);
        (_momentum, _nsSteps) = (Arguments.Decay(nameof(Muon), nameof(momentum), momentum), Arguments.Count(nameof(Muon), nameof(nsSteps), nsSteps));
        (_excludeEmbeddings, _nesterov) = (excludeEmbeddings, nesterov);
        _excludeLayers = [.. excludeLayers ?? []];
        _excluded = Array.ConvertAll(_excludeLayers, pattern => VariablePattern.Parse(nameof(Muon), nameof(excludeLayers), pattern));
    }

    /// <inheritdoc/>
    protected override void BuildSlots(IReadOnlyList<Variable> variables)
    {
        foreach (Variable variable in variables ?? throw new ArgumentNullException(nameof(variables)))
        {
            AddSlots([variable], UsesAdam(variable) ? ["momentum", "velocity"] : ["momentum"]);
        }
    }

    private protected override double? DecayOf(Variable variable) => UsesAdam(variable) ? _adamWeightDecay : Options.WeightDecay;

    private protected override void BeginStep(Tensor rate) => _adamRate = CorrectedRate(Scale(rate, _adamLrRatio), _adamBeta1, _adamBeta2);

    /// <inheritdoc/>
    protected override void UpdateStep(Tensor gradient, Variable variable, Tensor learningRate)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        ArgumentNullException.ThrowIfNull(variable);
        if (UsesAdam(variable))
        {
            (Tensor mean, Tensor square) = Moments(variable, gradient, _adamBeta1, _adamBeta2);
            Assign(variable, Prim.Subtract(variable.Value, Prim.Divide(Prim.Multiply(mean, Prim.Convert(_adamRate!, mean.DType)), Prim.Add(Prim.Sqrt(square), _epsilon))));
            return;
        }

        Variable momentum = Slot(variable, "momentum");
        Tensor m = Prim.Add(Scale(momentum.Value, _momentum), gradient);
        Assign(momentum, m);
        Tensor step = Orthogonal(_nesterov ? Prim.Add(gradient, Scale(m, _momentum)) : m);
        double size = _rmsRate is { } rate ? rate * Math.Sqrt(Math.Max(variable.Shape[0], variable.Shape[1])) : 1;
        Assign(variable, Prim.Subtract(variable.Value, Prim.Multiply(Scale(learningRate, size), step)));
    }

    private bool UsesAdam(Variable variable) => variable.Shape.Rank != 2
        || (_excludeEmbeddings && variable.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        || Array.Exists(_excluded, pattern => pattern.IsMatch(variable.Path));

    /// <summary>The nearest orthogonal matrix, about: an iteration of Newton and Schulz that draws all singular values to 1.</summary>
    private Tensor Orthogonal(Tensor x)
    {
        bool isTall = x.Shape[0] > x.Shape[1];
        x = isTall ? Prim.Transpose(x, 1, 0) : x;
        x = Prim.Divide(x, Prim.Add(Prim.Sqrt(Prim.ReduceSum(Prim.Square(x))), 1e-7));
        for (int i = 0; i < _nsSteps; i++)
        {
            Tensor square = Prim.Dot(x, x, transposeB: true);
            Tensor factor = Prim.Add(Scale(square, _muonB), Scale(Prim.Dot(square, square), _muonC));
            x = Prim.Add(Scale(x, _muonA), Prim.Dot(factor, x));
        }

        return isTall ? Prim.Transpose(x, 1, 0) : x;
    }
}
