using KerasSharp.Cpu.Kernels.Gemm;
using KerasSharp.Primitives;

namespace KerasSharp.Cpu.Plans;

/// <summary>Contractions as GEMM, one or a batch. Operands lie as <see cref="DotLayout"/> leaves them.</summary>
internal static unsafe class ContractionKernels
{
    public static Step? TryCreate(NodeSlots slots)
    {
        var epilogue = slots.Primitive as WithEpilogue;
        if ((epilogue?.Inner ?? slots.Primitive) is not DotGeneral dot || slots.Node.Output.DType is not (DType.Float32 or DType.Float64))
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
        string name = $"gemm{(batch > 1 ? $" {batch} x" : "")} m={m} n={n} k={k}{(transA ? " A^T" : "")}{(transB ? " B^T" : "")}{Epilogues.Suffix(epilogue)}";
        long sa = (long)m * k, sb = (long)n * k, sc = (long)m * n;
        if (slots.Node.Output.DType == DType.Float64)
        {
            return slots.Step(s => Gemm.Batched(batch, m, n, k, (double*)s[a], lda, sa, transA, (double*)s[b], ldb, sb, transB, (double*)s[c], n, sc, 0), name);
        }

        if (batch == 1)
        {
            EpilogueSlots e = Epilogues.Of(epilogue, slots, n);
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
    public static EpilogueSlots Of(WithEpilogue? epilogue, NodeSlots slots, int width) => epilogue is null
        ? new EpilogueSlots(-1, -1, width, EpilogueActivation.None)
        : new EpilogueSlots(
            epilogue.HasBias ? slots.Inputs[2] : -1, epilogue.HasResidual ? slots.Inputs[^1] : -1, width, epilogue.Activation);

    public static string Suffix(WithEpilogue? epilogue) => epilogue is null ? "" : epilogue.Name[epilogue.Inner.Name.Length..];
}
