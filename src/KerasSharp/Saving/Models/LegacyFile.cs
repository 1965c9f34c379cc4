using KerasSharp.Saving.Hdf5;

namespace KerasSharp.Saving;

/// <summary>
/// Whole models in HDF5, as Keras wrote them before version 3 and still does (keras/src/legacy/saving/legacy_h5_format.py): the config and what the model was compiled with are
/// attributes, weights stand in <c>model_weights</c>, the state of the optimizer in <c>optimizer_weights</c>.
/// </summary>
internal static class LegacyFile
{
    /// <summary>The back end that files name. Keras 2 turned the kernels of others around; those of TensorFlow lie as ours do.</summary>
    public const string Backend = "tensorflow";

    private const string ModelConfig = "model_config", TrainingConfig = "training_config", Weights = "model_weights";

    /// <summary>Reads a model, its weights, and what it was compiled with.</summary>
    public static Model Load(Hdf5Group root, bool compile)
    {
        if (!root.Attributes.TryGetValue(ModelConfig, out Hdf5Attribute? config))
        {
            throw new ModelFormatException("The file holds no model: it has no attribute 'model_config'. If it holds weights alone, make the model and call LoadWeights.");
        }

        Model model = Model.FromJson(config.Text());
        Hdf5Group weights = root.Group(Weights);
        if (LegacyWeights.StrangerOf(model, weights) is { } stranger)
        {
            throw new ModelFormatException($"The file has weights for a layer that the model does not have: '{(stranger.Length > 100 ? stranger[..100] + "..." : stranger)}'.");
        }

        LegacyWeights.Match(model, weights, byName: false).Apply(model.Label, skipMismatch: false, isFresh: true);
        if (compile && root.Attributes.TryGetValue(TrainingConfig, out Hdf5Attribute? training))
        {
            CompileConfig.Apply(model, ConfigFields.Json(training.Text(), "training_config"));
            if (model.Optimizer is { } optimizer)
            {
                optimizer.Build(model.TrainableVariables);
                LegacyWeights.LoadOptimizer(model, optimizer, root);
            }
        }

        return model;
    }

    /// <summary>The weights of a file, whether it holds a model too or them alone; null where it is laid out as Keras 3 lays weights out.</summary>
    public static Hdf5Group? WeightsOf(Hdf5Group root) => LegacyWeights.IsIn(root) ? root : root.Contains(Weights) && root.Find(Weights) is Hdf5Group inner && LegacyWeights.IsIn(inner) ? inner : null;

    /// <summary>Lays a model out.</summary>
    public static OutputGroup Lay(Model model, bool includeOptimizer)
    {
        var root = new OutputGroup();
        root.Set("backend", Backend);
        root.Set("keras_version", KerasArchive.Version);
        using (InlineVocabularies.Enter())
        {
            root.SetBytes(ModelConfig, LegacyConfig.Entry(model.ToEntry(includeCompile: false)).ToJson());
        }

        LegacyWeights.Lay(model, root.Group(Weights));
        if (includeOptimizer && model.Compiled && CompileConfig.Write(model) is { Count: > 0 } compiled)
        {
            root.SetBytes(TrainingConfig, LegacyConfig.Training(compiled).ToJson());
            LegacyWeights.LayOptimizer(model, root);
        }

        return root;
    }
}
