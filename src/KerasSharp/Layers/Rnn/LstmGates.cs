using KerasSharp.Activations;
using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>What a long short-term memory does with its gates, whether they come from products or from convolutions.</summary>
internal static class LstmGates
{
    /// <summary>The next states (h, c), from the sums of the gates i, f, c, o, which lie one after the other along an axis.</summary>
    /// <param name="z">The sums.</param>
    /// <param name="units">Size of one gate along the axis.</param>
    /// <param name="cell">The cell state before.</param>
    /// <param name="activation">Activation of candidate and output.</param>
    /// <param name="gate">Activation of the gates.</param>
    /// <param name="axis">The axis; the last when negative.</param>
    public static Tensor[] Advance(Tensor z, int units, Tensor cell, ActivationFunction activation, ActivationFunction gate, int axis = -1)
    {
        Tensor Part(int index) => Prim.SliceAxis(z, axis < 0 ? z.Rank - 1 : axis, index * units, (index + 1) * units);
        Tensor i = gate.Apply(Part(0)), f = gate.Apply(Part(1)), g = activation.Apply(Part(2)), o = gate.Apply(Part(3));
        Tensor c = Prim.Add(Prim.Multiply(f, cell), Prim.Multiply(i, g));
        return [Prim.Multiply(o, activation.Apply(c)), c];
    }
}
