using KerasSharp.Primitives;

namespace KerasSharp.Losses;

/// <summary>Labels that are class numbers: their shape and their range.</summary>
internal static class SparseLabels
{
    /// <summary>Labels as int32, in the shape of the predictions without the axis of the classes.</summary>
    public static Tensor Prepare(string owner, Tensor yTrue, Tensor yPred, int axis)
    {
        Tensor labels = yTrue.Rank == yPred.Rank && yTrue.Rank > 0 && yTrue.Shape[^1] == 1 ? Prim.Reshape(yTrue, yTrue.Shape[..^1]) : yTrue;
        Shape expected = yPred.Shape.Remove(axis);
        return labels.Rank == expected.Rank && labels.Shape.IsCompatibleWith(expected)
            ? Prim.Convert(labels, DType.Int32)
            : throw new ShapeException(
                $"{owner}: labels must be class numbers, one for each position: shape {expected}. "
                + $"Received: yTrue.Shape={yTrue.Shape}, yPred.Shape={yPred.Shape}. For one-hot labels use CategoricalCrossentropy (\"categorical_crossentropy\").",
                nameof(yTrue));
    }

    /// <summary>Refuses labels that are no class numbers, where they can be seen: not in a trace. Data for compiled steps is checked by who feeds it.</summary>
    public static void CheckNow(string owner, Tensor labels, int classes, int? ignoreClass)
    {
        if (labels.IsConcrete && !Dispatch.IsAbstract)
        {
            Check(labels.Read<int>(), classes, ignoreClass, owner);
        }
    }

    /// <summary>Refuses labels that are no class numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative, or not less than the number of classes.</exception>
    public static void Check(ReadOnlySpan<int> labels, int classes, int? ignoreClass = null, string owner = "SparseCategoricalCrossentropy")
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes && labels[i] != ignoreClass)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    $"{owner}: labels must be class numbers from 0 to {classes - 1}, for the model predicts {classes} classes. "
                    + $"Received: label {labels[i]} at position {i}. Give the last layer more units, or number the classes from 0.");
            }
        }
    }
}
