namespace KerasSharp.Datasets;

/// <summary>
/// Handwritten-looking digits that the library draws itself: no file, no network. Each of the ten digits is written in several styles,
/// bent, turned, sheared, scaled and moved at random, with pens of different width, contrast and noise.
/// </summary>
/// <remarks>The same seed gives the same bytes on every platform and for any number of threads. The test digits come from numbers of their own.</remarks>
public static class SyntheticDigits
{
    /// <summary>Draws digits to train and to test with.</summary>
    /// <param name="train">Number of digits to train with.</param>
    /// <param name="test">Number of digits to test with.</param>
    /// <param name="seed">Seed; another one gives other digits.</param>
    /// <returns>Pixels <c>(digits, 28, 28)</c> from 0 to 255, and labels 0 to 9, as <see cref="Mnist.LoadData"/> returns them.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public static ((byte[,,] X, byte[] Y) Train, (byte[,,] X, byte[] Y) Test) LoadData(int train = 20_000, int test = 4_000, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(train);
        ArgumentOutOfRangeException.ThrowIfNegative(test);
        return (Draw(train, seed, stream: 0), Draw(test, seed, stream: 1));
    }

    private static (byte[,,] X, byte[] Y) Draw(int count, int seed, int stream)
    {
        const int Size = DigitPainter.Size, Pixels = Size * Size, BlockLength = 256;
        byte[,,] x = new byte[count, Size, Size];
        byte[] y = new byte[count];
        Parallel.For(0, (count + BlockLength - 1) / BlockLength, () => (Painter: new DigitPainter(), Image: new byte[Pixels]), (block, _, tools) =>
        {
            for (int i = block * BlockLength; i < Math.Min(count, (block + 1) * BlockLength); i++)
            {
                DigitRandom random = DigitRandom.For(seed, stream, i);
                y[i] = (byte)random.Below(10);
                tools.Painter.Paint(y[i], ref random, tools.Image);
                Buffer.BlockCopy(tools.Image, 0, x, i * Pixels, Pixels);
            }

            return tools;
        }, _ => { });
        return (x, y);
    }
}
