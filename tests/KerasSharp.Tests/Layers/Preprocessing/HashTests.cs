using System.Text;
using KerasSharp.Layers;
using KerasSharp.Utilities;

namespace KerasSharp.Tests.Layers.Preprocessing;

/// <summary>Hashes are the same everywhere and always: those of other implementations.</summary>
public sealed class HashTests
{
    /// <summary>The first so many characters of "ab", the number, a colon and the alphabet with digits again and again; fingerprints of Google's own implementation.</summary>
    [Theory]
    [InlineData(0, 11160318154034397263)]
    [InlineData(1, 12917804110809363939)]
    [InlineData(3, 9213320753441953045)]
    [InlineData(4, 9245480375382186096)]
    [InlineData(7, 15219956044042954724)]
    [InlineData(8, 5297481972467263366)]
    [InlineData(16, 13520173016467246149)]
    [InlineData(17, 7268817558465145368)]
    [InlineData(32, 18303014946697933043)]
    [InlineData(33, 11644598970560247824)]
    [InlineData(63, 11647678053385286922)]
    [InlineData(64, 15809798077475897127)]
    [InlineData(65, 16379229971403926549)]
    [InlineData(127, 8577891795512565024)]
    [InlineData(128, 5641413083425346101)]
    [InlineData(129, 7736801127699428481)]
    [InlineData(256, 5562721624290126668)]
    [InlineData(300, 17812771832427496852)]
    public void FarmHash_OfAnyLength_IsTheFingerprint(int length, ulong expected)
    {
        string text = ($"ab{length}:" + string.Concat(Enumerable.Repeat("abcdefghijklmnopqrstuvwxyz0123456789", 10)))[..length];
        Assert.Equal(expected, FarmHash.Fingerprint(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>The example of Aumasson and Bernstein 2012, appendix A: bytes 0 to 14 under the key of bytes 0 to 15.</summary>
    [Fact]
    public void SipHash_OfThePapersExample_IsThePapersResult() =>
        Assert.Equal(0xa129ca6149be45e5, SipHash.Hash([.. Enumerable.Range(0, 15).Select(i => (byte)i)], 0x0706050403020100, 0x0f0e0d0c0b0a0908));

    [Fact]
    public void Hashing_NumberAndItsDigits_ShareABin()
    {
        long[] numbers = [0, -1, 42, long.MinValue, long.MaxValue];
        var layer = new Hashing(1_000_003);
        Assert.Equal(
            layer.Apply(Array.ConvertAll(numbers, n => n.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray<long>(), layer.Apply(Tensor.From(numbers)).ToArray<long>());
        Assert.Equal(layer.Apply(Tensor.From(numbers)).ToArray<long>()[2], layer.Apply(new[] { 42.7f }).ToArray<long>()[0]);
    }

    [Fact]
    public void Hashing_MaskValue_HasTheFirstBinForItself()
    {
        string[] words = [.. Enumerable.Range(0, 200).Select(i => $"word{i}"), "-"];
        long[] bins = new Hashing(4, maskValue: "-").Apply(words).ToArray<long>();
        Assert.Equal(0, bins[^1]);
        Assert.All(bins[..^1], bin => Assert.InRange(bin, 1, 3));
        Assert.Equal([0L], new Hashing(1, maskValue: "-").Apply(new[] { "-" }).ToArray<long>());
    }

    [Fact]
    public void Hashing_Salt_GivesOtherBinsAndOneNumberStandsForBoth()
    {
        string[] words = [.. Enumerable.Range(0, 50).Select(i => $"word{i}")];
        long[] plain = new Hashing(1000).Apply(words).ToArray<long>(), once = new Hashing(1000, salt: 7).Apply(words).ToArray<long>();
        Assert.Equal(once, new Hashing(1000, salt: [7, 7]).Apply(words).ToArray<long>());
        Assert.NotEqual(once, new Hashing(1000, salt: [7, 8]).Apply(words).ToArray<long>());
        Assert.NotEqual(plain, once);
    }
}
