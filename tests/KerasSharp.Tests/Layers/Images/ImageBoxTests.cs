using KerasSharp.Layers;
using static KerasSharp.Tests.Layers.Images.Augmentations;

namespace KerasSharp.Tests.Layers.Images;

/// <summary>Bounding boxes and masks go where the pixels go: a bright box in a dark picture, and its box, are transformed and compared.</summary>
public sealed class ImageBoxTests
{
    private const int Height = 40, Width = 50, Draws = 8;

    // left, top, right, bottom
    private static readonly float[] s_box = [14, 12, 30, 24];

    private static readonly Dictionary<string, Func<string, string, BaseImagePreprocessingLayer>> Table = new(StringComparer.Ordinal)
    {
        ["RandomFlip, across"] = (boxes, format) => new RandomFlip("horizontal", 1, format, boxes),
        ["RandomFlip, down"] = (boxes, format) => new RandomFlip("vertical", 2, format, boxes),
        ["RandomFlip, both"] = (boxes, format) => new RandomFlip(seed: 3, dataFormat: format, boundingBoxFormat: boxes),
        ["RandomTranslation"] = (boxes, format) => new RandomTranslation(0.4, 0.4, "constant", seed: 4, dataFormat: format, boundingBoxFormat: boxes),
        ["RandomZoom"] = (boxes, format) => new RandomZoom(0.3, 0.3, "constant", seed: 5, dataFormat: format, boundingBoxFormat: boxes),
        ["RandomShear"] = (boxes, format) => new RandomShear(0.3, 0.2, fillMode: "constant", seed: 6, dataFormat: format, boundingBoxFormat: boxes),
        ["RandomRotation"] = (boxes, format) => new RandomRotation(0.2, "constant", seed: 7, dataFormat: format, boundingBoxFormat: boxes),
        ["RandomPerspective"] = (boxes, format) => new RandomPerspective([1, 1], 0.5, seed: 8, dataFormat: format, boundingBoxFormat: boxes),
        ["RandomCrop"] = (boxes, format) => new RandomCrop(30, 35, 9, format, boxes),
        ["RandomCrop, larger"] = (boxes, format) => new RandomCrop(60, 60, 9, format, boxes),
        ["CenterCrop"] = (boxes, format) => new CenterCrop(31, 35, format, boxes),
        ["CenterCrop, larger"] = (boxes, format) => new CenterCrop(60, 80, format, boxes),
        ["Resizing"] = (boxes, format) => new Resizing(60, 40, dataFormat: format, boundingBoxFormat: boxes),
        ["Resizing, cropped"] = (boxes, format) => new Resizing(60, 60, cropToAspectRatio: true, dataFormat: format, boundingBoxFormat: boxes),
        ["Resizing, padded"] = (boxes, format) => new Resizing(60, 60, padToAspectRatio: true, dataFormat: format, boundingBoxFormat: boxes),
    };

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            foreach ((string name, int i) in Table.Keys.Select((name, i) => (name, i)))
            {
                cases.Add(name, "xyxy", "channels_last");
                cases.Add(name, Utils.BoundingBoxes.Formats[i % Utils.BoundingBoxes.Formats.Count], "channels_first");
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_BoxesAndMasks_GoWhereThePixelsGo(string name, string boxFormat, string dataFormat)
    {
        bool last = dataFormat == "channels_last";
        Tensor picture = Ops.Pad(Ops.Full([Draws, 12, 16, 1], 255f), [(0, 0), (12, Height - 24), (14, Width - 30), (0, 0)]), images = last ? picture : ChannelsFirst(picture);
        Tensor boxes = Utils.BoundingBoxes.ConvertFormat(Tensor.From(s_box, Shape.Of(1, 1, 4)), "xyxy", boxFormat, Height, Width);
        ImageData moved = Table[name](boxFormat, dataFormat).Apply(
            new ImageData(images)
            {
                BoundingBoxes = new(Ops.Tile(boxes, [Draws, 1, 1]), Ops.Full([Draws, 1], 7)),
                SegmentationMasks = Ops.Cast(Ops.Squeeze(images, last ? 3 : 1) / 255, DType.Int32),
                Labels = Ops.Arange(0f, Draws),
            },
            training: true);

        Tensor pixels = last ? moved.Images : Ops.Transpose(moved.Images, [0, 2, 3, 1]);
        (int height, int width) = (pixels.Shape[1], pixels.Shape[2]);
        float[] found = Numbers(Utils.BoundingBoxes.ConvertFormat(moved.BoundingBoxes!.Boxes, boxFormat, "xyxy", height, width));
        Assert.Equal(DType.Int32, moved.SegmentationMasks!.DType);
        Assert.Equal([Draws, height, width], moved.SegmentationMasks.Shape.ToArray());
        Assert.Equal(Numbers(Ops.Arange(0f, Draws)), Numbers(moved.Labels!));
        for (int i = 0; i < Draws; i++)
        {
            float[] bright = Numbers(pixels[i, .., .., 0]);
            int[] lit = [.. Enumerable.Range(0, bright.Length).Where(p => bright[p] > 127)];
            if (lit.Length == 0)
            {
                continue; // moved out
            }

            double[] expected = [lit.Min(p => p % width), lit.Min(p => p / width), lit.Max(p => p % width) + 1, lit.Max(p => p / width) + 1];
            for (int side = 0; side < 4; side++)
            {
                Assert.Equal(expected[side], found[(i * 4) + side], 1.3);
            }

            Assert.Equal(7, moved.BoundingBoxes.Labels[i, 0].Item());
            double differing = Numbers(moved.SegmentationMasks[i]).Zip(bright).Count(pair => pair.First != (pair.Second > 127 ? 1 : 0));
            Assert.InRange(differing / lit.Length, 0, 0.25); // at the edges nearest pixels and means part
        }
    }

    [Fact]
    public void Translation_BoxMovedOut_GetsTheLabelMinusOne()
    {
        ImageData moved = new RandomTranslation([0.9, 0.9], [0, 0], boundingBoxFormat: "xyxy").Apply(
            new ImageData(Ops.Zeros([Height, Width, 3])) { BoundingBoxes = new(Tensor.From(s_box, Shape.Of(1, 4)), Ops.Full([1], 7)) }, training: true);
        Assert.Equal(-1, moved.BoundingBoxes!.Labels[0].Item());
        Assert.Equal([1, 4], moved.BoundingBoxes.Boxes.Shape.ToArray());
    }

    [Fact]
    public void RandAugment_Boxes_GoWhereThePixelsGo()
    {
        // White on grey, so that no change of colours inverts the order; steps that posterize or solarize are told by the mask instead.
        Tensor mask = Ops.Pad(Ops.Ones([Draws, 12, 16], DType.Int32), [(0, 0), (12, Height - 24), (14, Width - 30)]);
        for (int seed = 0; seed < 6; seed++)
        {
            ImageData moved = new RandAugment(numOps: 2, factor: 0.1, seed: seed, boundingBoxFormat: "xyxy").Apply(
                new ImageData(Pictures(Draws, Height, Width)) { SegmentationMasks = mask, BoundingBoxes = new(Ops.Tile(Tensor.From(s_box, Shape.Of(1, 1, 4)), [Draws, 1, 1]), Ops.Ones([Draws, 1], DType.Int32)) },
                training: true);
            for (int i = 0; i < Draws; i++)
            {
                float[] inside = Numbers(moved.SegmentationMasks![i]), box = Numbers(moved.BoundingBoxes!.Boxes[i, 0]);
                int[] lit = [.. Enumerable.Range(0, inside.Length).Where(p => inside[p] == 1)];
                Assert.All(lit, p => Assert.True(p % Width >= box[0] - 1 && p % Width < box[2] + 1 && p / Width >= box[1] - 1 && p / Width < box[3] + 1, $"seed {seed}, image {i}"));
            }
        }
    }

    [Fact]
    public void MixUp_BoxesOfBoth_AreKept()
    {
        Tensor boxes = Ops.Reshape(Ops.Arange(0f, 24), [3, 2, 4]), labels = Ops.Reshape(Ops.Arange(0, 6), [3, 2]);
        LabeledBoxes mixed = new MixUp(seed: 1, boundingBoxFormat: "xyxy").Apply(new ImageData(Ops.Zeros([3, 4, 4, 3])) { BoundingBoxes = new(boxes, labels) }, training: true).BoundingBoxes!;
        Assert.Equal([3, 4, 4], mixed.Boxes.Shape.ToArray());
        Assert.Equal(Numbers(boxes), Numbers(mixed.Boxes[.., ..2]));
        for (int i = 0; i < 3; i++)
        {
            int other = (int)mixed.Labels[i, 2].Item() / 2;
            Assert.Equal(Numbers(boxes[other]), Numbers(mixed.Boxes[i, 2..]));
        }
    }

    [Fact]
    public void MaxNumBoundingBoxes_CutsOffAndFillsUp()
    {
        Tensor boxes = Ops.Reshape(Ops.Arange(0f, 24), [2, 3, 4]), labels = Ops.Reshape(Ops.Arange(0, 6), [2, 3]);
        ImageData data = new(Ops.Zeros([2, 4, 4, 3])) { BoundingBoxes = new(boxes, labels) };
        LabeledBoxes less = new MaxNumBoundingBoxes(2, boundingBoxFormat: "xyxy").Apply(data).BoundingBoxes!;
        LabeledBoxes more = new MaxNumBoundingBoxes(5, -3, boundingBoxFormat: "xyxy").Apply(data).BoundingBoxes!;
        Assert.Equal(Numbers(boxes[.., ..2]), Numbers(less.Boxes));
        Assert.Equal([0, 1, 3, 4], less.Labels.ToArray<int>());
        Assert.Equal([0, 1, 2, -3, -3, 3, 4, 5, -3, -3], more.Labels.ToArray<int>());
        Assert.All(Numbers(more.Boxes[.., 3..]), v => Assert.Equal(-3, v));
    }

    public static TheoryData<string, float[]> Formats => new()
    {
        { "xyxy", [10, 20, 40, 60] }, { "yxyx", [20, 10, 60, 40] }, { "xywh", [10, 20, 30, 40] }, { "center_xywh", [25, 40, 30, 40] }, { "center_yxhw", [40, 25, 40, 30] },
        { "rel_xyxy", [0.1f, 0.1f, 0.4f, 0.3f] }, { "rel_yxyx", [0.1f, 0.1f, 0.3f, 0.4f] }, { "rel_xywh", [0.1f, 0.1f, 0.3f, 0.2f] }, { "rel_center_xywh", [0.25f, 0.2f, 0.3f, 0.2f] },
    };

    /// <summary>One box in an image 100 wide and 200 high, written in each format.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void ConvertFormat_FromAndToEachFormat_IsTheSameBox(string format, float[] numbers)
    {
        foreach (ITheoryDataRow row in Formats)
        {
            object?[] other = row.GetData();
            float[] found = Numbers(Utils.BoundingBoxes.ConvertFormat(Tensor.From(numbers, Shape.Of(1, 4)), format, (string)other[0]!, 200, 100));
            Assert.All(found.Zip((float[])other[1]!), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
        }
    }

    [Fact]
    public void Crop_AndPad_MoveBoxes()
    {
        Tensor boxes = Tensor.From([10f, 20, 40, 60], Shape.Of(1, 4));
        Assert.Equal([0f, 15, 20, 30], Numbers(Utils.BoundingBoxes.Crop(boxes, 5, 15, 30, 20)));
        Assert.Equal([25f, 25, 55, 65], Numbers(Utils.BoundingBoxes.Pad(boxes, 5, 15)));
    }
}
