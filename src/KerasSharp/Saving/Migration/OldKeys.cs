namespace KerasSharp.Saving;

/// <summary>
/// Brings configs of Keras 1.2 and 2 to the keys of Keras 3 (keras/legacy/interfaces.py of Keras 2.1 has the names of version 1). What a config does not have is left alone, so that
/// those of Keras 3 pass as they are.
/// </summary>
internal static class OldKeys
{
    /// <summary>Names of version 1 that no layer has any more.</summary>
    private static readonly (string Old, string New)[] OfLayers =
    [
        ("init", "kernel_initializer"), ("inner_init", "recurrent_initializer"), ("beta_init", "beta_initializer"), ("gamma_init", "gamma_initializer"),
        ("inner_activation", "recurrent_activation"), ("W_regularizer", "kernel_regularizer"), ("U_regularizer", "recurrent_regularizer"), ("b_regularizer", "bias_regularizer"),
        ("W_constraint", "kernel_constraint"), ("U_constraint", "recurrent_constraint"), ("b_constraint", "bias_constraint"), ("bias", "use_bias"), ("nb_filter", "filters"),
        ("filter_length", "kernel_size"), ("border_mode", "padding"), ("subsample", "strides"), ("subsample_length", "strides"), ("atrous_rate", "dilation_rate"),
        ("dim_ordering", "data_format"), ("dropout_W", "dropout"), ("dropout_U", "recurrent_dropout"), ("pool_length", "pool_size"), ("input_dtype", "dtype"),
    ];

    /// <summary>Names of some classes, which mean something else in others.</summary>
    private static readonly (string Class, string Old, string New)[] OfClasses =
    [
        ("Dense", "output_dim", "units"), ("SimpleRNN", "output_dim", "units"), ("GRU", "output_dim", "units"), ("LSTM", "output_dim", "units"),
        ("Embedding", "init", "embeddings_initializer"), ("Embedding", "W_regularizer", "embeddings_regularizer"), ("Embedding", "W_constraint", "embeddings_constraint"),
        ("Dropout", "p", "rate"), ("GaussianDropout", "p", "rate"), ("SpatialDropout1D", "p", "rate"), ("SpatialDropout2D", "p", "rate"), ("SpatialDropout3D", "p", "rate"),
        ("GaussianNoise", "sigma", "stddev"), ("LeakyReLU", "alpha", "negative_slope"), ("MaxPooling1D", "stride", "strides"), ("AveragePooling1D", "stride", "strides"),
        ("UpSampling1D", "length", "size"), ("InputLayer", "batch_input_shape", "batch_shape"),
        ("DepthwiseConv1D", "kernel_initializer", "depthwise_initializer"), ("DepthwiseConv2D", "kernel_initializer", "depthwise_initializer"),
        ("DepthwiseConv1D", "kernel_regularizer", "depthwise_regularizer"), ("DepthwiseConv2D", "kernel_regularizer", "depthwise_regularizer"),
        ("DepthwiseConv1D", "kernel_constraint", "depthwise_constraint"), ("DepthwiseConv2D", "kernel_constraint", "depthwise_constraint"),
    ];

    /// <summary>Keys that say nothing of what a layer computes, or what it computes anyway.</summary>
    private static readonly HashSet<string> Dropped =
    [
        "batch_input_shape", "consume_less", "input_length", "input_shape", "query_shape", "key_shape", "value_shape", "concat_mode", "output_shape_type", "module_name",
    ];

    /// <summary>The config of a class with the keys of Keras 3.</summary>
    public static Config Upgrade(Type type, string className, Config config)
    {
        if (typeof(Layers.Layer).IsAssignableFrom(type) && !typeof(Model).IsAssignableFrom(type))
        {
            return OfLayer(className, config);
        }

        return typeof(Optimizer).IsAssignableFrom(type) ? OfOptimizer(config)
            : typeof(Initializer).IsAssignableFrom(type) ? OfInitializer(config)
            : config.GetValueOrDefault("reduction") is "auto" && typeof(Loss).IsAssignableFrom(type) ? new Config(config) { ["reduction"] = "sum_over_batch_size" }
            : config;
    }

    private static Config OfLayer(string className, Config config)
    {
        var upgraded = new Config(config);
        foreach ((_, string old, string key) in OfClasses.Where(item => item.Class == className))
        {
            Rename(upgraded, old, key);
        }

        foreach ((string old, string key) in OfLayers)
        {
            Rename(upgraded, old, key);
        }

        Join(upgraded, "kernel_size", "nb_row", "nb_col");
        Join(upgraded, "kernel_size", "kernel_dim1", "kernel_dim2", "kernel_dim3");
        if (upgraded.TryGetValue("data_format", out object? format) && format is "tf" or "th")
        {
            upgraded["data_format"] = format is "tf" ? "channels_last" : "channels_first";
        }

        if (upgraded.TryGetValue("forget_bias_init", out object? bias))
        {
            upgraded.Remove("forget_bias_init");
            upgraded["unit_forget_bias"] = bias is "one" or "ones";
        }

        foreach ((string key, object? value) in config)
        {
            bool saysNothing = Dropped.Contains(key) || (key == "implementation" && !className.StartsWith("LocallyConnected", StringComparison.Ordinal)) || (key == "input_dim" && className is not ("Embedding" or "ReversibleEmbedding"))
                || (key == "groups" && value is 1L && className is "DepthwiseConv1D" or "DepthwiseConv2D" or "SeparableConv1D" or "SeparableConv2D")
                || (key == "mode" && className == "BatchNormalization" && value is 0L) || (key == "dropout" && className == "Embedding" && value is 0L or 0.0);
            if (saysNothing)
            {
                upgraded.Remove(key);
            }
            else if (value is Config { } penalty && penalty.GetValueOrDefault("name") is "WeightRegularizer" or "ActivityRegularizer" && upgraded.Keys.FirstOrDefault(k => ReferenceEquals(upgraded[k], value)) is { } place)
            {
                upgraded[place] = new Config { ["class_name"] = "L1L2", ["config"] = new Config { ["l1"] = ((Config)value).GetValueOrDefault("l1"), ["l2"] = ((Config)value).GetValueOrDefault("l2") } };
            }
        }

        return upgraded;
    }

    private static Config OfOptimizer(Config config)
    {
        var upgraded = new Config(config);
        Rename(upgraded, "lr", "learning_rate");
        if (upgraded.TryGetValue("decay", out object? decay) && decay is not null)
        {
            upgraded.Remove("decay");
            if (decay is double rate and > 0 && upgraded.GetValueOrDefault("learning_rate") is double first)
            {
                // The rate at a step was lr / (1 + decay * step).
                upgraded["learning_rate"] = new Config
                {
                    ["module"] = "keras.optimizers.schedules", ["class_name"] = "InverseTimeDecay", ["registered_name"] = null,
                    ["config"] = new Config { ["initial_learning_rate"] = first, ["decay_steps"] = 1, ["decay_rate"] = rate },
                };
            }
        }

        foreach (string key in new[] { "is_legacy_optimizer", "jit_compile", "schedule_decay", "accumulator_name" })
        {
            upgraded.Remove(key);
        }

        if (upgraded.TryGetValue("epsilon", out object? epsilon) && epsilon is null)
        {
            upgraded.Remove("epsilon");
        }

        return upgraded;
    }

    private static Config OfInitializer(Config config)
    {
        var upgraded = new Config(config);
        upgraded.Remove("dtype");
        upgraded.Remove("verify_shape");
        if (upgraded.GetValueOrDefault("distribution") is "normal")
        {
            upgraded["distribution"] = "truncated_normal";
        }

        return upgraded;
    }

    private static void Rename(Config config, string old, string key)
    {
        if (config.TryGetValue(old, out object? value) && !config.ContainsKey(key))
        {
            config.Remove(old);
            config[key] = value;
        }
    }

    /// <summary>One list of what stood under a key for each axis.</summary>
    private static void Join(Config config, string key, params string[] parts)
    {
        if (!config.ContainsKey(key) && Array.TrueForAll(parts, config.ContainsKey))
        {
            config[key] = parts.Select(part => config[part]).ToList();
            Array.ForEach(parts, part => config.Remove(part));
        }
    }
}
