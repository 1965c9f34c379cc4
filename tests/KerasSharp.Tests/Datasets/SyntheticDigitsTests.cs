using System.Security.Cryptography;
using KerasSharp.Datasets;

namespace KerasSharp.Tests.Datasets;

public class SyntheticDigitsTests
{
    /// <summary>Of 600 digits drawn with seed 7; to be changed only together with a deliberate change of the drawing.</summary>
    private const string Fingerprint = "AF9FB7F57FF98674232E591B56FFE985E0E6013A7552EE9EDE4E8D721B8190E4";

    [Fact]
    public void LoadData_SameSeed_SameBytesEverywhere()
    {
        ((byte[,,] x, byte[] y), _) = SyntheticDigits.LoadData(600, 0, seed: 7);
        byte[] bytes = new byte[x.Length];
        Buffer.BlockCopy(x, 0, bytes, 0, bytes.Length);
        Assert.Equal(Fingerprint, Convert.ToHexString(SHA256.HashData([.. bytes, .. y])));
    }

    [Fact]
    public void LoadData_LongerSet_BeginsWithTheShorterOne()
    {
        (byte[,,] few, byte[] fewLabels) = SyntheticDigits.LoadData(10, 0).Train;
        (byte[,,] many, byte[] manyLabels) = SyntheticDigits.LoadData(1000, 0).Train;
        Assert.Equal(fewLabels, manyLabels[..10]);
        Assert.Equal(few.Cast<byte>(), many.Cast<byte>().Take(few.Length));
    }

    [Fact]
    public void LoadData_TrainAndTestAndSeeds_Differ()
    {
        ((byte[,,] train, _), (byte[,,] test, _)) = SyntheticDigits.LoadData(50, 50);
        Assert.NotEqual(train.Cast<byte>(), test.Cast<byte>());
        Assert.NotEqual(train.Cast<byte>(), SyntheticDigits.LoadData(50, 0, seed: 1).Train.X.Cast<byte>());
    }

    [Fact]
    public void LoadData_ManyDigits_ClassesAreBalancedAndEveryDigitIsDrawn()
    {
        (byte[,,] x, byte[] y) = SyntheticDigits.LoadData(5000, 0).Train;
        Assert.All(Enumerable.Range(0, 10), d => Assert.InRange(y.Count(label => label == d), 400, 600));
        byte[] pixels = [.. x.Cast<byte>()];
        Assert.All(pixels.Chunk(784), image => Assert.InRange(image.Count(p => p > 100), 12, 500));
    }

    [Fact]
    public void LoadData_NearestMeanImage_RecognisesMostButNotAll()
    {
        ((byte[,,] x, byte[] y), (byte[,,] testX, byte[] testY)) = SyntheticDigits.LoadData(4000, 1000);
        double[][] means = [.. Enumerable.Range(0, 10).Select(_ => new double[784])];
        byte[][] images = [.. x.Cast<byte>().Chunk(784)];
        for (int i = 0; i < images.Length; i++)
        {
            double scale = 1.0 / y.Count(label => label == y[i]);
            for (int p = 0; p < 784; p++)
            {
                means[y[i]][p] += images[i][p] * scale;
            }
        }

        byte[][] tests = [.. testX.Cast<byte>().Chunk(784)];
        int right = tests.Where((image, i) => testY[i] == Nearest(image)).Count();
        Assert.InRange(right, 400, 920);   // digits, but no toy: a convolutional network has something to do

        int Nearest(byte[] image) => Enumerable.Range(0, 10).MinBy(d => image.Select((p, i) => (p - means[d][i]) * (p - means[d][i])).Sum());
    }

    [Fact]
    public void LoadData_NegativeCount_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.LoadData(-1));
}
