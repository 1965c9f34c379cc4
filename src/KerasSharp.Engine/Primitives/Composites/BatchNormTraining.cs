namespace KerasSharp.Primitives;

/// <summary>
/// Batch normalisation by the batch's own statistics (Ioffe and Szegedy 2015, algorithm 1) over all axes but the last: gamma * (x - mean) / sqrt(variance
/// + epsilon) + beta. Operands: x (..., channels), gamma, beta (channels). Results: y, mean, biased variance.
/// </summary>
internal sealed record BatchNormTraining(double Epsilon) : Composite
{
    /// <inheritdoc/>
    public override string Name => "batch_norm_training";

    /// <inheritdoc/>
    public override int OutputCount => 3;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        Tensor x = inputs[0];
        (Tensor mean, Tensor variance) = Prim.Moments(x, Leading(x));
        Tensor scale = Prim.Multiply(inputs[1], InverseDeviation(variance));
        Tensor y = Prim.Add(Prim.Multiply(Prim.Subtract(x, mean), scale), inputs[2]);
        return [y, mean, variance];
    }

    /// <inheritdoc/>
    public override Tensor?[] Gradient(in GradientContext context)
    {
        Tensor x = context.Inputs[0], gamma = context.Inputs[1], mean = context.Outputs[1];
        Tensor inverse = InverseDeviation(context.Outputs[2]);
        Tensor n = Prim.Scalar((double)x.Count / x.Shape[^1], x.DType);
        Tensor? dx = null, dgamma = null, dbeta = null;
        if (context.Cotangents[0] is { } dy)
        {
            Tensor[] sums = Dispatch.Bind(new BatchNormGradientSums(), x, dy, mean, inverse);
            (dgamma, dbeta) = (sums[0], sums[1]);

            // dx = gamma / std * (dy - (sum(dy) + xhat * sum(dy * xhat)) / n), with the factors of channels gathered first.
            Tensor slope = Prim.Divide(Prim.Multiply(inverse, dgamma), n);
            Tensor offset = Prim.Divide(dbeta, n);
            Tensor inner = Prim.Subtract(Prim.Subtract(dy, offset), Prim.Multiply(Prim.Subtract(x, mean), slope));
            dx = Prim.Multiply(inner, Prim.Multiply(gamma, inverse));
        }

        if (context.Cotangents[1] is not null || context.Cotangents[2] is not null)
        {
            Tensor two = Prim.Scalar(2, x.DType);
            Tensor direct = Prim.Add(context.CotangentOrZero(1), Prim.Multiply(Prim.Multiply(context.CotangentOrZero(2), two), Prim.Subtract(x, mean)));
            Tensor share = Prim.BroadcastTo(Prim.Divide(direct, n), x.Shape);
            dx = dx is null ? share : Prim.Add(dx, share);
        }

        return [dx, dgamma, dbeta];
    }

    private static int[] Leading(Tensor x) => [.. Enumerable.Range(0, x.Rank - 1)];

    private Tensor InverseDeviation(Tensor variance) => Prim.Rsqrt(Prim.Add(variance, Prim.Scalar(Epsilon, variance.DType)));
}

/// <summary>From x, dy (..., channels) and mean, 1/std (channels): sum(dy * (x - mean) / std) and sum(dy) over all axes but the last.</summary>
internal sealed record BatchNormGradientSums : Composite
{
    /// <inheritdoc/>
    public override string Name => "batch_norm_gradient_sums";

    /// <inheritdoc/>
    public override int OutputCount => 2;

    /// <inheritdoc/>
    public override Tensor[] Decompose(Tensor[] inputs)
    {
        (Tensor x, Tensor dy) = (inputs[0], inputs[1]);
        int[] axes = [.. Enumerable.Range(0, x.Rank - 1)];
        Tensor normalized = Prim.Multiply(Prim.Subtract(x, inputs[2]), inputs[3]);
        return axes.Length == 0 ? [Prim.Multiply(dy, normalized), dy] : [Prim.ReduceSum(Prim.Multiply(dy, normalized), axes), Prim.ReduceSum(dy, axes)];
    }
}

internal static partial class Prim
{
    /// <summary>Batch normalisation by batch statistics: y, mean and biased variance.</summary>
    public static (Tensor Y, Tensor Mean, Tensor Variance) BatchNormTraining(Tensor x, Tensor gamma, Tensor beta, double epsilon)
    {
        Tensor[] results = Dispatch.Bind(new BatchNormTraining(epsilon), x, gamma, beta);
        return (results[0], results[1], results[2]);
    }
}
