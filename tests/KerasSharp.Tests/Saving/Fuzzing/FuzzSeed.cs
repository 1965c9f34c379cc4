namespace KerasSharp.Tests.Saving.Fuzzing;

/// <summary>What a seed is, and so how it is loaded and changed.</summary>
internal enum FuzzKind
{
    /// <summary>A model in an archive.</summary>
    Archive,

    /// <summary>A model in HDF5.</summary>
    Hdf5,

    /// <summary>Weights in HDF5.</summary>
    Weights,

    /// <summary>The JSON of a model.</summary>
    Json,

    /// <summary>NumPy's archive.</summary>
    Npz,

    /// <summary>A NumPy array.</summary>
    Npy,

    /// <summary>Safetensors.</summary>
    SafeTensors,

    /// <summary>A tar archive.</summary>
    Tar,
}

/// <summary>A good file.</summary>
internal sealed record FuzzSeed(string Name, FuzzKind Kind, byte[] Bytes);
