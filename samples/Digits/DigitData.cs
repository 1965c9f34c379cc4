using KerasSharp.Datasets;

namespace KerasSharp.Samples.Digits;

/// <summary>Images (count, 28, 28, 1) in 0..1 and their labels.</summary>
internal sealed record DigitData(string Name, float[,,,] TrainX, byte[] TrainY, float[,,,] TestX, byte[] TestY)
{
    public static DigitData Drawn(int train, int seed)
    {
        Console.WriteLine("Drawing digits ...");
        return From("drawn digits", SyntheticDigits.LoadData(train, 2_000, seed));
    }

    public static DigitData Mnist() => From("MNIST", Datasets.Mnist.LoadData());

    /// <summary>The images of a directory: MNIST's own division where both of its parts are there, else the first 85 % train and the rest tests.</summary>
    public static DigitData FromDirectory(string directory)
    {
        const int mnistTraining = 60_000, mnist = 70_000;
        (byte[,,] x, byte[] y) = Datasets.Mnist.LoadDirectory(directory);
        float[,,,] images = Scaled(x);
        int split = y.Length == mnist ? mnistTraining : y.Length * 85 / 100;
        return new DigitData(directory, Part(images, 0, split), y[..split], Part(images, split, y.Length), y[split..]);
    }

    private static float[,,,] Part(float[,,,] images, int start, int end)
    {
        int rowSize = images.Length / images.GetLength(0);
        var part = new float[end - start, images.GetLength(1), images.GetLength(2), 1];
        Buffer.BlockCopy(images, start * rowSize * sizeof(float), part, 0, part.Length * sizeof(float));
        return part;
    }

    private static DigitData From(string name, ((byte[,,] X, byte[] Y) Train, (byte[,,] X, byte[] Y) Test) data) =>
        new(name, Scaled(data.Train.X), data.Train.Y, Scaled(data.Test.X), data.Test.Y);

    private static float[,,,] Scaled(byte[,,] images)
    {
        var scaled = new float[images.GetLength(0), images.GetLength(1), images.GetLength(2), 1];
        for (int i = 0; i < images.GetLength(0); i++)
        {
            for (int y = 0; y < images.GetLength(1); y++)
            {
                for (int x = 0; x < images.GetLength(2); x++)
                {
                    scaled[i, y, x, 0] = images[i, y, x] / 255f;
                }
            }
        }

        return scaled;
    }
}
