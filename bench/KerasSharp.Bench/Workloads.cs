using KerasSharp.Losses;
using KerasSharp.Optimizers;

namespace KerasSharp.Bench;

/// <summary>The workloads, with the shapes and semantics of the peers' own.</summary>
internal static class Workloads
{
    private static readonly Func<Loss> CrossEntropy = () => new SparseCategoricalCrossentropy(fromLogits: true);

    public static readonly Workload[] All =
    [
        new("mlp_tiny", () => BenchModels.Mlp([32, 64, 64, 10]), BenchData.Vectors(32, 32), BenchData.Classes(32, 10), CrossEntropy, () => new Adam(1e-3)),
        new("mlp_mnist", () => BenchModels.Mlp([784, 512, 512, 10], 0.2), BenchData.Vectors(128, 784), BenchData.Classes(128, 10), CrossEntropy, () => new RMSprop(1e-3)),
        new("cnn_mnist", BenchModels.Cnn, BenchData.Images(128, 28, 1), BenchData.Classes(128, 10), CrossEntropy, () => new Adam(1e-3)),
        new("resnet20_cifar", ResNets.ResNet20, BenchData.Images(128, 32, 3), BenchData.Classes(128, 10), CrossEntropy, Momentum),
        new("resnet50_train", ResNets.ResNet50, BenchData.Images(8, 224, 3), BenchData.Classes(8, 1000), CrossEntropy, Momentum),
        new("lstm_imdb", BenchModels.BiLstm, BenchData.Tokens(32, 200, 20_000), BenchData.Binary(32), () => new BinaryCrossentropy(fromLogits: true), () => new Adam(1e-3)),
        new("gpt_small", BenchModels.Gpt, BenchData.Tokens(16, 128, 8192), BenchData.Tokens(16, 128, 8192), CrossEntropy, () => new AdamW(3e-4)),
        new("resnet50_infer1", ResNets.ResNet50, BenchData.Images(1, 224, 3)),
        new("resnet50_infer8", ResNets.ResNet50, BenchData.Images(8, 224, 3)),
        new("mobilenetv2_infer1", ResNets.MobileNetV2, BenchData.Images(1, 224, 3)),
        new("mlp_infer1", () => BenchModels.Mlp([784, 512, 512, 10]), BenchData.Vectors(1, 784)),
        new("gpt_small_infer", BenchModels.Gpt, BenchData.Tokens(1, 128, 8192)),
    ];

    public static Workload Find(string name) => Array.Find(All, w => w.Name == name)
        ?? throw new ArgumentException($"Unknown workload '{name}'. Expected one of: {string.Join(", ", All.Select(w => w.Name))}.");

    private static SGD Momentum() => new(0.01, momentum: 0.9);
}
