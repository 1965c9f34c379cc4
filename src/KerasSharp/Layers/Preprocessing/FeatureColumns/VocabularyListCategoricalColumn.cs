using KerasSharp.Saving;

namespace KerasSharp.Layers;

/// <summary>Texts or whole numbers by a vocabulary: <see cref="FeatureColumn.CategoricalWithVocabularyList"/>.</summary>
[KerasSerializable("feature_column", "VocabularyListCategoricalColumn")]
public sealed partial class VocabularyListCategoricalColumn : CategoricalColumn
{
    private readonly Dictionary<string, int> _texts = [];
    private readonly Dictionary<long, int> _numbers = [];

    /// <summary>A column of categories.</summary>
    /// <param name="key">The name of the input.</param>
    /// <param name="vocabularyList">The vocabulary, each term once.</param>
    /// <param name="dtype">Dtype of the input: text or whole numbers, as the vocabulary is.</param>
    /// <param name="defaultValue">The number of what is not in the vocabulary; -1 leaves it out.</param>
    /// <param name="numOovBuckets">How many numbers what is not in it shares, by a hash, instead.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty, mixed or has a term twice, or a number is out of its range.</exception>
    public VocabularyListCategoricalColumn(string key, Tokens vocabularyList, DType? dtype = null, int defaultValue = -1, int numOovBuckets = 0)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(vocabularyList);
        const string Owner = nameof(VocabularyListCategoricalColumn);
        (Key, VocabularyList, DefaultValue) = (key, vocabularyList, defaultValue);
        NumOovBuckets = Arguments.AtLeast(0, numOovBuckets, nameof(numOovBuckets), Owner);
        for (int i = 0; i < vocabularyList.Count; i++)
        {
            Token token = vocabularyList[i];
            if (!(token.Text is null ? _numbers.TryAdd(token.Number, i) : _texts.TryAdd(token.Text, i)))
            {
                throw new ArgumentException($"{Owner}: the vocabulary must have each term once. Received: {ConfigJson.Write(token.ToConfigValue())} twice.", nameof(vocabularyList));
            }
        }

        if (_texts.Count == 0 == (_numbers.Count == 0))
        {
            throw new ArgumentException($"{Owner}: the vocabulary must be texts or whole numbers, one or more. Received: {_texts.Count} texts, {_numbers.Count} numbers.", nameof(vocabularyList));
        }

        if (defaultValue < -1 || defaultValue >= vocabularyList.Count || (defaultValue != -1 && numOovBuckets > 0))
        {
            throw new ArgumentException(
                $"{Owner}: defaultValue must be the number of a term or -1, and -1 with numOovBuckets. Received: defaultValue={defaultValue}, {vocabularyList.Count} terms, numOovBuckets={numOovBuckets}.", nameof(defaultValue));
        }

        Dtype = dtype ?? (_texts.Count > 0 ? DType.String : DType.Int64);
    }

    /// <inheritdoc/>
    public override string Key { get; }

    /// <inheritdoc/>
    public override string Name => Key;

    /// <summary>The vocabulary.</summary>
    public Tokens VocabularyList { get; }

    /// <summary>Dtype of the input.</summary>
    public DType Dtype { get; }

    /// <summary>The number of what is not in the vocabulary.</summary>
    public int DefaultValue { get; }

    /// <summary>How many numbers what is not in the vocabulary shares.</summary>
    public int NumOovBuckets { get; }

    internal override bool RunsOnHost => true;

    internal override int NumBuckets => VocabularyList.Count + NumOovBuckets;

    /// <summary>Empty texts, and -1 among numbers, stand for nothing.</summary>
    internal override Tensor Read(Layer owner, Tensor x)
    {
        var hash = new TextHash(null);
        return x.DType == DType.String == _texts.Count > 0
            ? x.DType == DType.String
                ? HostComputation.OfTexts(x, text => text.Length == 0 ? -1 : _texts.TryGetValue(text, out int at) ? at : NumOovBuckets == 0 ? DefaultValue : VocabularyList.Count + hash.Bucket(text, NumOovBuckets))
                : HostComputation.OfNumbers(x, n => n == -1 ? -1 : _numbers.TryGetValue(n, out int at) ? at : NumOovBuckets == 0 ? DefaultValue : VocabularyList.Count + hash.Bucket(n, NumOovBuckets))
            : throw new ArgumentException($"{owner.Label}: the input '{Key}' must be {(_texts.Count > 0 ? "text" : "whole numbers")}, as its vocabulary is. Received: dtype={x.DType.Name()}.", nameof(x));
    }
}
