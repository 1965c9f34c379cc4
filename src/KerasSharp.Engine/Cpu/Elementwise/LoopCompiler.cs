using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Reflection.Emit;
using KerasSharp.Cpu.Kernels.Simd;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Elementwise;

/// <summary>Generated code of a fused loop: rows of columns, from the first elements of the inputs and outputs on.</summary>
internal unsafe delegate void LoopCode(byte** pointers, long* rowStrides, long rows, long columns, uint* numbers);

/// <summary>
/// Generates code for a fused loop: two nested loops (rows, and vectors along a row) whose body keeps every value in a register. What is left of a row
/// is copied to the stack, goes through the same body once, and is copied back. Loops over float32 and bool are generated; others are interpreted.
/// </summary>
internal static unsafe class LoopCompiler<S, V>
    where S : struct, ISimd<V, float>, ISimdBits<V>
    where V : struct
{
    /// <summary>Code for a program, or null where an instruction, a dtype or a stride is not supported.</summary>
    [RequiresDynamicCode("Fused loops are generated as IL; where that cannot run the tile interpreter is used.")]
    public static LoopCode? Compile(LoopProgram program)
    {
        if (!IsSupported(program))
        {
            return null;
        }

        var method = new DynamicMethod(
            "loop", typeof(void), [typeof(byte**), typeof(long*), typeof(long), typeof(long), typeof(uint*)], typeof(LoopProgram).Module, skipVisibility: true);
        new Emitter(program, method.GetILGenerator()).Emit();
        return method.CreateDelegate<LoopCode>();
    }

    private static bool IsSupported(LoopProgram program)
    {
        if (program.Inputs.Length + program.Outputs.Length > LoopKernel.LargestTable)
        {
            return false;
        }

        foreach (LoopInput input in program.Inputs)
        {
            if (input.DType is not (DType.Float32 or DType.Bool or DType.UInt32) || input.Strides[^1] is not (0 or 1))
            {
                return false;
            }
        }

        return Array.TrueForAll(program.Instructions, instruction => CallFor(instruction) is not null);
    }

    /// <summary>The method that computes an instruction, or null.</summary>
    private static MethodInfo? CallFor(LoopInstruction instruction)
    {
        DType from = instruction.Operands[^1].DType;
        return (instruction.Primitive, from, instruction.DType) switch
        {
            (Primitives.Convert, DType.Bool, DType.Float32) => LoopOps<S, V>.BoolToFloat,
            (Primitives.Convert, DType.Float32, DType.Bool) => LoopOps<S, V>.FloatToBool,
            (Select, DType.Float32, DType.Float32) or (Select, DType.Bool, DType.Bool) => LoopOps<S, V>.Choose,
            (Less, DType.UInt32, DType.Bool) => LoopOps<S, V>.LessUnsigned,
            (_, DType.Float32, DType.Float32) => LoopOps<S, V>.FloatOp(instruction.Primitive),
            (_, DType.Float32, DType.Bool) => LoopOps<S, V>.Comparison(instruction.Primitive),
            (_, DType.Bool, DType.Bool) => LoopOps<S, V>.MaskOp(instruction.Primitive),
            _ => null,
        };
    }

    private sealed class Emitter(LoopProgram program, ILGenerator il)
    {
        private readonly LocalBuilder[] _pointers = new LocalBuilder[program.Inputs.Length + program.Outputs.Length];
        private readonly LocalBuilder?[] _splats = new LocalBuilder?[program.Inputs.Length];
        private readonly Dictionary<int, LocalBuilder> _numbers = []; // by index: a number is used with one dtype only
        private readonly LocalBuilder?[] _rows = new LocalBuilder?[program.Inputs.Length]; // where the pointer of the row stands, of inputs by rows
        private LocalBuilder _column = null!;

        public void Emit()
        {
            LocalBuilder row = il.DeclareLocal(typeof(long));
            _column = il.DeclareLocal(typeof(long));
            for (int i = 0; i < _pointers.Length; i++)
            {
                _pointers[i] = il.DeclareLocal(typeof(byte*));
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldc_I4, i * sizeof(void*));
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Ldind_I);
                il.Emit(OpCodes.Stloc, _pointers[i]);
                if (i < program.Inputs.Length && program.Inputs[i].Access == LoopAccess.Rows)
                {
                    _rows[i] = _pointers[i];
                    _pointers[i] = il.DeclareLocal(typeof(byte*));
                }
            }

            SplatNumbers();
            Label rows = il.DefineLabel(), end = il.DefineLabel();
            il.Emit(OpCodes.Ldc_I8, 0L);
            il.Emit(OpCodes.Stloc, row);
            il.MarkLabel(rows);
            il.Emit(OpCodes.Ldloc, row);
            il.Emit(OpCodes.Ldarg_2);
            il.Emit(OpCodes.Bge, end);
            FollowRows();
            SplatRowScalars();
            EmitColumns();
            for (int i = 0; i < _pointers.Length; i++)
            {
                // pointer += rowStrides[i]
                LocalBuilder stepping = (i < _rows.Length ? _rows[i] : null) ?? _pointers[i];
                il.Emit(OpCodes.Ldloc, stepping);
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Ldc_I4, i * sizeof(long));
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Ldind_I8);
                il.Emit(OpCodes.Conv_I);
                il.Emit(OpCodes.Add);
                il.Emit(OpCodes.Stloc, stepping);
            }

            il.Emit(OpCodes.Ldloc, row);
            il.Emit(OpCodes.Ldc_I8, 1L);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Stloc, row);
            il.Emit(OpCodes.Br, rows);
            il.MarkLabel(end);
            il.Emit(OpCodes.Ret);
        }

        private void EmitColumns()
        {
            Label vectors = il.DefineLabel(), rest = il.DefineLabel(), done = il.DefineLabel();
            il.Emit(OpCodes.Ldc_I8, 0L);
            il.Emit(OpCodes.Stloc, _column);
            il.MarkLabel(vectors);
            il.Emit(OpCodes.Ldloc, _column);
            il.Emit(OpCodes.Ldc_I8, (long)S.Count);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Bgt, rest);
            EmitBody(PushAddress);
            il.Emit(OpCodes.Ldloc, _column);
            il.Emit(OpCodes.Ldc_I8, (long)S.Count);
            il.Emit(OpCodes.Add);
            il.Emit(OpCodes.Stloc, _column);
            il.Emit(OpCodes.Br, vectors);

            il.MarkLabel(rest);
            il.Emit(OpCodes.Ldloc, _column);
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Bge, done);
            EmitRest();
            il.MarkLabel(done);
        }

        /// <summary>The elements of a row that do not fill a vector, by way of the stack.</summary>
        private void EmitRest()
        {
            LocalBuilder temporary = il.DeclareLocal(typeof(byte*));
            int bytes = S.Count * sizeof(float);
            il.Emit(OpCodes.Ldarg_S, (byte)4); // the caller gives room for the rest before the numbers: see LoopKernel
            il.Emit(OpCodes.Ldc_I4, LoopKernel.RestBytes);
            il.Emit(OpCodes.Sub);
            il.Emit(OpCodes.Stloc, temporary);
            for (int i = 0; i < program.Inputs.Length; i++)
            {
                if (_splats[i] is null)
                {
                    Address(temporary, i * bytes);
                    PushAddress(i);
                    PushRestBytes(SizeOf(i));
                    Copy();
                }
            }

            EmitBody(k => Address(temporary, k * bytes));
            for (int o = 0; o < program.Outputs.Length; o++)
            {
                int k = program.Inputs.Length + o;
                PushAddress(k);
                Address(temporary, k * bytes);
                PushRestBytes(SizeOf(k));
                Copy();
            }
        }

        private void EmitBody(Action<int> pushAddress)
        {
            var loaded = new LocalBuilder?[program.Inputs.Length];
            var registers = new LocalBuilder[program.Instructions.Length];
            for (int k = 0; k < registers.Length; k++)
            {
                LoopInstruction instruction = program.Instructions[k];
                foreach (LoopOperand operand in instruction.Operands)
                {
                    Push(operand, loaded, registers, pushAddress);
                }

                il.Emit(OpCodes.Call, CallFor(instruction)!);
                registers[k] = il.DeclareLocal(typeof(V));
                il.Emit(OpCodes.Stloc, registers[k]);
            }

            // Outputs last: an output may lie on an input.
            for (int o = 0; o < program.Outputs.Length; o++)
            {
                int register = program.Outputs[o];
                il.Emit(OpCodes.Ldloc, registers[register]);
                pushAddress(program.Inputs.Length + o);
                il.Emit(OpCodes.Call, program.Instructions[register].DType == DType.Bool ? LoopOps<S, V>.StoreBool : LoopOps<S, V>.StoreFloat);
            }
        }

        private void Push(LoopOperand operand, LocalBuilder?[] loaded, LocalBuilder[] registers, Action<int> pushAddress)
        {
            switch (operand.Source)
            {
                case LoopSource.Register:
                    il.Emit(OpCodes.Ldloc, registers[operand.Index]);
                    break;
                case LoopSource.Number:
                    il.Emit(OpCodes.Ldloc, _numbers[operand.Index]);
                    break;
                case LoopSource.Input when _splats[operand.Index] is { } splat:
                    il.Emit(OpCodes.Ldloc, splat);
                    break;
                default:
                    if (loaded[operand.Index] is not { } local)
                    {
                        pushAddress(operand.Index);
                        il.Emit(OpCodes.Call, operand.DType == DType.Bool ? LoopOps<S, V>.LoadBool : LoopOps<S, V>.LoadFloat);
                        loaded[operand.Index] = local = il.DeclareLocal(typeof(V));
                        il.Emit(OpCodes.Stloc, local);
                    }

                    il.Emit(OpCodes.Ldloc, local);
                    break;
            }
        }

        private void SplatNumbers()
        {
            foreach (LoopInstruction instruction in program.Instructions)
            {
                foreach (LoopOperand operand in instruction.Operands)
                {
                    if (operand.Source == LoopSource.Number && !_numbers.ContainsKey(operand.Index))
                    {
                        LocalBuilder local = il.DeclareLocal(typeof(V));
                        il.Emit(OpCodes.Ldarg_S, (byte)4);
                        il.Emit(OpCodes.Ldc_I4, operand.Index * sizeof(uint));
                        il.Emit(OpCodes.Add);
                        il.Emit(OpCodes.Call, LoopOps<S, V>.SplatFloat);
                        il.Emit(OpCodes.Stloc, local);
                        _numbers[operand.Index] = local;
                    }
                }
            }
        }

        private void FollowRows()
        {
            for (int i = 0; i < _rows.Length; i++)
            {
                if (_rows[i] is { } stepping)
                {
                    il.Emit(OpCodes.Ldloc, stepping);
                    il.Emit(OpCodes.Ldind_I);
                    il.Emit(OpCodes.Stloc, _pointers[i]);
                }
            }
        }

        private void SplatRowScalars()
        {
            for (int i = 0; i < program.Inputs.Length; i++)
            {
                if (program.Inputs[i].Strides[^1] == 0)
                {
                    LocalBuilder local = _splats[i] ??= il.DeclareLocal(typeof(V));
                    il.Emit(OpCodes.Ldloc, _pointers[i]);
                    il.Emit(OpCodes.Call, program.Inputs[i].DType == DType.Bool ? LoopOps<S, V>.SplatBool : LoopOps<S, V>.SplatFloat);
                    il.Emit(OpCodes.Stloc, local);
                }
            }
        }

        private int SizeOf(int pointer) => pointer < program.Inputs.Length
            ? program.Inputs[pointer].DType.Size()
            : program.Instructions[program.Outputs[pointer - program.Inputs.Length]].DType.Size();

        private void PushAddress(int pointer)
        {
            il.Emit(OpCodes.Ldloc, _pointers[pointer]);
            il.Emit(OpCodes.Ldloc, _column);
            if (SizeOf(pointer) != 1)
            {
                il.Emit(OpCodes.Ldc_I8, (long)SizeOf(pointer));
                il.Emit(OpCodes.Mul);
            }

            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
        }

        private void Address(LocalBuilder origin, int offset)
        {
            il.Emit(OpCodes.Ldloc, origin);
            il.Emit(OpCodes.Ldc_I4, offset);
            il.Emit(OpCodes.Add);
        }

        private void PushRestBytes(int size)
        {
            il.Emit(OpCodes.Ldarg_3);
            il.Emit(OpCodes.Ldloc, _column);
            il.Emit(OpCodes.Sub);
            il.Emit(OpCodes.Ldc_I8, (long)size);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Conv_U4);
        }

        private void Copy()
        {
            il.Emit(OpCodes.Unaligned, (byte)1);
            il.Emit(OpCodes.Cpblk);
        }
    }
}
