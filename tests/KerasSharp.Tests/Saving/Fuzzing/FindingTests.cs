using KerasSharp.Layers;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>What changed files have brought to light, each as a small model whose config is changed in one place.</summary>
public sealed class FindingTests
{
    /// <summary>A layer, its input, what stands in the config, and what is put there.</summary>
    public static TheoryData<Func<Layer>, int[], string, string> Findings => new()
    {
        { () => new UpSampling2D(2, interpolation: "bicubic"), [5, 6, 2], "\"size\":[2,2]", "\"size\":[2147483647,3]" },
        { () => new Resizing(8, 8), [5, 6, 2], "\"height\":8", "\"height\":2147483647" },
        { () => new CenterCrop(8, 8), [5, 6, 3], "\"height\":8", "\"height\":2147483647" },
        { () => new AdaptiveAveragePooling1D(3), [6, 2], "\"output_size\":[3]", "\"output_size\":-2147483649" },
        { () => new AdaptiveAveragePooling1D(3), [6, 2], "\"output_size\":[3]", "\"output_size\":2147483647" },
        { () => new AdaptiveMaxPooling1D(3), [6, 2], "\"batch_shape\":[4,6,2]", "\"batch_shape\":[4,2147483647,2]" },
        { () => new Softmax([1, 2]), [6, 2], "\"axis\":[1,2]", "\"axis\":[1,7]" },
        { () => new SeparableConv1D(3, 2), [6, 2], "\"args\":[{", "\"args\":[],\"old\":[{" },
        { () => new Dense(3), [6], "\"class_name\":\"Dense\"", "\"class_name\":\"\"" },
        { () => new IntegerLookup(vocabulary: (long[])[1, 2, 3], outputMode: "multi_hot"), [6], "\"vocabulary_size\":4", "\"vocabulary_size\":6" },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void FromJson_ConfigChangedInOnePlace_IsRefusedWithoutTakingMemory(Func<Layer> make, int[] input, string from, string to)
    {
        Tensor x = Keras.Input(Shape.Of(input), batchSize: 4, dtype: make() is IntegerLookup ? DType.Int64 : DType.Float32);
        string json = new Model(x, make().Apply(x)).ToJson().Replace(", ", ",", StringComparison.Ordinal).Replace(": ", ":", StringComparison.Ordinal);
        Assert.Contains(from, json, StringComparison.Ordinal);
        using var deferred = DeferredWeights.Enter(json.Length);
        Assert.NotNull(Model.FromJson(json));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ModelFormatException>(() => Model.FromJson(json.Replace(from, to, StringComparison.Ordinal)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 22);
    }
}
