namespace KerasSharp.Saving;

/// <summary>An operation on symbolic tensors that files may name.</summary>
/// <param name="Name">Keras's name of the function, under which it is recorded.</param>
/// <param name="Module">Keras's module of the class.</param>
/// <param name="Signature">How Keras makes and calls it.</param>
/// <param name="Apply">The computation.</param>
internal sealed record Operation(string Name, string Module, OpSignature Signature, Func<OpArguments, Tensor[]> Apply);
