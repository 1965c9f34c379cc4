using static KerasSharp.Tests.Operations.OpRows;

namespace KerasSharp.Tests.Operations;

/// <summary>Random numbers; with a seed they are functions of it.</summary>
internal static class RandomRows
{
    public static IEnumerable<OpRow> All() =>
    [
        Of("Uniform", _ => Keras.Random.Uniform([3, 5], -1, 2, seed: 1)) with { Smooth = 0 }, Of("Normal", _ => Keras.Random.Normal([7], 1, 2, DType.Float64, 1)) with { Smooth = 0 }, Of("TruncatedNormal", _ => Keras.Random.TruncatedNormal([7], seed: 1)) with { Smooth = 0 },
        Of("Randint", _ => Keras.Random.Randint([7], -3, 9, seed: 1)) with { Smooth = 0 }, Of("Categorical", t => Keras.Random.Categorical(t[0], 5, seed: 1), X(1, 2, 3)) with { Smooth = 0 },
        Of("Shuffle", t => Keras.Random.Shuffle(t[0], 1, 1), X(1, 2, 5)), Of("Dropout", t => Keras.Random.Dropout(t[0], 0.4, seed: 1), X(1, 4, 5)), Of("Gamma", t => Keras.Random.Gamma([2, 3], t[0], seed: 1), U(1, 0.3, 3, 3)) with { Smooth = 0, AnyBatch = false },
        Of("Beta", t => Keras.Random.Beta([2, 3], t[0], 2, seed: 1), U(1, 0.3, 3, 3)) with { Smooth = 0, AnyBatch = false }, Of("Binomial", t => Keras.Random.Binomial([2, 3], t[0], 0.3, seed: 1), Ints(1, 20, 300)) with { Smooth = 0, AnyBatch = false },
    ];
}
