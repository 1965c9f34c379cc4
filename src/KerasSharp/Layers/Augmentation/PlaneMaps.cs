namespace KerasSharp.Layers;

/// <summary>Bounding boxes under the maps of the plane that move images.</summary>
internal static class PlaneMaps
{
    /// <summary>The boxes around the corners of boxes, after their image was moved.</summary>
    /// <param name="boxes">(batch, boxes, 4): left, top, right, bottom.</param>
    /// <param name="maps">(batch, 8): [a0, a1, a2, b0, b1, b2, c0, c1] takes the centre of a new pixel to the old place ((a0 x + a1 y + a2) / d, (b0 x + b1 y + b2) / d) with
    /// d = c0 x + c1 y + 1.</param>
    /// <remarks>Corners go the other way, by the inverse: the adjugate of the matrix, as a common factor does not matter. Pixel i covers [i, i + 1], and its centre is i.</remarks>
    public static Tensor MoveBoxes(Tensor boxes, Tensor maps)
    {
        Tensor[] m = Ops.Split(Ops.ExpandDims(maps, -1), 8, 1);
        (Tensor a0, Tensor a1, Tensor a2, Tensor b0, Tensor b1, Tensor b2, Tensor c0, Tensor c1) = (m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7]);
        Tensor[] sides = Utils.BoundingBoxes.Sides(boxes - 0.5);
        Tensor x = Ops.Concatenate([sides[0], sides[2], sides[0], sides[2]], -1), y = Ops.Concatenate([sides[1], sides[1], sides[3], sides[3]], -1);
        Tensor across = ((b1 - (b2 * c1)) * x) + (((a2 * c1) - a1) * y) + ((a1 * b2) - (a2 * b1));
        Tensor down = (((b2 * c0) - b0) * x) + ((a0 - (a2 * c0)) * y) + ((a2 * b0) - (a0 * b2));
        Tensor depth = (((b0 * c1) - (b1 * c0)) * x) + (((a1 * c0) - (a0 * c1)) * y) + ((a0 * b1) - (a1 * b0));
        Tensor newX = Ops.DivideNoNan(across, depth), newY = Ops.DivideNoNan(down, depth);
        Tensor Least(Tensor t) => Ops.Min(t, -1, keepdims: true);
        Tensor Greatest(Tensor t) => Ops.Max(t, -1, keepdims: true);
        return Ops.Concatenate([Least(newX), Least(newY), Greatest(newX), Greatest(newY)], -1) + 0.5;
    }
}
