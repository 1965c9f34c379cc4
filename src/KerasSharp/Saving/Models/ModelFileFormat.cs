namespace KerasSharp.Saving;

/// <summary>Formats of files that hold a whole model.</summary>
public enum ModelFileFormat
{
    /// <summary>Keras 3's own, <c>.keras</c>: a zip archive.</summary>
    Keras,

    /// <summary>What Keras wrote before, <c>.h5</c>: HDF5.</summary>
    Hdf5,
}

/// <summary>Formats of files that hold weights alone.</summary>
public enum WeightsFileFormat
{
    /// <summary>Keras 3's, <c>.weights.h5</c>: HDF5, each layer's weights under the place of the layer.</summary>
    Hdf5,

    /// <summary>What Keras wrote before, <c>.h5</c>: HDF5, weights under the names of layers.</summary>
    LegacyHdf5,

    /// <summary>Safetensors, <c>.safetensors</c>: weights under names such as <c>dense/kernel</c>, without the optimizer's state.</summary>
    SafeTensors,

    /// <summary>NumPy's archive, <c>.npz</c>: weights under names such as <c>dense/kernel</c>, without the optimizer's state.</summary>
    Npz,
}
