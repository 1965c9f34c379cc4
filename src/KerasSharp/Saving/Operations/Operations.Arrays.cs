namespace KerasSharp.Saving;

/// <content>Operations on shapes, parts and places.</content>
internal static partial class Operations
{
    private static IEnumerable<Operation> Arrays() =>
    [
        Of("numpy", "Reshape(newshape)(x)", a => Ops.Reshape(a.X, a.Sizes("newshape"))),
        Of("numpy", "Ravel()(x)", a => Ops.Ravel(a.X)),
        Of("numpy", "Transpose(axes)(x)", a => Ops.Transpose(a.X, a.Axes("axes"))),
        Of("numpy", "ExpandDims(axis)(x)", a => Ops.ExpandDims(a.X, a.Axes())),
        Of("numpy", "Squeeze(axis)(x)", a => Ops.Squeeze(a.X, a.Axes())),
        Of("numpy", "BroadcastTo(shape)(x)", a => Ops.BroadcastTo(a.X, a.Sizes("shape"))),
        Of("numpy", "Moveaxis(source, destination)(x)", a => Ops.Moveaxis(a.X, a.Axes("source"), a.Axes("destination"))),
        Of("numpy", "Swapaxes(axis1, axis2)(x)", a => Ops.Swapaxes(a.X, a.Int("axis1"), a.Int("axis2"))),
        Of("numpy", "Flip(axis)(x)", a => Ops.Flip(a.X, a.Axes())),
        Of("numpy", "Roll(shift, axis)(x)", a => Ops.Roll(a.X, a.Axes("shift"), a.Axes())),
        Of("numpy", "Rot90(k, axes)(array)", a => Ops.Rot90(a["array"], a.Int("k", 1), a.Axes("axes"))),
        Of("numpy", "Tile(repeats)(x)", a => Ops.Tile(a.X, a.Axes("repeats"))),
        Of("numpy", "Repeat(repeats, axis)(x)", a => Ops.Repeat(a.X, a.Axes("repeats"), a.MaybeInt("axis"))),
        Of("numpy", "Pad(pad_width, mode)(x, :constant_values)", a => Ops.Pad(
            a.X, [.. a.Lists("pad_width").Select(pair => (pair[0], pair[^1]))], a.Text("mode", "constant"), a.MaybeNumber("constant_values"))),
        Of("numpy", "Concatenate(axis)([xs])", a => Ops.Concatenate(a.List("xs"), a.Int("axis", 0))),
        Of("numpy", "Stack(axis)([x])", a => Ops.Stack(a.List("x"), a.Int("axis", 0))),
        Of("numpy", "Append(axis)(x1, x2)", a => Ops.Append(a["x1"], a["x2"], a.MaybeInt("axis"))),
        Of("numpy", "Hstack()([xs])", a => Ops.Hstack(a.List("xs"))),
        Of("numpy", "Vstack()([xs])", a => Ops.Vstack(a.List("xs"))),
        Many("numpy", "Split(indices_or_sections, axis)(x)", a => Ops.Split(a.X, a.Axes("indices_or_sections"), a.Int("axis", 0))),
        Many("numpy", "ArraySplit(indices_or_sections, axis)(x)", a => Ops.ArraySplit(a.X, a.Axes("indices_or_sections"), a.Int("axis", 0))),
        Many("core", "Unstack(num, axis)(x)", a => Ops.Unstack(a.X, a.MaybeInt("num"), a.Int("axis", 0))),
        Many("numpy", "Meshgrid(indexing)(*x)", a => Ops.Meshgrid(a.List("x"), a.Text("indexing", "xy"))),
        Of("numpy", "GetItem()(x, :key)", a => Ops.GetItem(a.X, a.Key("key"))),
        Of("core", "Slice(shape)(inputs, start_indices)", a => Ops.Slice(a["inputs"], a["start_indices"], a.Sizes("shape"))),
        Of("core", "SliceUpdate()(inputs, start_indices, updates)", a => Ops.SliceUpdate(a["inputs"], a["start_indices"], a["updates"])),
        Of("core", "Scatter(shape)(indices, values)", a => Ops.Scatter(a["indices"], a["values"], a.Sizes("shape"))),
        Of("core", "ScatterUpdate(reduction)(inputs, indices, updates)", a => Ops.ScatterUpdate(a["inputs"], a["indices"], a["updates"], a.MaybeText("reduction"))),
        Of("numpy", "Take(axis)(x, indices)", a => Ops.Take(a.X, a["indices"], a.MaybeInt("axis"))),
        Of("numpy", "TakeAlongAxis(axis)(x, indices)", a => Ops.TakeAlongAxis(a.X, a["indices"], a.MaybeInt("axis"))),
        Of("numpy", "Sort(axis)(x)", a => Ops.Sort(a.X, a.MaybeInt("axis"))),
        Of("numpy", "Argsort(axis)(x)", a => Ops.Argsort(a.X, a.MaybeInt("axis"))),
        Of("numpy", "Argpartition(kth, axis)(x)", a => Ops.Argpartition(a.X, a.Int("kth"), a.Int("axis", -1))),
        Of("numpy", "SearchSorted(side)(sorted_sequence, values)", a => Ops.Searchsorted(a["sorted_sequence"], a["values"], a.Text("side", "left")), "searchsorted"),
        Of("numpy", "Digitize()(x, bins)", a => Ops.Digitize(a.X, a["bins"])),
        Of("numpy", "IsIn(assume_unique, invert)(x1, x2)", a => Ops.Isin(a["x1"], a["x2"], a.Flag("assume_unique"), a.Flag("invert")), "isin"),
        Of("numpy", "Select()([condlist], [choicelist], default)", a => Ops.Select(a.List("condlist"), a.List("choicelist"), a.Maybe("default"))),
        Many("numpy", "Nonzero()(x)", a => Ops.Nonzero(a.X)),
        Of("numpy", "Diag(k)(x)", a => Ops.Diag(a.X, a.Int("k", 0))),
        Of("numpy", "Diagflat(k)(x)", a => Ops.Diagflat(a.X, a.Int("k", 0))),
        Of("numpy", "Diagonal(offset, axis1, axis2)(x)", a => Ops.Diagonal(a.X, a.Int("offset", 0), a.Int("axis1", 0), a.Int("axis2", 1))),
        Of("numpy", "Trace(offset, axis1, axis2)(x)", a => Ops.Trace(a.X, a.Int("offset", 0), a.Int("axis1", 0), a.Int("axis2", 1))),
        Of("numpy", "Tril(k)(x)", a => Ops.Tril(a.X, a.Int("k", 0))),
        Of("numpy", "Triu(k)(x)", a => Ops.Triu(a.X, a.Int("k", 0))),
        Of("numpy", "Vander(N, increasing)(x)", a => Ops.Vander(a.X, a.MaybeInt("N"), a.Flag("increasing"))),
        Of("numpy", "Diff(n, axis)(a)", a => Ops.Diff(a["a"], a.Int("n", 1), a.Int("axis", -1))),
        Of("numpy", "Full(shape, dtype)(fill_value)", a => Ops.Full(a.Sizes("shape"), a["fill_value"], a.MaybeDType())),
        Of("numpy", "FullLike(dtype)(x, fill_value)", a => Ops.FullLike(a.X, a["fill_value"], a.MaybeDType())),
        Of("numpy", "OnesLike(dtype)(x)", a => Ops.OnesLike(a.X, a.MaybeDType())),
        Of("numpy", "ZerosLike(dtype)(x)", a => Ops.ZerosLike(a.X, a.MaybeDType())),
        Of("numpy", "Linspace(num, endpoint, retstep, dtype, axis)(start, stop)", a => Ops.Linspace(
            a["start"], a["stop"], a.Int("num", 50), a.Flag("endpoint", true), a.MaybeDType(), a.Int("axis", 0))),
        Of("numpy", "Logspace(num, endpoint, base, dtype, axis)(start, stop)", a => Ops.Logspace(
            a["start"], a["stop"], a.Int("num", 50), a.Flag("endpoint", true), a.Number("base", 10), a.MaybeDType(), a.Int("axis", 0))),
        Of("numpy", "Geomspace(num, endpoint, dtype, axis)(start, stop)", a => Ops.Geomspace(
            a["start"], a["stop"], a.Int("num", 50), a.Flag("endpoint", true), a.MaybeDType(), a.Int("axis", 0))),
        Many("numpy", "UnravelIndex(shape)(indices)", a => Ops.UnravelIndex(a["indices"], a.Sizes("shape"))),
        Of("math", "ExtractSequences(sequence_length, sequence_stride)(x)", a => Ops.ExtractSequences(a.X, a.Int("sequence_length"), a.Int("sequence_stride"))),
    ];
}
