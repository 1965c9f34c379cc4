namespace KerasSharp.Initializers;

/// <summary>Fan-in and fan-out of a weight, as <c>keras.initializers.compute_fans</c> counts them.</summary>
internal static class Fans
{
    public static (double In, double Out) Of(Shape shape, int[]? inputAxes = null, int[]? outputAxes = null)
    {
        if (inputAxes is not null || outputAxes is not null)
        {
            int[] ins = Normalize(inputAxes ?? [], shape.Rank), outs = Normalize(outputAxes ?? [], shape.Rank);
            double receptive = 1;
            for (int i = 0; i < shape.Rank; i++)
            {
                receptive *= ins.Contains(i) || outs.Contains(i) ? 1 : shape[i];
            }

            return (receptive * Product(shape, ins), receptive * Product(shape, outs));
        }

        switch (shape.Rank)
        {
            case 0: return (1, 1);
            case 1: return (shape[0], shape[0]);
            case 2: return (shape[0], shape[1]);
            default:
                double field = 1;
                for (int i = 0; i < shape.Rank - 2; i++)
                {
                    field *= shape[i];
                }

                return (shape[^2] * field, shape[^1] * field);
        }
    }

    private static int[] Normalize(int[] axes, int rank) => Array.ConvertAll(axes, axis => axis < 0 ? axis + rank : axis);

    private static double Product(Shape shape, int[] axes) => axes.Aggregate(1.0, (product, axis) => product * shape[axis]);
}
