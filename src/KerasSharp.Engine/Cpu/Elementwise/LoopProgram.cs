using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>Where an instruction of a fused loop finds an operand.</summary>
internal enum LoopSource : byte
{
    /// <summary>An input of the loop.</summary>
    Input,

    /// <summary>The result of an earlier instruction.</summary>
    Register,

    /// <summary>A number that is the same for all elements.</summary>
    Number,
}

/// <summary>An operand of an instruction.</summary>
internal readonly record struct LoopOperand(LoopSource Source, int Index, DType DType);

/// <summary>A number in a loop, in the dtype that its instructions take it as.</summary>
internal readonly record struct LoopNumber(double Value, DType DType)
{
    /// <summary>The 32 bits that a lane of generated code holds. Bool is a mask.</summary>
    public uint Bits => DType switch
    {
        DType.Float32 => BitConverter.SingleToUInt32Bits((float)Value),
        DType.Bool => Value != 0 ? uint.MaxValue : 0,
        _ => unchecked((uint)(long)Value),
    };
}

/// <summary>One instruction: an elementwise primitive over operands. Its result is the register of its own number.</summary>
internal sealed record LoopInstruction(Primitives.Elementwise Primitive, LoopOperand[] Operands, DType DType);

/// <summary>How an input is read over the domain.</summary>
internal enum LoopAccess : byte
{
    /// <summary>Element i of the domain is element i of the input.</summary>
    Contiguous,

    /// <summary>One element serves all.</summary>
    Uniform,

    /// <summary>By strides along the collapsed axes of the domain.</summary>
    Strided,

    /// <summary>By a pointer for each row: see <see cref="LoopProgram.WithRows"/>.</summary>
    Rows,
}

/// <summary>An input of a fused loop.</summary>
internal sealed record LoopInput(DType DType, LoopAccess Access, int[] Strides);

/// <summary>
/// A group of elementwise primitives as one loop over a domain. The domain's axes are collapsed: neighbours along which every input steps evenly are
/// one axis. Outputs are registers (or inputs, for plain copies), written contiguously.
/// </summary>
internal sealed class LoopProgram
{
    private LoopProgram(int[] extents, LoopInput[] inputs, LoopNumber[] numbers, LoopInstruction[] instructions, int[] outputs)
    {
        Extents = extents;
        Inputs = inputs;
        Numbers = numbers;
        Instructions = instructions;
        Outputs = outputs;
        Count = extents.Aggregate(1L, (product, extent) => product * extent);
    }

    /// <summary>Sizes of the collapsed axes, at least one.</summary>
    public int[] Extents { get; }

    /// <summary>Elements of the domain.</summary>
    public long Count { get; }

    public LoopInput[] Inputs { get; }

    public LoopNumber[] Numbers { get; }

    public LoopInstruction[] Instructions { get; }

    /// <summary>The register that each output stores.</summary>
    public int[] Outputs { get; }

    /// <summary>What generated code depends on: dtypes, steps along the innermost axis, instructions and outputs; not sizes or numbers.</summary>
    public string Structure => string.Join(';', [
        .. Inputs.Select(input => $"{input.DType}{input.Strides[^1]}{(input.Access == LoopAccess.Rows ? "r" : "")}"),
        .. Instructions.Select(i => $"{i.Primitive}{string.Join(',', i.Operands.Select(o => $"{o.Source}{o.Index}{o.DType}"))}{i.DType}"),
        .. Outputs.Select(o => $"o{o}"),
    ]);

    /// <summary>A program over <paramref name="domain"/>; inputs have shapes that broadcast to it.</summary>
    public static LoopProgram Create(Shape domain, TensorSpec[] inputs, LoopNumber[] numbers, LoopInstruction[] instructions, int[] outputs)
    {
        int[][] strides = Array.ConvertAll(inputs, input => Broadcasting.Strides(input.Shape, domain));
        (int[] extents, int[][] collapsed) = Collapse(domain, strides);
        int[] contiguous = Broadcasting.ContiguousStrides(new Shape(extents));
        var loopInputs = new LoopInput[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            LoopAccess access = Same(collapsed[i], contiguous, extents) ? LoopAccess.Contiguous
                : Array.TrueForAll(collapsed[i], stride => stride == 0) ? LoopAccess.Uniform
                : LoopAccess.Strided;
            loopInputs[i] = new LoopInput(inputs[i].DType, access, collapsed[i]);
        }

        return new LoopProgram(extents, loopInputs, numbers, instructions, outputs);
    }

    /// <summary>
    /// The same loop with an input whose <paramref name="rows"/> rows each have a pointer, and one more input at the end that it does not read; null where
    /// other inputs do not simply follow the domain.
    /// </summary>
    public LoopProgram? WithRows(int input, int rows)
    {
        if (Extents.Length > 2 || !Array.TrueForAll(Inputs, i => i.Access is LoopAccess.Contiguous or LoopAccess.Uniform or LoopAccess.Rows) || Inputs[input].Access != LoopAccess.Contiguous
            || (Extents.Length == 2 && Extents[0] != rows))
        {
            return null;
        }

        int columns = (int)(Count / rows);
        var inputs = Array.ConvertAll(Inputs, i => i with { Strides = i.Access == LoopAccess.Uniform ? [0, 0] : [columns, 1] });
        inputs[input] = inputs[input] with { Access = LoopAccess.Rows };
        return new LoopProgram([rows, columns], [.. inputs, new LoopInput(DType.Float32, LoopAccess.Uniform, [0, 0])], Numbers, Instructions, Outputs);
    }

    private static bool Same(int[] strides, int[] contiguous, int[] extents)
    {
        for (int i = 0; i < strides.Length; i++)
        {
            if (extents[i] != 1 && strides[i] != contiguous[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Drops axes of size 1 and merges an axis with the next where every input steps over it as one.</summary>
    private static (int[] Extents, int[][] Strides) Collapse(Shape domain, int[][] strides)
    {
        var extents = new List<int>();
        var kept = strides.Select(_ => new List<int>()).ToArray();
        for (int axis = 0; axis < domain.Rank; axis++)
        {
            if (domain[axis] == 1)
            {
                continue;
            }

            bool merge = extents.Count > 0;
            for (int i = 0; i < strides.Length && merge; i++)
            {
                merge = kept[i][^1] == (long)strides[i][axis] * domain[axis];
            }

            if (merge)
            {
                extents[^1] *= domain[axis];
                for (int i = 0; i < strides.Length; i++)
                {
                    kept[i][^1] = strides[i][axis];
                }
            }
            else
            {
                extents.Add(domain[axis]);
                for (int i = 0; i < strides.Length; i++)
                {
                    kept[i].Add(strides[i][axis]);
                }
            }
        }

        if (extents.Count == 0)
        {
            extents.Add(1);
            foreach (List<int> list in kept)
            {
                list.Add(0);
            }
        }

        return ([.. extents], Array.ConvertAll(kept, list => list.ToArray()));
    }
}
