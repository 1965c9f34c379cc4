using KerasSharp.Layers;

namespace KerasSharp.Tests.Layers.Preprocessing;

public sealed class TextVectorizationTests
{
    [Fact]
    public void Standardize_Lower_IsThatOfAscii() =>
        Assert.Equal(["", "[UNK]", "\u00C9a", "x"], Learn(new TextVectorization(), "X \u00C9A! \u00C9a."));

    [Theory]
    [InlineData("lower_and_strip_punctuation", "ab")]
    [InlineData("lower", "a_b!")]
    [InlineData("strip_punctuation", "AB")]
    [InlineData(null, "A_B!")]
    public void Standardize_EachMode_GivesItsForm(string? standardize, string expected) =>
        Assert.Equal([expected], Learn(new TextVectorization(standardize: standardize), "A_B!")[2..]);

    [Fact]
    public void Split_Whitespace_IsThatOfAscii() => Assert.Equal(["a\u00A0b", "c"], Learn(new TextVectorization(), "  a\u00A0b\t\n c\r")[2..].Order(StringComparer.Ordinal));

    [Fact]
    public void Split_Character_KeepsCodePointsWhole()
    {
        var layer = new TextVectorization(split: "character", vocabulary: ["\U0001F600", "a"]);
        Assert.Equal([3L, 2, 1], layer.Apply(new[] { "a\U0001F600b" }).ToArray<long>());
    }

    [Fact]
    public void Functions_OfOnesOwn_ReplaceStandardizeAndSplit()
    {
        var layer = new TextVectorization(standardizeWith: text => text.Replace("x", "", StringComparison.Ordinal), splitWith: text => text.Split('-'), vocabulary: ["a", "B"]);
        Assert.Equal([2L, 3, 1], layer.Apply(new[] { "xa-B-c" }).ToArray<long>());
        Assert.Contains("a function cannot be written", Assert.Throws<NotSupportedException>(() => layer.GetConfig()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_Null_TakesTokensAsTheyAre()
    {
        var layer = new TextVectorization(standardize: null, split: null, vocabulary: ["a b", "c"], outputSequenceLength: 3);
        Assert.Equal([2L, 1, 0, 3, 3, 0], layer.Apply(new[,] { { "a b", "x" }, { "c", "c" } }).ToArray<long>());
        Assert.Equal("(2,)", new TextVectorization(split: null, vocabulary: ["a"]).Apply(new[] { "a", "b" }).Shape.ToString());
    }

    [Fact]
    public void Output_OfAScalar_HasNoBatchAxis()
    {
        Tensor text = Tensor.From(["a b c"], Shape.Scalar);
        Assert.Equal([2L, 3, 1], new TextVectorization(vocabulary: ["a", "b"]).Apply(text).ToArray<long>());
        Assert.Equal("(3,)", new TextVectorization(vocabulary: ["a", "b"], outputMode: "count").Apply(text).Shape.ToString());
    }

    [Fact]
    public void Output_Length_CutsAndPads() =>
        Assert.Equal([2L, 1, 2, 0], new TextVectorization(vocabulary: ["a"], outputSequenceLength: 2).Apply(new[] { "a b c", "a" }).ToArray<long>());

    [Fact]
    public void Output_OfNoTexts_IsEmpty() => Assert.Equal("(0, 0)", new TextVectorization(vocabulary: ["a"]).Apply(Tensor.From([], [0])).Shape.ToString());

    [Fact]
    public void Apply_FromSeveralThreads_GivesEachItsOwn()
    {
        var layer = new TextVectorization(vocabulary: [.. Enumerable.Range(0, 100).Select(i => $"w{i}")]);
        Parallel.For(0, 200, i => Assert.Equal([(i % 100) + 2L, (i * 7 % 100) + 2], layer.Apply(new[] { $"W{i % 100}! w{i * 7 % 100}" }).ToArray<long>()));
    }

    private static string[] Learn(TextVectorization layer, params string[] texts)
    {
        layer.Adapt(texts);
        return layer.GetVocabulary();
    }
}
