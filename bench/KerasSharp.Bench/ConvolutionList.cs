using KerasSharp.Cpu.Kernels.Convolution;

namespace KerasSharp.Bench;

/// <summary>Every distinct convolution of ResNet-50 and of MobileNetV2 on images of 224x224 pixels.</summary>
internal static class ConvolutionList
{
    public static IEnumerable<(string Net, ConvShape Shape)> Of(int batch)
    {
        var seen = new HashSet<ConvShape>();
        foreach ((string net, ConvShape shape) in ResNet50(batch).Select(s => ("resnet50", s)).Concat(MobileNetV2(batch).Select(s => ("mobilenetv2", s))))
        {
            if (seen.Add(shape))
            {
                yield return (net, shape);
            }
        }
    }

    private static IEnumerable<ConvShape> ResNet50(int n)
    {
        yield return Same(n, 224, 3, 64, 7, 2);
        (int size, int channels) = (56, 64);
        foreach ((int middle, int count, int stride) in new[] { (64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2) })
        {
            for (int i = 0; i < count; i++)
            {
                int step = i == 0 ? stride : 1, to = size / step;
                yield return Same(n, size, channels, middle, 1, 1);
                yield return Same(n, size, middle, middle, 3, step);
                yield return Same(n, to, middle, 4 * middle, 1, 1);
                if (i == 0)
                {
                    yield return Same(n, size, channels, 4 * middle, 1, step);
                }

                (size, channels) = (to, 4 * middle);
            }
        }
    }

    private static IEnumerable<ConvShape> MobileNetV2(int n)
    {
        yield return Same(n, 224, 3, 32, 3, 2);
        (int size, int channels) = (112, 32);
        foreach ((int expand, int features, int count, int stride) in new[]
                 {
                     (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
                 })
        {
            for (int i = 0; i < count; i++)
            {
                int step = i == 0 ? stride : 1, wide = channels * expand, to = size / step;
                if (expand != 1)
                {
                    yield return Same(n, size, channels, wide, 1, 1);
                }

                yield return Same(n, size, wide, wide, 3, step) with { Groups = wide };
                yield return Same(n, to, wide, features, 1, 1);
                (size, channels) = (to, features);
            }
        }

        yield return Same(n, size, channels, 1280, 1, 1);
    }

    private static ConvShape Same(int n, int size, int from, int to, int kernel, int stride)
    {
        int result = (size + stride - 1) / stride, pad = Math.Max(0, ((result - 1) * stride) + kernel - size) / 2;
        return new ConvShape
        {
            N = n, H = size, W = size, C = from, KH = kernel, KW = kernel, OC = to, OH = result, OW = result, StrideH = stride, StrideW = stride,
            PadTop = pad, PadLeft = pad, DilationH = 1, DilationW = 1, Groups = 1,
        };
    }
}
