using KerasSharp.Tensors;

namespace KerasSharp.Primitives;

/// <summary>A window that slides over all axes of a tensor: its sizes, steps, and padding before and after.</summary>
internal sealed record WindowGeometry(IntList Window, IntList Strides, IntList PadLow, IntList PadHigh)
{
    /// <summary>The shape of one value a window; unknown sizes stay unknown.</summary>
    public Shape Output(Shape input)
    {
        var dims = new int[input.Rank];
        for (int axis = 0; axis < dims.Length; axis++)
        {
            int room = input[axis] + PadLow[axis] + PadHigh[axis] - Window[axis];
            dims[axis] = input[axis] < 0 ? Window[axis] == 1 && Strides[axis] == 1 ? input[axis] : Shape.Unknown : room < 0 ? 0 : (room / Strides[axis]) + 1;
        }

        return new Shape(dims);
    }

    /// <summary>Calls <paramref name="visit"/> with (input index, output index) for every element of every window, windows in order.</summary>
    public void ForEach(Shape input, Shape output, Action<int, int> visit)
    {
        int rank = input.Rank, windows = (int)output.Count, taps = Window.ToArray().Aggregate(1, (a, b) => a * b);
        int[] strides = Broadcasting.ContiguousStrides(input);
        for (int o = 0; o < windows; o++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                int position = o, within = tap, index = 0;
                bool inside = true;
                for (int axis = rank - 1; axis >= 0 && inside; axis--)
                {
                    int at = (position % output[axis] * Strides[axis]) - PadLow[axis] + (within % Window[axis]);
                    position /= output[axis];
                    within /= Window[axis];
                    inside = at >= 0 && at < input[axis];
                    index += at * strides[axis];
                }

                if (inside)
                {
                    visit(index, o);
                }
            }
        }
    }

    public override string ToString() => $"window={Window} strides={Strides} low={PadLow} high={PadHigh}";
}
