using System.Globalization;

namespace KerasSharp.Saving;

/// <summary>Where a weight of a model stands in files of weights.</summary>
/// <param name="Group">Path of the group of its layer, as <c>layers/dense</c>; empty for the model itself.</param>
/// <param name="Index">Its number among the weights of the layer.</param>
/// <param name="Owner">Names of the layers that it is in, joined with '/'.</param>
/// <param name="Variable">The weight.</param>
/// <param name="Within">Its path within the group, of a layer that keeps what a file had; null where all layers have it.</param>
internal sealed record WeightPlace(string Group, int Index, string Owner, Variable Variable, string? Within = null)
{
    /// <summary>Its path in Keras's files: <c>layers/dense/vars/0</c>.</summary>
    public string Path => Within is null ? PathOf(Group, Index) : Group.Length == 0 ? Within : $"{Group}/{Within}";

    /// <summary>The path of a weight of a group.</summary>
    public static string PathOf(string group, int index) => string.Create(CultureInfo.InvariantCulture, $"{GroupOf(group)}/{index}");

    /// <summary>The path of the group of a layer's own weights: <c>layers/dense/vars</c>.</summary>
    public static string GroupOf(string group) => group.Length == 0 ? "vars" : $"{group}/vars";
}
