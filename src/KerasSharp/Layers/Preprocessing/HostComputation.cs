using KerasSharp.Primitives;

namespace KerasSharp.Layers;

/// <summary>Computation on the host: with text and tables, which no plan holds.</summary>
internal static class HostComputation
{
    /// <summary>Computes where the inputs are known; where only shapes are asked for, gives that of the result.</summary>
    /// <exception cref="InvalidOperationException">A function is being compiled that has the inputs for arguments.</exception>
    public static Tensor Run(Layer owner, Tensor[] inputs, Shape shape, DType dtype, Func<Tensor> compute) =>
        Dispatch.Current is ShapeInterpreter ? Op.Unknown(shape, dtype)
        : Array.TrueForAll(inputs, x => x.IsConcrete) ? compute()
        : throw new InvalidOperationException(
            $"{owner.Label}: it computes on the host, so that no compiled function can hold it. Received: inputs.Shape={inputs[0].Shape}, traced. Apply it to the data before, or within a functional model, which does that by itself.");

    /// <summary>A tensor of whole numbers, one for each text of another.</summary>
    public static Tensor OfTexts(Tensor texts, Func<string, long> number)
    {
        ReadOnlySpan<string> elements = texts.Text;
        var numbers = new long[elements.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = number(elements[i]);
        }

        return Tensor.From(numbers, texts.Shape);
    }

    /// <summary>A tensor of whole numbers, one for each number of another.</summary>
    public static Tensor OfNumbers(Tensor x, Func<long, long> number) => Tensor.From(Array.ConvertAll(Prim.Convert(x, DType.Int64).ToArray<long>(), n => number(n)), x.Shape);
}
