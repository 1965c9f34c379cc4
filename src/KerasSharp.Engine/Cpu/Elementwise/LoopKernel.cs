using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KerasSharp.Cpu.Kernels.Simd;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>A fused loop ready to run: generated code where that is possible, else the tile interpreter.</summary>
internal abstract unsafe class LoopKernel
{
    /// <summary>Inputs and outputs that a generated loop may have.</summary>
    public const int LargestTable = 64;

    /// <summary>Stack room that generated code uses for the last elements of a row: a vector of each input and output.</summary>
    public const int RestBytes = LargestTable * 64;

    private static readonly ConcurrentDictionary<(int Bits, string Structure), LoopCode?> Generated = new();

    /// <summary>Whether loops may be generated. Tests turn it off to reach the interpreter.</summary>
    public static bool MayGenerate { get; set; } = true;

    public static LoopKernel For(LoopProgram program) => CodeFor(program) is { } code ? new GeneratedKernel(program, code) : new InterpretedKernel(program);

    /// <summary>Whether the program runs as generated code.</summary>
    public static bool Generates(LoopProgram program) => CodeFor(program) is not null;

    private static LoopCode? CodeFor(LoopProgram program)
    {
        LoopCode? code = null;
        if (RuntimeFeature.IsDynamicCodeSupported && MayGenerate)
        {
            (int, string) key = (SimdLevel.Bits, program.Structure);
            if (!Generated.TryGetValue(key, out code))
            {
                Generated[key] = code = Generate(program);
            }
        }

        return code;
    }

    /// <summary>Runs part of the domain.</summary>
    /// <param name="pointers">The inputs, then the outputs.</param>
    /// <param name="start">First element.</param>
    /// <param name="count">Number of elements.</param>
    public abstract void Run(byte** pointers, long start, long count);

    [RequiresDynamicCode("Generates code.")]
    private static LoopCode? Generate(LoopProgram program) => SimdLevel.Bits switch
    {
        512 => LoopCompiler<Simd512<float>, Vector512<float>>.Compile(program),
        256 => LoopCompiler<Simd256<float>, Vector256<float>>.Compile(program),
        _ => LoopCompiler<Simd128<float>, Vector128<float>>.Compile(program),
    };

    private sealed class InterpretedKernel(LoopProgram program) : LoopKernel
    {
        private readonly LoopInterpreter _interpreter = new(program);

        public override void Run(byte** pointers, long start, long count) => _interpreter.Run(pointers, start, count);
    }

    private sealed class GeneratedKernel : LoopKernel
    {
        private readonly LoopProgram _program;
        private readonly LoopCode _code;
        private readonly uint[] _numbers;
        private readonly int[] _sizes;
        private readonly long[] _rowStrides;

        public GeneratedKernel(LoopProgram program, LoopCode code)
        {
            (_program, _code) = (program, code);
            _numbers = Array.ConvertAll(program.Numbers, number => number.Bits);
            _sizes = [.. program.Inputs.Select(input => input.DType.Size()), .. program.Outputs.Select(o => program.Instructions[o].DType.Size())];
            _rowStrides = new long[_sizes.Length];
            for (int i = 0; i < _sizes.Length; i++)
            {
                long elements = i >= program.Inputs.Length ? program.Extents[^1] : program.Extents.Length > 1 ? program.Inputs[i].Strides[^2] : 0;
                _rowStrides[i] = IsRows(i) ? sizeof(void*) : elements * _sizes[i];
            }
        }

        public override void Run(byte** pointers, long start, long count)
        {
            byte* stack = stackalloc byte[RestBytes + (sizeof(uint) * (_numbers.Length + 1))];
            uint* numbers = (uint*)(stack + RestBytes);
            _numbers.CopyTo(new Span<uint>(numbers, _numbers.Length));
            byte** at = stackalloc byte*[_sizes.Length];
            int[] extents = _program.Extents;
            long inner = extents[^1], block = extents.Length > 2 ? extents[^2] : long.MaxValue;
            fixed (long* strides = _rowStrides)
            {
                while (count > 0)
                {
                    long row = Math.DivRem(start, inner, out long column);
                    long rows = 1, columns = Math.Min(inner - column, count);
                    if (column == 0 && count >= inner)
                    {
                        // Whole rows, up to where a third axis steps.
                        rows = block == long.MaxValue ? count / inner : Math.Min(count / inner, block - (row % block));
                    }

                    Locate(pointers, at, row, column, start);
                    _code(at, strides, rows, columns, numbers);
                    start += rows * columns;
                    count -= rows * columns;
                }
            }
        }

        private bool IsRows(int pointer) => pointer < _program.Inputs.Length && _program.Inputs[pointer].Access == LoopAccess.Rows;

        /// <summary>Addresses of the element at (row, column) in every input and output.</summary>
        private void Locate(byte** pointers, byte** at, long row, long column, long flat)
        {
            int[] extents = _program.Extents;
            for (int i = 0; i < _sizes.Length; i++)
            {
                if (IsRows(i))
                {
                    at[i] = pointers[i] + (row * sizeof(void*)); // parts are whole rows: the column is 0
                    continue;
                }

                if (i >= _program.Inputs.Length || _program.Inputs[i].Access == LoopAccess.Contiguous)
                {
                    at[i] = pointers[i] + (flat * _sizes[i]);
                    continue;
                }

                int[] strides = _program.Inputs[i].Strides;
                long offset = column * strides[^1], rest = row;
                for (int axis = extents.Length - 2; axis >= 0; axis--)
                {
                    rest = Math.DivRem(rest, extents[axis], out long index);
                    offset += index * strides[axis];
                }

                at[i] = pointers[i] + (offset * _sizes[i]);
            }
        }
    }
}
