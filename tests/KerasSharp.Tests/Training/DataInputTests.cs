using KerasSharp.Layers;
using Exchange = System.Numerics.Tensors.Tensor;

namespace KerasSharp.Tests.Training;

[Collection(ProcessWide.Name)]
public sealed class DataInputTests
{
    private static readonly Sequential Twice = Double();

    private static Sequential Double()
    {
        var model = new Sequential([new InputLayer([2]), new Rescaling(2.0)]);
        return model;
    }

    private static void Gives(DataInput data) => Assert.Equal([2f, 4f, 6f, 8f], Twice.Predict(data).ToArray<float>());

    [Fact]
    public void Tensors_OfDotnet_AreData()
    {
        nint[] lengths = [2, 2];
        Gives(Exchange.Create(new float[] { 1, 2, 3, 4 }, lengths));
        Gives(Exchange.Create(new double[] { 1, 2, 3, 4 }, lengths));
        Gives(Exchange.Create(new int[] { 1, 2, 3, 4 }, lengths));
        Gives(Exchange.Create(new long[] { 1, 2, 3, 4 }, lengths));
        Gives(Exchange.Create(new byte[] { 1, 2, 3, 4 }, lengths));
        Gives(DataInput.From(Exchange.Create(new short[] { 1, 2, 3, 4 }, lengths)));
    }

    [Fact]
    public void Arrays_RectangularAndJagged_AreData()
    {
        Gives(new float[,] { { 1, 2 }, { 3, 4 } });
        Gives(new double[][] { [1, 2], [3, 4] });
        Gives(new int[][] { [1, 2], [3, 4] });
        Gives(new byte[,] { { 1, 2 }, { 3, 4 } });
        Gives(new long[][] { [1, 2], [3, 4] });
        Gives(new[] { new Half[] { (Half)1, (Half)2 }, [(Half)3, (Half)4] });
    }

    [Fact]
    public void Lists_OfArrays_AreSeveralInputs()
    {
        Tensor a = Keras.Input([1]), b = Keras.Input([1]);
        var model = new Model([a, b], new Add().Apply([a, b]));
        float[,] x = { { 1 } }, y = { { 2 } };
        Assert.Equal([3f], model.Predict([x, y]).ToArray<float>());
        Assert.Equal([3f], model.Predict(new Array[] { x, y }).ToArray<float>());
        Assert.Equal([3f], model.Predict(new List<Array> { x, y }).ToArray<float>());
        Assert.Equal([3f], model.Predict(new DataInput[] { x, y }).ToArray<float>());
    }

    [Fact]
    public void Rows_OfDifferentLengths_SaySo() => Assert.Contains(
        "rows of one length", Assert.Throws<ArgumentException>(() => Twice.Predict(new float[][] { [1, 2], [3] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Predict_Default_IsSilent()
    {
        TextWriter before = Console.Out;
        using var text = new StringWriter();
        Console.SetOut(text);
        try
        {
            Twice.Predict(new float[70, 2]);
        }
        finally
        {
            Console.SetOut(before);
        }

        Assert.Equal("", text.ToString());
    }
}
