using System.Runtime.CompilerServices;
using KerasSharp.Cpu.Kernels.Threading;
using KerasSharp.Primitives;
using KerasSharp.Tensors;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>
/// Runs a fused loop tile by tile: each instruction over some hundred elements that stay in the first-level cache, then the next instruction. It serves
/// every dtype and needs no generated code, so it is also what ahead-of-time compiled programs use.
/// </summary>
internal sealed unsafe class LoopInterpreter
{
    /// <summary>Elements of a tile.</summary>
    public const int Tile = 512;

    private const int TileBytes = Tile * 8;

    private readonly LoopProgram _program;
    private readonly int[] _place; // tile buffer of each register
    private readonly int _registerTiles;
    private readonly int _tiles;

    public LoopInterpreter(LoopProgram program)
    {
        _program = program;
        _place = AssignTiles(program, out _registerTiles);
        _tiles = _registerTiles + program.Inputs.Length + CountNumberTiles(program);
    }

    /// <summary>Runs elements <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of the domain.</summary>
    /// <param name="pointers">The inputs, then the outputs.</param>
    /// <param name="start">First element.</param>
    /// <param name="count">Number of elements.</param>
    public void Run(byte** pointers, long start, long count)
    {
        if (count <= 0)
        {
            return;
        }

        byte* tiles = (byte*)Scratch.Get((long)_tiles * TileBytes, ScratchSlot.Part);
        FillUniform(tiles, pointers, (int)Math.Min(Tile, count));
        for (long at = start; at < start + count; at += Tile)
        {
            RunTile(tiles, pointers, at, (int)Math.Min(Tile, start + count - at));
        }
    }

    private void RunTile(byte* tiles, byte** pointers, long at, int count)
    {
        for (int i = 0; i < _program.Inputs.Length; i++)
        {
            if (_program.Inputs[i].Access == LoopAccess.Strided)
            {
                Load(_program.Inputs[i], pointers[i], InputTile(tiles, i), at, count);
            }
        }

        OperandList operands = default;
        int number = 0;
        for (int k = 0; k < _program.Instructions.Length; k++)
        {
            LoopInstruction instruction = _program.Instructions[k];
            for (int i = 0; i < instruction.Operands.Length; i++)
            {
                LoopOperand operand = instruction.Operands[i];
                byte* from = operand.Source switch
                {
                    LoopSource.Register => tiles + ((long)_place[operand.Index] * TileBytes),
                    LoopSource.Number => tiles + ((long)(_registerTiles + _program.Inputs.Length + number++) * TileBytes),
                    _ when _program.Inputs[operand.Index].Access == LoopAccess.Contiguous => pointers[operand.Index] + (at * operand.DType.Size()),
                    _ => InputTile(tiles, operand.Index),
                };
                operands[i] = new Operand(from, count, operand.DType);
            }

            var result = new Operand(tiles + ((long)_place[k] * TileBytes), count, instruction.DType);
            ReadOnlySpan<Operand> arguments = operands;
            TileKernels.Run(instruction.Primitive, arguments[..instruction.Operands.Length], result);
        }

        for (int o = 0; o < _program.Outputs.Length; o++)
        {
            int register = _program.Outputs[o];
            int size = _program.Instructions[register].DType.Size();
            Unsafe.CopyBlockUnaligned(
                pointers[_program.Inputs.Length + o] + (at * size), tiles + ((long)_place[register] * TileBytes), (uint)(count * size));
        }
    }

    private byte* InputTile(byte* tiles, int input) => tiles + ((long)(_registerTiles + input) * TileBytes);

    /// <summary>Fills the tiles of numbers and of one-element inputs once for all tiles of a run.</summary>
    private void FillUniform(byte* tiles, byte** pointers, int count)
    {
        for (int i = 0; i < _program.Inputs.Length; i++)
        {
            LoopInput input = _program.Inputs[i];
            if (input.Access == LoopAccess.Uniform)
            {
                int size = input.DType.Size();
                byte* tile = InputTile(tiles, i);
                for (int k = 0; k < count; k++)
                {
                    Unsafe.CopyBlockUnaligned(tile + (k * size), pointers[i], (uint)size);
                }
            }
        }

        int number = 0;
        foreach (LoopInstruction instruction in _program.Instructions)
        {
            foreach (LoopOperand operand in instruction.Operands)
            {
                if (operand.Source == LoopSource.Number)
                {
                    var tile = new Operand(tiles + ((long)(_registerTiles + _program.Inputs.Length + number++) * TileBytes), count, operand.DType);
                    ElementReader.WriteDouble(tile, 0, _program.Numbers[operand.Index].Value);
                    Span<byte> bytes = tile.Bytes;
                    int size = operand.DType.Size();
                    for (int k = size; k < bytes.Length; k++)
                    {
                        bytes[k] = bytes[k - size];
                    }
                }
            }
        }
    }

    /// <summary>Brings elements of a strided input into a tile.</summary>
    private void Load(LoopInput input, byte* source, byte* tile, long at, int count)
    {
        int rank = _program.Extents.Length;
        int* index = stackalloc int[rank];
        long offset = 0, rest = at;
        for (int axis = rank - 1; axis >= 0; axis--)
        {
            index[axis] = (int)(rest % _program.Extents[axis]);
            rest /= _program.Extents[axis];
            offset += (long)index[axis] * input.Strides[axis];
        }

        int size = input.DType.Size(), last = rank - 1, inner = _program.Extents[last], step = input.Strides[last];
        for (int done = 0; done < count;)
        {
            int run = Math.Min(inner - index[last], count - done);
            Copy(source + (offset * size), step, tile + (done * size), run, size);
            done += run;
            index[last] += run;
            offset += (long)run * step;
            for (int axis = last; axis > 0 && index[axis] == _program.Extents[axis]; axis--)
            {
                offset += input.Strides[axis - 1] - ((long)input.Strides[axis] * _program.Extents[axis]);
                index[axis] = 0;
                index[axis - 1]++;
            }
        }
    }

    private static void Copy(byte* source, int step, byte* target, int count, int size)
    {
        if (step == 1)
        {
            Unsafe.CopyBlockUnaligned(target, source, (uint)(count * size));
        }
        else if (size == 4)
        {
            for (int i = 0; i < count; i++)
            {
                ((uint*)target)[i] = ((uint*)source)[(long)i * step];
            }
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                Unsafe.CopyBlockUnaligned(target + (i * size), source + ((long)i * step * size), (uint)size);
            }
        }
    }

    /// <summary>Gives registers tile buffers, reused once a register is read for the last time and is not an output.</summary>
    private static int[] AssignTiles(LoopProgram program, out int count)
    {
        var lastUse = new int[program.Instructions.Length];
        for (int k = 0; k < program.Instructions.Length; k++)
        {
            lastUse[k] = k;
            foreach (LoopOperand operand in program.Instructions[k].Operands)
            {
                if (operand.Source == LoopSource.Register)
                {
                    lastUse[operand.Index] = k;
                }
            }
        }

        foreach (int output in program.Outputs)
        {
            lastUse[output] = int.MaxValue;
        }

        var place = new int[program.Instructions.Length];
        var free = new Stack<int>();
        count = 0;
        for (int k = 0; k < place.Length; k++)
        {
            place[k] = free.TryPop(out int reused) ? reused : count++;
            for (int j = 0; j <= k; j++)
            {
                if (lastUse[j] == k)
                {
                    free.Push(place[j]);
                }
            }
        }

        return place;
    }

    private static int CountNumberTiles(LoopProgram program) =>
        program.Instructions.Sum(instruction => instruction.Operands.Count(operand => operand.Source == LoopSource.Number));

    [InlineArray(4)]
    private struct OperandList
    {
        private Operand _first;
    }
}
