namespace KerasSharp.Saving;

/// <summary>What <see cref="KerasFileEditor.Compare"/> found.</summary>
/// <param name="Success">Whether the file fits the model: <c>status</c> of Keras.</param>
/// <param name="ErrorCount">How many objects and weights one of both lacks, or have another shape.</param>
/// <param name="MatchCount">How many weights are in both with one shape.</param>
public sealed record FileComparison(bool Success, int ErrorCount, int MatchCount);
