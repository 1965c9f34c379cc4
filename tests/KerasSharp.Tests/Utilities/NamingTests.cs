using KerasSharp.Utilities;

namespace KerasSharp.Tests.Utilities;

public class NamingTests
{
    [Theory]
    [InlineData("Conv2D", "conv2d")]
    [InlineData("Conv2DTranspose", "conv2d_transpose")]
    [InlineData("ReLU", "re_lu")]
    [InlineData("PReLU", "p_re_lu")]
    [InlineData("ELU", "elu")]
    [InlineData("LSTM", "lstm")]
    [InlineData("GRUCell", "gru_cell")]
    [InlineData("UpSampling2D", "up_sampling2d")]
    [InlineData("RMSNormalization", "rms_normalization")]
    [InlineData("ConvLSTM2D", "conv_lstm2d")]
    [InlineData("MultiHeadAttention", "multi_head_attention")]
    [InlineData("InputLayer", "input_layer")]
    [InlineData("RMSprop", "rm_sprop")]
    [InlineData("SGD", "sgd")]
    [InlineData("AdamW", "adam_w")]
    [InlineData("F1Score", "f1_score")]
    [InlineData("IoU", "io_u")]
    [InlineData("FBetaScore", "f_beta_score")]
    [InlineData("GlobalAveragePooling2D", "global_average_pooling2d")]
    [InlineData("LeakyReLU", "leaky_re_lu")]
    [InlineData("KerasTensor", "keras_tensor")]
    [InlineData("A", "a")]
    [InlineData("", "")]
    public void ToSnakeCase_ClassName_HasKerasQuirks(string name, string expected) => Assert.Equal(expected, Naming.ToSnakeCase(name));

    [Fact]
    public void Uniquify_SamePrefix_CountsFromTheBareName()
    {
        string prefix = "naming_test_" + Guid.NewGuid().ToString("N");
        Assert.Equal([prefix, prefix + "_1", prefix + "_2"], [Naming.Uniquify(prefix), Naming.Uniquify(prefix), Naming.Uniquify(prefix)]);
    }

    [Theory]
    [InlineData("rleu", "relu")]
    [InlineData("Sofmax", "softmax")]
    [InlineData("sparse_categorical_cross_entropy", "sparse_categorical_crossentropy")]
    [InlineData("completely_different", null)]
    [InlineData("", null)]
    public void Find_MisspeltName_GivesTheNearest(string name, string? expected) =>
        Assert.Equal(expected, NearestName.Find(name, ["relu", "elu", "softmax", "softplus", "sparse_categorical_crossentropy", "categorical_crossentropy"]));
}
