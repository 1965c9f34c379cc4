namespace KerasSharp.Tests;

public sealed class LinearAlgebraOpsTests
{
    private static readonly Tensor Matrix = new float[,] { { 0, 2 }, { 3, 4 } };

    [Fact]
    public void Solve_VectorAndColumns_GiveTheSolution()
    {
        Assert.Equal([1f, 2f], Ops.Solve(Matrix, new float[] { 4, 11 }).ToArray<float>());
        Assert.Equal([1f, 2f], Ops.Solve(Matrix, new float[,] { { 4 }, { 11 } }).ToArray<float>());
    }

    [Fact]
    public void Det_RowsExchanged_HasItsSign()
    {
        Assert.Equal(-6, Ops.Det(Matrix).Item(), tolerance: 1e-6);
        Tensor[] parts = Ops.Slogdet(Matrix);
        Assert.Equal(-1, parts[0].Item());
        Assert.Equal(Math.Log(6), parts[1].Item(), tolerance: 1e-6);
    }

    [Fact]
    public void Inv_TimesTheMatrix_IsTheIdentity() =>
        Assert.All(Ops.MatMul(Matrix, Ops.Inv(Matrix)).ToArray<float>().Zip([1f, 0, 0, 1]), pair => Assert.Equal(pair.Second, pair.First, tolerance: 1e-6f));

    [Fact]
    public void Qr_UnknownMode_SaysWhichThereAre() => Assert.Contains(
        "\"reduced\" or \"complete\". Received: mode=\"raw\"", Assert.Throws<ArgumentException>(() => Ops.Qr(Matrix, "raw")).Message, StringComparison.Ordinal);

    [Fact]
    public void Svd_OfASymbolicTensor_TellsShapes()
    {
        Tensor[] parts = Ops.Svd(Keras.Input([4, 3]), fullMatrices: false);
        Assert.Equal(["(None, 4, 3)", "(None, 3)", "(None, 3, 3)"], parts.Select(p => p.Shape.ToString()));
    }
}
