using KerasSharp.Activations;
using KerasSharp.Constraints;
using KerasSharp.Optimizers.Schedules;
using KerasSharp.Saving;

namespace KerasSharp.Tests.Components;

/// <summary>Names, configs and objects: what <c>keras.*.get</c>, <c>serialize</c> and <c>deserialize</c> take and give.</summary>
public class IdentifierTests
{
    /// <summary>The identifiers that Keras 3.16 takes (of abstract classes it makes objects that can do nothing; those are left out).</summary>
    private static readonly Dictionary<string, string> Known = new()
    {
        ["activations"] = "celu elu exponential gelu glu hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh leaky_relu linear log_sigmoid log_softmax mish relu relu6 selu "
            + "sigmoid silu soft_shrink softmax softplus softsign sparse_plus sparse_sigmoid sparsemax squareplus swish tanh tanh_shrink threshold",
        ["losses"] = "BCE BinaryCrossentropy BinaryFocalCrossentropy CTC CategoricalCrossentropy CategoricalFocalCrossentropy CategoricalHinge Circle CosineSimilarity Dice Hinge "
            + "Huber KLD KLDivergence LogCosh MAE MAPE MSE MSLE MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError Poisson "
            + "SparseCategoricalCrossentropy SquaredHinge Tversky bce binary_crossentropy binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy "
            + "categorical_hinge circle cosine_similarity ctc dice hinge huber kl_divergence kld log_cosh mae mape mean_absolute_error mean_absolute_percentage_error "
            + "mean_squared_error mean_squared_logarithmic_error mse msle poisson sparse_categorical_crossentropy squared_hinge tversky",
        ["metrics"] = "AUC Accuracy BCE BinaryAccuracy BinaryCrossentropy BinaryIoU CategoricalAccuracy CategoricalCrossentropy CategoricalHinge ConcordanceCorrelation "
            + "CosineSimilarity F1Score FBetaScore FalseNegatives FalsePositives Hinge KLDivergence LogCoshError MAE MAPE MSE MSLE Mean MeanAbsoluteError "
            + "MeanAbsolutePercentageError MeanSquaredError MeanSquaredLogarithmicError PearsonCorrelation Poisson Precision R2Score Recall RootMeanSquaredError "
            + "SparseCategoricalAccuracy SparseCategoricalCrossentropy SparseTopKCategoricalAccuracy SquaredHinge Sum TopKCategoricalAccuracy TrueNegatives TruePositives accuracy "
            + "auc bce binary_accuracy binary_crossentropy binary_io_u categorical_accuracy categorical_crossentropy categorical_hinge concordance_correlation cosine_similarity "
            + "f1_score f_beta_score false_negatives false_positives hinge kl_divergence log_cosh_error mae mape mean mean_absolute_error mean_absolute_percentage_error "
            + "mean_squared_error mean_squared_logarithmic_error mse msle pearson_correlation poisson precision r2_score recall root_mean_squared_error "
            + "sparse_categorical_accuracy sparse_categorical_crossentropy sparse_top_k_categorical_accuracy squared_hinge sum top_k_categorical_accuracy true_negatives true_positives",
        ["optimizers"] = "adadelta adafactor adagrad adam adamax adamw ftrl lion muon nadam rmsprop schedulefreeadamw sgd Adam RMSprop lamb",
        ["initializers"] = "Constant GlorotNormal GlorotUniform HeNormal HeUniform Identity IdentityInitializer LecunNormal LecunUniform Ones Orthogonal OrthogonalInitializer "
            + "RandomNormal RandomUniform STFT STFTInitializer TruncatedNormal VarianceScaling Zeros constant glorot_normal glorot_uniform he_normal he_uniform identity lecun_normal "
            + "lecun_uniform normal one ones orthogonal random_normal random_uniform stft truncated_normal uniform variance_scaling zero zeros",
        ["regularizers"] = "L1 L1L2 L2 OrthogonalRegularizer l1 l1l2 l2 orthogonal_regularizer",
        ["constraints"] = "MaxNorm MinMaxNorm NonNeg UnitNorm max_norm min_max_norm non_neg unit_norm",
    };

    /// <summary>What needs arguments, and what the message must name.</summary>
    public static TheoryData<string, string> NeedingArguments => new()
    {
        { "metrics", "IoU" }, { "metrics", "mean_io_u" }, { "metrics", "one_hot_io_u" }, { "metrics", "OneHotMeanIoU" }, { "metrics", "precision_at_recall" },
        { "metrics", "RecallAtPrecision" }, { "metrics", "sensitivity_at_specificity" }, { "metrics", "specificity_at_sensitivity" }, { "metrics", "mean_metric_wrapper" },
        { "optimizers", "lossscaleoptimizer" }, { "optimizers", "MultiOptimizer" }, { "losses", "LossFunctionWrapper" },
    };

    public static TheoryData<string, string> Identifiers
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach ((string section, string names) in Known)
            {
                foreach (string name in names.Split(' '))
                {
                    data.Add(section, name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Identifiers))]
    public void Get_EachNameOfKeras_GivesAnObjectWhoseConfigMakesItAgain(string section, string identifier)
    {
        object made = Get(section, identifier)!;
        Assert.Same(made, Get(section, made));
        object config = Serialize(section, made);
        object again = Deserialize(section, config);
        Assert.Equal(made.GetType(), again.GetType());
        Assert.True(Config.ValuesEqual(config, Serialize(section, again)));
        Assert.Equal(made.GetType(), Get(section, config)!.GetType());
    }

    [Theory]
    [MemberData(nameof(NeedingArguments))]
    public void Get_NameOfAClassThatNeedsArguments_SaysSo(string section, string identifier)
    {
        var e = Assert.Throws<ArgumentException>(() => Get(section, identifier));
        Assert.Contains("needs arguments", e.Message, StringComparison.Ordinal);
        Assert.Contains($"identifier=\"{identifier}\"", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activations", "rleu", "relu")]
    [InlineData("losses", "mean_squared_eror", "mean_squared_error")]
    [InlineData("metrics", "f1score", "f1_score")]
    [InlineData("optimizers", "adamaxx", "adamax")]
    [InlineData("initializers", "glorot_norml", "glorot_normal")]
    [InlineData("regularizers", "l3", "l1")]
    [InlineData("constraints", "maxnorm", "max_norm")]
    public void Get_MisspeltName_SuggestsTheNearest(string section, string identifier, string nearest)
    {
        var e = Assert.Throws<ArgumentException>(() => Get(section, identifier));
        Assert.Contains($"'{identifier}' is no known name", e.Message, StringComparison.Ordinal);
        Assert.Contains($"Did you mean '{nearest}'?", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activations")]
    [InlineData("losses")]
    [InlineData("metrics")]
    [InlineData("optimizers")]
    [InlineData("initializers")]
    [InlineData("regularizers")]
    [InlineData("constraints")]
    public void Get_SomethingElse_SaysWhatItTakes(string section)
    {
        var e = Assert.Throws<ArgumentException>(() => Get(section, 3));
        Assert.Contains("a name, a config or an object must be given. Received: identifier of type Int32", e.Message, StringComparison.Ordinal);
        var format = Assert.Throws<ModelFormatException>(() => Deserialize(section, new Config { ["units"] = 3 }));
        Assert.Contains("Received", format.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Get_Null_IsNullOrTheIdentity()
    {
        Assert.Null(Loss.Get((object?)null));
        Assert.Null(Initializer.Get((object?)null));
        Assert.Same(ActivationFunction.Linear, ActivationFunction.Get((object?)null));
    }

    [Fact]
    public void Serialize_Schedule_ComesBack()
    {
        Config config = LearningRateSchedule.Serialize(new PolynomialDecay(0.5, 7, power: 2));
        Assert.Equal("keras.optimizers.schedules", config["module"]);
        Assert.True(Config.ValuesEqual(config, LearningRateSchedule.Serialize(LearningRateSchedule.Deserialize(config))));
        Assert.Throws<ModelFormatException>(() => LearningRateSchedule.Deserialize(Loss.Serialize("mse")));
    }

    [Fact]
    public void Get_Functions_BecomeObjects()
    {
        Func<Tensor, Tensor, Tensor> distance = (y, p) => Ops.Abs(y - p);
        Tensor labels = new float[,] { { 1, 2 } }, predictions = new float[,] { { 2, 4 } };
        Assert.Equal(1.5f, (float)Loss.Get(distance)!.Apply(labels, predictions));
        Assert.Equal(1.5f, (float)Metric.Get(distance)!.Apply(labels, predictions));
        Initializer sevens = (Func<Shape, DType, Tensor>)((shape, dtype) => Ops.Full(shape, 7.0, dtype));
        Assert.Equal(7f, (float)sevens.Call(Shape.Of(1))[0]);
        Regularizer sum = (Func<Tensor, Tensor>)(x => Ops.Sum(x));
        Assert.Equal(3f, (float)sum.Call(labels));
        Constraint half = (Func<Tensor, Tensor>)(w => w * 0.5);
        Assert.Equal(0.5f, (float)half.Call(labels)[0, 0]);
        Assert.Throws<NotSupportedException>(() => sevens.GetConfig());
        Assert.Throws<NotSupportedException>(() => sum.GetConfig());
        Assert.Throws<NotSupportedException>(() => half.GetConfig());
    }

    private static object? Get(string section, object identifier) => section switch
    {
        "activations" => ActivationFunction.Get(identifier),
        "losses" => Loss.Get(identifier),
        "metrics" => Metric.Get(identifier),
        "optimizers" => Optimizer.Get(identifier),
        "initializers" => Initializer.Get(identifier),
        "regularizers" => Regularizer.Get(identifier),
        _ => Constraint.Get(identifier),
    };

    private static object Serialize(string section, object value) => section switch
    {
        "activations" => ActivationFunction.Serialize((ActivationFunction)value),
        "losses" => Loss.Serialize((Loss)value),
        "metrics" => Metric.Serialize((Metric)value),
        "optimizers" => Optimizer.Serialize((Optimizer)value),
        "initializers" => Initializer.Serialize((Initializer)value),
        "regularizers" => Regularizer.Serialize((Regularizer)value),
        _ => Constraint.Serialize((Constraint)value),
    };

    private static object Deserialize(string section, object config) => section switch
    {
        "activations" => ActivationFunction.Deserialize(config),
        "losses" => Loss.Deserialize(config),
        "metrics" => Metric.Deserialize(config),
        "optimizers" => Optimizer.Deserialize(config),
        "initializers" => Initializer.Deserialize(config),
        "regularizers" => Regularizer.Deserialize(config),
        _ => Constraint.Deserialize(config),
    };
}
