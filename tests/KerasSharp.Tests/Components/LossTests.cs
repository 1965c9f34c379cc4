using KerasSharp.Losses;

namespace KerasSharp.Tests.Components;

public class LossTests
{
    [Theory]
    [InlineData("mse", "mean_squared_error")]
    [InlineData("MAE", "mean_absolute_error")]
    [InlineData("bce", "binary_crossentropy")]
    [InlineData("categorical_crossentropy", "categorical_crossentropy")]
    [InlineData("SparseCategoricalCrossentropy", "sparse_categorical_crossentropy")]
    public void Get_NameOrAlias_GivesTheLoss(string identifier, string name) => Assert.Equal(name, Loss.Get(identifier).Name);

    [Fact]
    public void Get_Misspelt_SuggestsTheNearest()
    {
        var e = Assert.Throws<ArgumentException>(() => Loss.Get("mean_square_error"));
        Assert.Contains("Did you mean 'mean_squared_error'?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SparseCategoricalCrossentropy_LabelOutOfRange_NamesLabelAndClassCount()
    {
        var loss = new SparseCategoricalCrossentropy(fromLogits: true);
        var e = Assert.Throws<ArgumentOutOfRangeException>(() => loss.Apply(new[] { 0, 3 }, new float[2, 3]));
        Assert.Contains("label 3 at position 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("3 classes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CategoricalCrossentropy_ClassNumbers_PointsToTheSparseLoss()
    {
        var e = Assert.Throws<ShapeException>(() => new CategoricalCrossentropy().Apply(new float[4], new float[4, 3]));
        Assert.Contains("sparse_categorical_crossentropy", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SparseCategoricalCrossentropy_LabelsWithLastAxisOne_EqualsFlatLabels(bool fromLogits)
    {
        var loss = new SparseCategoricalCrossentropy(fromLogits);
        Tensor prediction = new float[,] { { 0.2f, 0.5f, 0.3f }, { 0.1f, 0.1f, 0.8f } };
        Assert.Equal((float)loss.Apply(new[] { 1, 2 }, prediction), (float)loss.Apply(new[,] { { 1 }, { 2 } }, prediction));
    }

    [Fact]
    public void Constructor_UnknownReduction_NamesThoseThatExist()
    {
        var e = Assert.Throws<ArgumentException>(() => new MeanSquaredError("average"));
        Assert.Contains("\"sum_over_batch_size\"", e.Message, StringComparison.Ordinal);
    }
}
