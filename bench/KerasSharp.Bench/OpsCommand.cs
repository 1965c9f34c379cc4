using System.Diagnostics;
using System.Globalization;

namespace KerasSharp.Bench;

/// <summary>Times of representative calls of <see cref="Ops"/>, run eagerly, the least of many: one JSON line each. <c>bench/peers/torch_ops.py</c> does the same calls.</summary>
internal static class OpsCommand
{
    public static int Run(double seconds, int threads)
    {
        Engine.ThreadCount = threads;
        foreach ((string name, Func<object> call) in Calls())
        {
            call();
            double best = double.MaxValue;
            var total = Stopwatch.StartNew();
            for (int i = 0; i < 5 || total.Elapsed.TotalSeconds < seconds; i++)
            {
                long start = Stopwatch.GetTimestamp();
                call();
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{{\"op\": \"{name}\", \"ms\": {best:G4}}}"));
        }

        return 0;
    }

    private static IEnumerable<(string Name, Func<object> Call)> Calls()
    {
        Tensor x = Normal(1000, 1000), y = Normal(1000, 1000), v = Normal(1_000_000), a = Normal(256, 256), batch = Normal(64, 32, 32);
        Tensor definite = Ops.MatMul(a, Ops.Transpose(a)) + Ops.Eye(256), signal = Normal(16, 16384), odd = Normal(16, 16000), image = Keras.Random.Uniform([8, 224, 224, 3], seed: 1);
        Tensor ids = Keras.Random.Randint([1_000_000], 0, 1000, seed: 2), table = Normal(1000, 16), points = Normal(1000, 32), image2 = Normal(8, 16, 64, 64), complex = Normal(8, 256, 256);
        Tensor labels = Keras.Random.Randint([32, 20], 1, 30, seed: 3), logits = Normal(32, 100, 30), twenty = Ops.Full([32], 20, DType.Int32), hundred = Ops.Full([32], 100, DType.Int32);
        Tensor picture = Normal(8, 64, 64, 32), kernel = Normal(3, 3, 32, 32), edges = Ops.Sort(v[..1000]);
        return
        [
            ("add", () => x + y), ("exp", () => Ops.Exp(x)), ("erf", () => Ops.Erf(x)), ("gelu", () => Ops.Gelu(x)), ("where", () => Ops.Where(x > 0, x, y)), ("sum", () => Ops.Sum(x)), ("sum_axis0", () => Ops.Sum(x, 0)),
            ("var", () => Ops.Var(x, 1)), ("max", () => Ops.Max(x, 1)), ("argmax", () => Ops.Argmax(x, 1)), ("logsumexp", () => Ops.LogSumExp(x, 1)), ("softmax", () => Ops.Softmax(x)), ("cumsum", () => Ops.Cumsum(x, 1)),
            ("sort", () => Ops.Sort(v)), ("argsort_rows", () => Ops.Argsort(x)), ("top_k", () => Ops.TopK(x, 10)), ("median", () => Ops.Median(x, 1)), ("transpose", () => Ops.Transpose(x)), ("concatenate", () => Ops.Concatenate([x, y], 1)),
            ("pad_reflect", () => Ops.Pad(image2, [(0, 0), (0, 0), (3, 3), (3, 3)], "reflect")), ("take", () => Ops.Take(table, ids, 0)), ("segment_sum", () => Ops.SegmentSum(v, ids, 1000)), ("searchsorted", () => Ops.Searchsorted(edges, v)),
            ("unique", () => Ops.Unique(ids)), ("bincount", () => Ops.Bincount(ids)), ("one_hot", () => Ops.OneHot(ids[..10000], 1000)), ("matmul", () => Ops.MatMul(x, y)), ("einsum", () => Ops.Einsum("bij,bjk->bik", batch, batch)),
            ("cdist", () => Ops.Cdist(points, points)), ("conv", () => Ops.Conv(picture, kernel, padding: "same")), ("cholesky", () => Ops.Cholesky(definite)), ("inv", () => Ops.Inv(definite)), ("solve", () => Ops.Solve(definite, a)),
            ("qr", () => Ops.Qr(a)), ("svd", () => Ops.Svd(a)), ("eigh", () => Ops.Eigh(definite)), ("det_batch", () => Ops.Det(batch)), ("rfft", () => Ops.Rfft(signal)), ("rfft_16000", () => Ops.Rfft(odd)), ("fft2", () => Ops.Fft2((complex, complex))),
            ("stft", () => Ops.Stft(odd, 256, 128, 256)), ("resize", () => Ops.Image.Resize(image, 112)), ("unfold", () => Ops.Unfold(image2, 3)), ("ctc_loss", () => Ops.CtcLoss(labels, logits, twenty, hundred)), ("normal", () => Keras.Random.Normal([1_000_000])),
        ];
    }

    private static Tensor Normal(params int[] shape) => Keras.Random.Normal(Shape.Of(shape), seed: 1);
}
