namespace KerasSharp.Layers;

/// <summary>What a layer is applied to: its tensors, and everything that is said besides.</summary>
public sealed class CallArguments
{
    /// <summary>Arguments of a call.</summary>
    /// <param name="inputs">The tensors, in the order of the layer's parameters.</param>
    public CallArguments(params Tensor[] inputs) => Inputs = inputs;

    /// <summary>The tensors, in the order of the layer's parameters.</summary>
    public Tensor[] Inputs { get; init; }

    /// <summary>Whether the tensors are one argument that is a list (as of merging layers), rather than several arguments.</summary>
    public bool IsList { get; init; }

    /// <summary>Keras's parameter names of <see cref="Inputs"/> that are passed by name; null for those passed by position.</summary>
    public string?[]? InputNames { get; init; }

    /// <summary>Whether the layer trains; null where the caller does not say.</summary>
    public bool? Training { get; init; }

    /// <summary>Masks given for the inputs; null where they are to be taken from the tensors.</summary>
    public Tensor?[]? Masks { get; init; }

    /// <summary>Further arguments under Keras's names, such as <c>use_causal_mask</c>.</summary>
    public IReadOnlyDictionary<string, object?> Options { get; init; } = System.Collections.ObjectModel.ReadOnlyDictionary<string, object?>.Empty;

    /// <summary>The mask of an input: the one given, else the one that it carries.</summary>
    /// <param name="index">Which input.</param>
    public Tensor? MaskOf(int index) => Masks is not null && index < Masks.Length ? Masks[index] : Inputs[index].Mask;

    /// <summary>A further argument, or its default.</summary>
    /// <param name="name">Keras's name.</param>
    /// <param name="otherwise">The default.</param>
    public T Option<T>(string name, T otherwise) => Options.TryGetValue(name, out object? value) && value is T given ? given : otherwise;

    internal CallArguments With(Tensor[] inputs, bool? training) => With(inputs, training, Masks);

    internal CallArguments With(Tensor[] inputs, bool? training, Tensor?[]? masks) => new(inputs)
    {
        IsList = IsList, InputNames = InputNames, Training = training, Masks = masks, Options = Options,
    };
}
