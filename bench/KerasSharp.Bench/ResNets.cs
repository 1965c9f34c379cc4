using KerasSharp.Layers;

namespace KerasSharp.Bench;

/// <summary>ResNets (He et al. 2015) and MobileNetV2 (Sandler et al. 2018).</summary>
internal static class ResNets
{
    public static Model ResNet20()
    {
        Tensor input = Keras.Input([32, 32, 3]);
        Tensor x = Unit(input, 16, 3, 1, relu: true);
        foreach ((int features, int stride) in new[] { (16, 1), (32, 2), (64, 2) })
        {
            for (int i = 0; i < 3; i++)
            {
                int step = i == 0 ? stride : 1;
                Tensor y = Unit(Unit(x, features, 3, step, relu: true), features, 3, 1, relu: false);
                Tensor shortcut = step != 1 || x.Shape[^1] != features ? Unit(x, features, 1, step, relu: false) : x;
                x = new ReLU().Apply(y + shortcut);
            }
        }

        x = new GlobalAveragePooling2D().Apply(x);
        return new Model(input, new Dense(10).Apply(x));
    }

    public static Model ResNet50()
    {
        Tensor input = Keras.Input([224, 224, 3]);
        Tensor x = Unit(input, 64, 7, 2, relu: true);
        x = new MaxPooling2D(3, strides: 2, padding: "same").Apply(x);
        foreach ((int middle, int count, int stride) in new[] { (64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2) })
        {
            for (int i = 0; i < count; i++)
            {
                int step = i == 0 ? stride : 1;
                Tensor y = Unit(x, middle, 1, 1, relu: true);
                y = Unit(y, middle, 3, step, relu: true);
                y = Unit(y, 4 * middle, 1, 1, relu: false);
                Tensor shortcut = step != 1 || x.Shape[^1] != 4 * middle ? Unit(x, 4 * middle, 1, step, relu: false) : x;
                x = new ReLU().Apply(y + shortcut);
            }
        }

        x = new GlobalAveragePooling2D().Apply(x);
        return new Model(input, new Dense(1000).Apply(x));
    }

    public static Model MobileNetV2()
    {
        Tensor input = Keras.Input([224, 224, 3]);
        Tensor x = Relu6(Normalized(new Conv2D(32, 3, strides: 2, padding: "same", useBias: false).Apply(input)));
        foreach ((int expand, int features, int count, int stride) in new[]
                 {
                     (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
                 })
        {
            for (int i = 0; i < count; i++)
            {
                x = InvertedResidual(x, features, i == 0 ? stride : 1, expand);
            }
        }

        x = Relu6(Normalized(new Conv2D(1280, 1, useBias: false).Apply(x)));
        x = new GlobalAveragePooling2D().Apply(x);
        return new Model(input, new Dense(1000).Apply(x));
    }

    private static Tensor InvertedResidual(Tensor x, int features, int stride, int expand)
    {
        Tensor y = x;
        if (expand != 1)
        {
            y = Relu6(Normalized(new Conv2D(x.Shape[^1] * expand, 1, useBias: false).Apply(y)));
        }

        y = Relu6(Normalized(new DepthwiseConv2D(3, strides: stride, padding: "same", useBias: false).Apply(y)));
        y = Normalized(new Conv2D(features, 1, useBias: false).Apply(y));
        return stride == 1 && x.Shape[^1] == features ? x + y : y;
    }

    private static Tensor Unit(Tensor x, int features, int kernel, int stride, bool relu)
    {
        Tensor y = Normalized(new Conv2D(features, kernel, strides: stride, padding: "same", useBias: false).Apply(x));
        return relu ? new ReLU().Apply(y) : y;
    }

    private static Tensor Normalized(Tensor x) => new BatchNormalization(momentum: 0.9, epsilon: 1e-5).Apply(x);

    private static Tensor Relu6(Tensor x) => new ReLU(maxValue: 6).Apply(x);
}
