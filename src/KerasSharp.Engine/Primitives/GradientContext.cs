namespace KerasSharp.Primitives;

/// <summary>What a gradient rule sees: operands, results, the cotangents of the results (null is zero) and which operands need one.</summary>
internal readonly struct GradientContext(Tensor[] inputs, Tensor[] outputs, Tensor?[] cotangents, bool[] needed)
{
    /// <summary>The operands.</summary>
    public Tensor[] Inputs { get; } = inputs;

    /// <summary>The results.</summary>
    public Tensor[] Outputs { get; } = outputs;

    /// <summary>Cotangents of the results; at least one is not null.</summary>
    public Tensor?[] Cotangents { get; } = cotangents;

    /// <summary>The cotangent of the only result.</summary>
    public Tensor Cotangent => Cotangents[0]!;

    /// <summary>Whether the cotangent of operand <paramref name="input"/> is asked for.</summary>
    public bool Needs(int input) => needed[input];

    /// <summary>The cotangent of a result, zeros where nothing flows into it.</summary>
    public Tensor CotangentOrZero(int output) => Cotangents[output] ?? Prim.Zeros(Outputs[output].Shape, Outputs[output].DType);
}
