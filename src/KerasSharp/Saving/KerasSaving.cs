using KerasSharp.Saving;

namespace KerasSharp;

public static partial class Keras
{
    /// <summary><c>keras.saving</c>: the functions of <see cref="Model"/>, <see cref="ObjectRegistry"/> and <see cref="CustomObjects"/> under Keras's names.</summary>
    public static class Saving
    {
        /// <summary>Loads a model: <see cref="Model.Load(string, CustomObjects, bool)"/>. There is no <c>safe_mode</c> to turn off: nothing in a file is ever run.</summary>
        /// <param name="filepath">The file or folder.</param>
        /// <param name="customObjects">Classes and functions of your own by the names that the file has for them.</param>
        /// <param name="compile">Whether to compile the model as it was.</param>
        /// <exception cref="ModelFormatException">The file holds no model, is damaged, or names a class that is not known.</exception>
        public static Model LoadModel(string filepath, CustomObjects? customObjects = null, bool compile = true) => Model.Load(filepath, customObjects, compile);

        /// <summary>Saves a model: <see cref="Model.Save(string, bool, bool, bool)"/>.</summary>
        /// <param name="model">The model.</param>
        /// <param name="filepath">The file; its name ends in <c>.keras</c>, <c>.h5</c> or <c>.hdf5</c>.</param>
        /// <param name="overwrite">Whether a file that is there is replaced.</param>
        /// <param name="zipped">Whether <c>.keras</c> is an archive; otherwise it is a folder.</param>
        public static void SaveModel(Model model, string filepath, bool overwrite = true, bool zipped = true)
        {
            ArgumentNullException.ThrowIfNull(model);
            model.Save(filepath, overwrite, zipped: zipped);
        }

        /// <summary>Sets the weights of a model: <see cref="Model.LoadWeights(string, bool, bool)"/>.</summary>
        /// <param name="model">The model.</param>
        /// <param name="filepath">The file.</param>
        /// <param name="skipMismatch">Whether weights that do not fit are left out.</param>
        /// <returns>What was set and what not.</returns>
        public static WeightsReport LoadWeights(Model model, string filepath, bool skipMismatch = false)
        {
            ArgumentNullException.ThrowIfNull(model);
            return model.LoadWeights(filepath, skipMismatch);
        }

        /// <summary>Writes the weights of a model: <see cref="Model.SaveWeights(string, bool, double?)"/>.</summary>
        /// <param name="model">The model.</param>
        /// <param name="filepath">The file.</param>
        /// <param name="overwrite">Whether a file that is there is replaced.</param>
        /// <param name="maxShardSize">Gigabytes of weights in each of several files; for <c>.weights.json</c> only.</param>
        public static void SaveWeights(Model model, string filepath, bool overwrite = true, double? maxShardSize = null)
        {
            ArgumentNullException.ThrowIfNull(model);
            model.SaveWeights(filepath, overwrite, maxShardSize);
        }

        /// <summary>An object in the form that files hold: numbers, texts and lists as they are, others as <c>{module, class_name, config, registered_name}</c>.</summary>
        /// <param name="value">The object.</param>
        /// <exception cref="NotSupportedException">Its class is not registered.</exception>
        /// <exception cref="ArgumentException">It is of a kind that no file holds.</exception>
        public static object? SerializeKerasObject(object? value) => KerasSharp.Saving.Config.Normalize(value);

        /// <summary>The object that a value of a file describes: the object of <c>{module, class_name, config, registered_name}</c>, lists element by element, others as they are.</summary>
        /// <param name="config">The value.</param>
        /// <param name="customObjects">Classes of your own by the names that the value has for them.</param>
        /// <exception cref="ModelFormatException">It names a class that is not known, or its config is wrong.</exception>
        public static object? DeserializeKerasObject(object? config, CustomObjects? customObjects = null)
        {
            using CustomObjectScope? scope = customObjects is null ? null : new CustomObjectScope(customObjects);
            return Read(config, 0);
        }

        /// <summary>The objects that every load may use.</summary>
        public static CustomObjects GetCustomObjects() => CustomObjects.Global;

        /// <summary>The name under which files have a class: <c>package&gt;name</c> for one of your own, the name of the class for Keras's and for one that is not registered.</summary>
        /// <param name="type">The class.</param>
        public static string GetRegisteredName(Type type)
        {
            ArgumentNullException.ThrowIfNull(type);
            return ObjectRegistry.TryGet(type, out RegisteredClass? entry) ? entry.RegisteredName ?? entry.ClassName : type.Name;
        }

        /// <summary>What makes objects of the class of a name; null where none has it.</summary>
        /// <param name="name">Its registered name, <c>package&gt;name</c>, or its name among custom objects.</param>
        /// <param name="customObjects">Classes of your own by name, looked at first.</param>
        public static Func<KerasSharp.Saving.Config, IKerasSerializable>? GetRegisteredObject(string name, CustomObjects? customObjects = null)
        {
            ArgumentNullException.ThrowIfNull(name);
            return customObjects is not null && customObjects.TryGetClass(name, out Func<KerasSharp.Saving.Config, IKerasSerializable>? fromConfig) ? fromConfig
                : CustomObjectScope.TryGetClass(name, out fromConfig) ? fromConfig
                : ObjectRegistry.TryFind(null, name, name, out RegisteredClass? entry) ? entry.FromConfig : null;
        }

        /// <summary>Registers a class of your own for every load. A class marked <see cref="KerasSerializableAttribute"/> is registered already.</summary>
        /// <param name="type">The class.</param>
        /// <param name="fromConfig">Makes an object from what its <c>GetConfig</c> gave.</param>
        /// <param name="package">Package in files; not one of Keras's.</param>
        /// <param name="name">Name in files; that of the class when not given.</param>
        /// <exception cref="ArgumentException">The package is Keras's, or a name is empty or holds <c>&gt;</c>.</exception>
        public static void RegisterKerasSerializable(Type type, Func<KerasSharp.Saving.Config, IKerasSerializable> fromConfig, string package = "Custom", string? name = null)
        {
            ArgumentNullException.ThrowIfNull(type);
            ArgumentNullException.ThrowIfNull(fromConfig);
            ArgumentException.ThrowIfNullOrEmpty(package);
            name ??= type.Name;
            if (package == "keras" || package.StartsWith("keras.", StringComparison.Ordinal) || name.Length == 0 || (package + name).Contains('>', StringComparison.Ordinal))
            {
                throw new ArgumentException($"RegisterKerasSerializable: package and name must be your own, without '>'. Received: package=\"{package}\", name=\"{name}\".", nameof(package));
            }

            ObjectRegistry.Register(package, name, type, fromConfig);
        }

        private static object? Read(object? value, int depth) => depth > 64 ? throw new ModelFormatException("The value is nested more than 64 deep.")
            : SerializedObject.TryParse(value, out SerializedObject? data) ? ObjectRegistry.Deserialize(data)
            : value is List<object?> list ? list.ConvertAll(item => Read(item, depth + 1)) : value;
    }

    /// <summary><c>keras.models</c>: functions of <see cref="Model"/> under Keras's names.</summary>
    public static class Models
    {
        /// <summary>Loads a model: <see cref="Model.Load(string, CustomObjects, bool)"/>.</summary>
        /// <param name="filepath">The file or folder.</param>
        /// <param name="customObjects">Classes and functions of your own by the names that the file has for them.</param>
        /// <param name="compile">Whether to compile the model as it was.</param>
        public static Model LoadModel(string filepath, CustomObjects? customObjects = null, bool compile = true) => Model.Load(filepath, customObjects, compile);

        /// <summary>Saves a model: <see cref="Model.Save(string, bool, bool, bool)"/>.</summary>
        /// <param name="model">The model.</param>
        /// <param name="filepath">The file; its name ends in <c>.keras</c>, <c>.h5</c> or <c>.hdf5</c>.</param>
        /// <param name="overwrite">Whether a file that is there is replaced.</param>
        public static void SaveModel(Model model, string filepath, bool overwrite = true) => Saving.SaveModel(model, filepath, overwrite);

        /// <summary>A model of the same layers with weights of its own: <see cref="Model.CloneModel"/>.</summary>
        /// <param name="model">The model.</param>
        /// <param name="inputTensors">What takes the place of its inputs.</param>
        /// <param name="cloneFunction">Makes a layer out of one of the model's.</param>
        /// <param name="callFunction">Applies a layer.</param>
        /// <param name="recursive">Whether models inside are cloned layer by layer as well.</param>
        public static Model CloneModel(
            Model model, TensorStructure? inputTensors = null, Func<Layers.Layer, Layers.Layer>? cloneFunction = null, Func<Layers.Layer, Layers.CallArguments, Tensor[]>? callFunction = null, bool recursive = false) =>
            Model.CloneModel(model, inputTensors, cloneFunction, callFunction, recursive);

        /// <summary>The model that JSON describes: <see cref="Model.FromJson"/>.</summary>
        /// <param name="jsonString">The JSON.</param>
        /// <param name="customObjects">Classes and functions of your own by the names that the JSON has for them.</param>
        public static Model ModelFromJson(string jsonString, CustomObjects? customObjects = null) => Model.FromJson(jsonString, customObjects);
    }
}
