namespace KerasSharp.Saving;

/// <content>Operations of networks.</content>
internal static partial class Operations
{
    private static IEnumerable<Operation> Networks() =>
    [
        Of("nn", "Conv(strides, padding, data_format, dilation_rate)(inputs, kernel)", a => Ops.Conv(
            a["inputs"], a["kernel"], a.Axes("strides"), a.Text("padding", "valid"), a.MaybeText("data_format"), a.Axes("dilation_rate"))),
        Of("nn", "DepthwiseConv(strides, padding, data_format, dilation_rate)(inputs, kernel)", a => Ops.DepthwiseConv(
            a["inputs"], a["kernel"], a.Axes("strides"), a.Text("padding", "valid"), a.MaybeText("data_format"), a.Axes("dilation_rate"))),
        Of("nn", "SeparableConv(strides, padding, data_format, dilation_rate)(inputs, depthwise_kernel, pointwise_kernel)", a => Ops.SeparableConv(
            a["inputs"], a["depthwise_kernel"], a["pointwise_kernel"], a.Axes("strides"), a.Text("padding", "valid"), a.MaybeText("data_format"), a.Axes("dilation_rate"))),
        Of("nn", "ConvTranspose(strides, padding, output_padding, data_format, dilation_rate)(inputs, kernel)", a => Ops.ConvTranspose(
            a["inputs"], a["kernel"], a.Axes("strides"), a.Text("padding", "valid"), a.Axes("output_padding"), a.MaybeText("data_format"), a.Axes("dilation_rate"))),
        Of("nn", "MaxPool(pool_size, strides, padding, data_format)(inputs)", a => Ops.MaxPool(a["inputs"], a.Axes("pool_size"), a.Axes("strides"), a.Text("padding", "valid"), a.MaybeText("data_format"))),
        Of("nn", "AveragePool(pool_size, strides, padding, data_format)(inputs)", a => Ops.AveragePool(
            a["inputs"], a.Axes("pool_size"), a.Axes("strides"), a.Text("padding", "valid"), a.MaybeText("data_format"))),
        Of("nn", "AdaptiveAveragePool(output_size, data_format)(inputs)", a => Ops.AdaptiveAveragePool(a["inputs"], a.Axes("output_size"), a.MaybeText("data_format"))),
        Of("nn", "AdaptiveMaxPool(output_size, data_format)(inputs)", a => Ops.AdaptiveMaxPool(a["inputs"], a.Axes("output_size"), a.MaybeText("data_format"))),
        Of("nn", "OneHot(num_classes, axis, dtype, sparse)(x)", a => Ops.OneHot(a.X, a.Int("num_classes"), a.Int("axis", -1), a.MaybeDType())),
        Of("nn", "MultiHot(num_classes, axis, dtype, sparse)(inputs)", a => Ops.MultiHot(a["inputs"], a.Int("num_classes"), a.Int("axis", -1), a.MaybeDType())),
        Of("nn", "BinaryCrossentropy(from_logits)(target, output)", a => Ops.BinaryCrossentropy(a["target"], a["output"], a.Flag("from_logits"))),
        Of("nn", "CategoricalCrossentropy(from_logits, axis)(target, output)", a => Ops.CategoricalCrossentropy(a["target"], a["output"], a.Flag("from_logits"), a.Int("axis", -1))),
        Of("nn", "SparseCategoricalCrossentropy(from_logits, axis)(target, output)", a => Ops.SparseCategoricalCrossentropy(a["target"], a["output"], a.Flag("from_logits"), a.Int("axis", -1))),
        Of("nn", "BatchNorm(axis, epsilon)(x, mean, variance, offset, scale)", a => Ops.BatchNormalization(
            a.X, a["mean"], a["variance"], a.Int("axis"), a.Maybe("offset"), a.Maybe("scale"), a.Number("epsilon", 1e-3)), "batch_normalization"),
        Of("nn", "LayerNorm(axis, epsilon)(x, gamma, beta)", a => Ops.LayerNormalization(a.X, a.Maybe("gamma"), a.Maybe("beta"), a.Axes(), a.MaybeNumber("epsilon")), "layer_normalization"),
        Of("nn", "RMSNorm(axis, epsilon)(x, scale)", a => Ops.RmsNormalization(a.X, a.Maybe("scale"), a.Axes(), a.MaybeNumber("epsilon")), "rms_normalization"),
        Of("nn", "Normalize(axis, order, epsilon)(x)", a => Ops.Normalize(a.X, a.Axes(), a.Number("order", 2), a.MaybeNumber("epsilon"))),
        Of("nn", "DotProductAttention(is_causal)(query, key, value, bias=, mask=, :scale=, :flash_attention=, :attn_logits_soft_cap=)", a => Ops.DotProductAttention(
            a["query"], a["key"], a["value"], a.Maybe("bias"), a.Maybe("mask"), a.MaybeNumber("scale"), a.Flag("is_causal"), null, a.MaybeNumber("attn_logits_soft_cap"))),
        Of("nn", "PSNR(max_val)(x1, x2)", a => Ops.Psnr(a["x1"], a["x2"], a.Number("max_val", 1))),
        Of("nn", "CTCLoss(mask_index)(target, output, target_length, output_length)", a => Ops.CtcLoss(
            a["target"], a["output"], a["target_length"], a["output_length"], a.Int("mask_index", 0))),
        Two("nn", "CTCDecode(strategy, beam_width, top_paths, merge_repeated, mask_index)(inputs, sequence_lengths)", a => Ops.CtcDecode(
            a["inputs"], a["sequence_lengths"], a.Text("strategy", "greedy"), a.Int("beam_width", 100), a.Int("top_paths", 1), a.Flag("merge_repeated", true), a.Int("mask_index", 0))),
        Of("nn", "DepthToSpace(block_size, data_format)(x)", a => Ops.DepthToSpace(a.X, a.Int("block_size"), a.Text("data_format", "channels_last"))),
        Of("nn", "SpaceToDepth(block_size, data_format)(x)", a => Ops.SpaceToDepth(a.X, a.Int("block_size"), a.Text("data_format", "channels_last"))),
        Of("nn", "Unfold(kernel_size, dilation, padding, stride)(x)", a => Ops.Unfold(a.X, a.Axes("kernel_size"), a.Axes("dilation"), a.Axes("padding"), a.Axes("stride"))),
        Of("nn", "Fold(output_size, kernel_size, dilation, padding, stride)(x)", a => Ops.Fold(
            a.X, a.Axes("output_size"), a.Axes("kernel_size"), a.Axes("dilation"), a.Axes("padding"), a.Axes("stride"))),
    ];
}
