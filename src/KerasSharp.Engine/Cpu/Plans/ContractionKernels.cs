using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Contractions as GEMM, one or a batch. Operands lie as <see cref="DotLayout"/> leaves them.</summary>
internal static unsafe class ContractionKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        if (slots.Primitive is PackedWeight weight)
        {
            return Packing(weight, slots);
        }

        var packing = slots.Primitive as WithPackedWeight;
        Primitive product = packing?.Inner ?? slots.Primitive;
        var epilogue = product as WithEpilogue;
        if ((epilogue?.Inner ?? product) is not DotGeneral dot || slots.Node.Output.DType is DType.Bool or < DType.BFloat16)
        {
            return null;
        }

        Shape left = slots.InputShape(0), right = slots.InputShape(1);
        int batch = Product(left, dot.LeftBatch.ToArray()), k = Product(left, dot.LeftContract.ToArray());
        int m = Product(left, DotGeneral.FreeAxes(left.Rank, dot.LeftBatch, dot.LeftContract));
        int n = Product(right, DotGeneral.FreeAxes(right.Rank, dot.RightBatch, dot.RightContract));
        if ((long)batch * m * n == 0 || k == 0)
        {
            return null;
        }

        bool transA = DotLayout.ContractedFirst(left.Rank, dot.LeftBatch, dot.LeftContract)!.Value;
        bool transB = !DotLayout.ContractedFirst(right.Rank, dot.RightBatch, dot.RightContract)!.Value;
        int lda = transA ? m : k, ldb = transB ? k : n;
        (int a, int b, int c) = (slots.Inputs[0], slots.Inputs[1], slots.Outputs[0]);
        string name = $"gemm{(packing is null ? "" : " packed")}{(batch > 1 ? $" {batch} x" : "")} m={m} n={n} k={k}{(transA ? " A^T" : "")}{(transB ? " B^T" : "")}{Epilogues.Suffix(epilogue)}";
        long sa = (long)m * k, sb = (long)n * k, sc = (long)m * n;
        if (slots.Node.Output.DType == DType.Float64)
        {
            return slots.Step(s => Gemm.Batched(batch, m, n, k, (double*)s[a], lda, sa, transA, (double*)s[b], ldb, sb, transB, (double*)s[c], n, sc, 0), name);
        }

        if (slots.Node.Output.DType is DType.BFloat16 or DType.Float16)
        {
            bool bfloat16 = slots.Node.Output.DType == DType.BFloat16;
            return slots.Step(
                s => HalfGemm.Batched(batch, m, n, k, (ushort*)s[a], lda, sa, transA, (ushort*)s[b], ldb, sb, transB, (ushort*)s[c], sc, bfloat16), name);
        }

        if (batch == 1)
        {
            int inner = slots.Inputs.Length - (packing is null ? 0 : 1);
            EpilogueSlots e = Epilogues.Of(epilogue, slots.Inputs.AsSpan(0, inner), n);
            if (packing is not null)
            {
                int packed = slots.Inputs[^1], bits = packing.Bits;
                return slots.Step(
                    s =>
                    {
                        Epilogue bound = e.Bind(s);
                        Gemm.RunPacked(
                            m, n, k, (float*)s[a], lda, transA, (float*)s[b], ldb, transB, (float*)s[packed], bits, (float*)s[c], n, 0, in bound);
                    },
                    name);
            }

            return slots.Step(
                s =>
                {
                    Epilogue bound = e.Bind(s);
                    Gemm.Run(m, n, k, (float*)s[a], lda, transA, (float*)s[b], ldb, transB, (float*)s[c], n, 0, in bound);
                },
                name);
        }

        EpilogueSlots batched = Epilogues.Of(epilogue, slots, n);
        return slots.Step(
            s =>
            {
                Epilogue bound = batched.Bind(s);
                Gemm.Batched(batch, m, n, k, (float*)s[a], lda, sa, transA, (float*)s[b], ldb, sb, transB, (float*)s[c], n, sc, 0, in bound);
            },
            name);
    }

    private static KernelStep Packing(PackedWeight weight, NodeSlots slots)
    {
        (int from, int to) = (slots.Inputs[0], slots.Outputs[0]);
        (int k, int n, bool trans, int bits) = (weight.Rows, weight.Columns, weight.Transposed, weight.Bits);
        return slots.Step(s => PackedMatrix.Pack((float*)s[from], trans ? k : n, trans, k, n, bits, (float*)s[to]));
    }

    private static int Product(Shape shape, int[] axes) => axes.Aggregate(1, (product, axis) => product * shape[axis]);
}

/// <summary>Where an epilogue's operands are.</summary>
internal readonly record struct EpilogueSlots(int Bias, int Residual, int Width, EpilogueActivation Activation)
{
    public unsafe Epilogue Bind(byte** slots) => new()
    {
        Bias = Bias < 0 ? null : (float*)slots[Bias],
        Residual = Residual < 0 ? null : (float*)slots[Residual],
        LdResidual = Width,
        Activation = Activation,
    };
}

/// <summary>Epilogues of nodes.</summary>
internal static class Epilogues
{
    public static EpilogueSlots Of(WithEpilogue? epilogue, NodeSlots slots, int width) => Of(epilogue, slots.Inputs, width);

    /// <summary>The same where operands of the step's own follow the epilogue's.</summary>
    public static EpilogueSlots Of(WithEpilogue? epilogue, ReadOnlySpan<int> inputs, int width) => epilogue is null
        ? new EpilogueSlots(-1, -1, width, EpilogueActivation.None)
        : new EpilogueSlots(
            epilogue.HasBias ? inputs[2] : -1, epilogue.HasResidual ? inputs[^1] : -1, width, epilogue.Activation);

    public static string Suffix(WithEpilogue? epilogue) => epilogue is null ? "" : epilogue.Name[epilogue.Inner.Name.Length..];
}
