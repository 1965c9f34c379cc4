using KerasSharp.Losses;
using KerasSharp.Metrics;
using static KerasSharp.Activations.ActivationFunctions;

namespace KerasSharp.Conformance.Runners;

/// <summary>The functions that cases name, with the arguments of the case.</summary>
internal static class FunctionTable
{
    private static readonly Dictionary<string, Func<CaseCall, Tensor>> Functions = new(StringComparer.Ordinal)
    {
        ["activation celu"] = c => Celu(c[0], c.Number("alpha", 1)),
        ["activation elu"] = c => Elu(c[0], c.Number("alpha", 1)),
        ["activation exponential"] = c => Exponential(c[0]),
        ["activation gelu"] = c => Gelu(c[0], c.Flag("approximate")),
        ["activation glu"] = c => Glu(c[0], c.Integer("axis", -1)),
        ["activation hard_shrink"] = c => HardShrink(c[0], c.Number("threshold", 0.5)),
        ["activation hard_sigmoid"] = c => HardSigmoid(c[0]),
        ["activation hard_silu"] = c => HardSilu(c[0]),
        ["activation hard_swish"] = c => HardSilu(c[0]),
        ["activation hard_tanh"] = c => HardTanh(c[0]),
        ["activation leaky_relu"] = c => LeakyRelu(c[0], c.Number("negative_slope", 0.2)),
        ["activation linear"] = c => Linear(c[0]),
        ["activation log_sigmoid"] = c => LogSigmoid(c[0]),
        ["activation log_softmax"] = c => LogSoftmax(c[0], c.Integer("axis", -1)),
        ["activation mish"] = c => Mish(c[0]),
        ["activation relu"] = c => Relu(c[0], c.Number("negative_slope", 0), c.NumberOrNull("max_value"), c.Number("threshold", 0)),
        ["activation relu6"] = c => Relu6(c[0]),
        ["activation selu"] = c => Selu(c[0]),
        ["activation sigmoid"] = c => Sigmoid(c[0]),
        ["activation silu"] = c => Silu(c[0]),
        ["activation swish"] = c => Silu(c[0]),
        ["activation soft_shrink"] = c => SoftShrink(c[0], c.Number("threshold", 0.5)),
        ["activation softmax"] = c => Softmax(c[0], c.Integer("axis", -1)),
        ["activation softplus"] = c => Softplus(c[0]),
        ["activation softsign"] = c => Softsign(c[0]),
        ["activation sparse_plus"] = c => SparsePlus(c[0]),
        ["activation sparse_sigmoid"] = c => SparseSigmoid(c[0]),
        ["activation sparsemax"] = c => Sparsemax(c[0], c.Integer("axis", -1)),
        ["activation squareplus"] = c => Squareplus(c[0], c.Number("b", 4)),
        ["activation tanh"] = c => Tanh(c[0]),
        ["activation tanh_shrink"] = c => TanhShrink(c[0]),
        ["activation threshold"] = c => Threshold(c[0], c.Number("threshold", 0), c.Number("default_value", 0)),

        ["loss_fn binary_crossentropy"] = c => LossFunctions.BinaryCrossentropy(c[0], c[1], c.Flag("from_logits"), c.Number("label_smoothing", 0), c.Integer("axis", -1)),
        ["loss_fn categorical_crossentropy"] = c => LossFunctions.CategoricalCrossentropy(c[0], c[1], c.Flag("from_logits"), c.Number("label_smoothing", 0), c.Integer("axis", -1)),
        ["loss_fn sparse_categorical_crossentropy"] = c => LossFunctions.SparseCategoricalCrossentropy(
            c[0], c[1], c.Flag("from_logits"), (int?)c.NumberOrNull("ignore_class"), c.Integer("axis", -1)),
        ["loss_fn binary_focal_crossentropy"] = c => LossFunctions.BinaryFocalCrossentropy(
            c[0], c[1], c.Flag("apply_class_balancing"), c.Number("alpha", 0.25), c.Number("gamma", 2), c.Flag("from_logits"), c.Number("label_smoothing", 0), c.Integer("axis", -1)),
        ["loss_fn categorical_focal_crossentropy"] = c => LossFunctions.CategoricalFocalCrossentropy(
            c[0], c[1], c.Numbers("alpha"), c.Number("gamma", 2), c.Flag("from_logits"), c.Number("label_smoothing", 0), c.Integer("axis", -1)),
        ["loss_fn categorical_generalized_cross_entropy"] = c => LossFunctions.CategoricalGeneralizedCrossEntropy(c[0], c[1], c.Number("q", 0.5)),
        ["loss_fn categorical_hinge"] = c => LossFunctions.CategoricalHinge(c[0], c[1]),
        ["loss_fn circle"] = c => LossFunctions.Circle(
            c[0], c[1], c.Maybe("ref_labels"), c.Maybe("ref_embeddings"), c.Flag("remove_diagonal", true), c.Number("gamma", 80), c.Number("margin", 0.4)),
        ["loss_fn cosine_similarity"] = c => LossFunctions.CosineSimilarity(c[0], c[1], c.Integer("axis", -1)),
        ["loss_fn ctc"] = c => LossFunctions.CTC(c[0], c[1]),
        ["loss_fn dice"] = c => LossFunctions.Dice(c[0], c[1], c.Integers("axis")),
        ["loss_fn hinge"] = c => LossFunctions.Hinge(c[0], c[1]),
        ["loss_fn huber"] = c => LossFunctions.Huber(c[0], c[1], c.Number("delta", 1)),
        ["loss_fn kl_divergence"] = c => LossFunctions.KLDivergence(c[0], c[1]),
        ["loss_fn log_cosh"] = c => LossFunctions.LogCosh(c[0], c[1]),
        ["loss_fn mean_absolute_percentage_error"] = c => LossFunctions.MeanAbsolutePercentageError(c[0], c[1]),
        ["loss_fn mean_squared_logarithmic_error"] = c => LossFunctions.MeanSquaredLogarithmicError(c[0], c[1]),
        ["loss_fn poisson"] = c => LossFunctions.Poisson(c[0], c[1]),
        ["loss_fn squared_hinge"] = c => LossFunctions.SquaredHinge(c[0], c[1]),
        ["loss_fn tversky"] = c => LossFunctions.Tversky(c[0], c[1], c.Number("alpha", 0.5), c.Number("beta", 0.5), c.Integers("axis")),
        ["loss_fn mean_absolute_error"] = c => LossFunctions.MeanAbsoluteError(c[0], c[1]),
        ["loss_fn mean_squared_error"] = c => LossFunctions.MeanSquaredError(c[0], c[1]),

        ["metric_fn binary_accuracy"] = c => MetricFunctions.BinaryAccuracy(c[0], c[1], c.Number("threshold", 0.5)),
        ["metric_fn concordance_correlation"] = c => MetricFunctions.ConcordanceCorrelation(c[0], c[1], c.Integer("axis", -1)),
        ["metric_fn pearson_correlation"] = c => MetricFunctions.PearsonCorrelation(c[0], c[1], c.Integer("axis", -1)),
        ["metric_fn categorical_accuracy"] = c => MetricFunctions.CategoricalAccuracy(c[0], c[1]),
        ["metric_fn sparse_categorical_accuracy"] = c => MetricFunctions.SparseCategoricalAccuracy(c[0], c[1]),
        ["metric_fn top_k_categorical_accuracy"] = c => MetricFunctions.TopKCategoricalAccuracy(c[0], c[1], c.Integer("k", 5)),
        ["metric_fn sparse_top_k_categorical_accuracy"] = c => MetricFunctions.SparseTopKCategoricalAccuracy(c[0], c[1], c.Integer("k", 5), c.Flag("from_sorted_ids")),
    };

    public static Tensor Call(ConformanceCase item, CaseCall call) =>
        Functions.TryGetValue($"{item.Kind} {item.Text("name")}", out Func<CaseCall, Tensor>? function)
            ? function(call)
            : throw new CaseFailedException($"there is no function {item.Text("name")}");
}
