using KerasSharp.Cpu.Kernels.Fourier;
using KerasSharp.Cpu.Kernels.Layout;
using KerasSharp.Cpu.Kernels.Random;
using KerasSharp.Cpu.Kernels.Threading;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class LayoutTests
{
    public static TheoryData<long[], int[]> Permutations => new()
    {
        { [5, 7], [1, 0] }, { [64, 33], [1, 0] }, { [300, 200], [1, 0] }, { [2, 3, 4], [0, 2, 1] }, { [2, 3, 4], [2, 1, 0] }, { [4, 10, 8, 16], [0, 2, 1, 3] },
        { [2, 9, 11, 3], [0, 3, 1, 2] }, { [3, 5, 40, 6], [3, 2, 0, 1] }, { [1, 1], [1, 0] }, { [6], [0] }, { [2, 1, 3], [1, 2, 0] }, { [0, 3], [1, 0] },
        { [2, 3, 4, 5, 6], [4, 2, 0, 3, 1] },
    };

    [Theory]
    [MemberData(nameof(Permutations))]
    public void Permute_AnyAxes_MatchesReference(long[] shape, int[] perm)
    {
        Same<byte>(shape, perm);
        Same<ushort>(shape, perm);
        Same<float>(shape, perm);
        Same<double>(shape, perm);
        Same<UInt128>(shape, perm);
    }

    private static void Same<T>(long[] shape, int[] perm)
        where T : unmanaged
    {
        int rank = shape.Length, total = (int)shape.Aggregate(1L, (a, b) => a * b);
        T[] x = GC.AllocateArray<T>(total + 1, pinned: true), y = GC.AllocateArray<T>(total + 1, pinned: true);
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.AsSpan()));
        fixed (long* s = shape)
        fixed (int* p = perm)
        {
            Permutation.Permute(rank, s, p, sizeof(T), Pointer(x), Pointer(y));
        }
        var index = new long[rank];
        for (int i = 0; i < total; i++)
        {
            long rest = i, at = 0;
            for (int a = rank - 1; a >= 0; a--)
            {
                index[perm[a]] = rest % shape[perm[a]];
                rest /= shape[perm[a]];
            }
            for (int a = 0; a < rank; a++)
            {
                at = (at * shape[a]) + index[a];
            }
            Assert.Equal(x[at], y[i]);
        }
    }

    [Fact]
    public void RowSums_RepeatedIndices_MatchReference()
    {
        const int Count = 4000, Cols = 19, TableRows = 50;
        float[] updates = Values(Count * Cols, 1), table = New(TableRows * Cols), gathered = New(Count * Cols);
        int[] indices = GC.AllocateArray<int>(Count, pinned: true);
        double[] expected = new double[TableRows * Cols];
        for (int i = 0; i < Count; i++)
        {
            indices[i] = i * i % TableRows;
            for (int c = 0; c < Cols; c++)
            {
                expected[(indices[i] * Cols) + c] += updates[(i * Cols) + c];
            }
        }
        Check(
            () =>
            {
                RowSums.Run(Count, Pointer(indices), Cols, Pointer(updates), TableRows, Pointer(table));
                return [.. table];
            },
            expected,
            1e-4);
        double[] rows = [.. Enumerable.Range(0, Count * Cols).Select(i => (double)table[(indices[i / Cols] * Cols) + (i % Cols)])];
        Check(() => { Rows.GatherRows(Count, Pointer(indices), Cols * 4, TableRows, Pointer(table), Pointer(gathered)); return [.. gathered]; }, rows, 0);
        indices[7] = TableRows;
        ArgumentException error = Assert.Throws<ArgumentOutOfRangeException>(
            () => Rows.GatherRows(Count, Pointer(indices), Cols * 4, TableRows, Pointer(table), Pointer(gathered)));
        Assert.Contains("Received: 50", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 50)]
    [InlineData(300_000, 50)]
    [InlineData(300_000, 90_000)]
    public void Count_AnyNumber_IsHowOftenEachOccurs(int count, int size)
    {
        int[] numbers = GC.AllocateArray<int>(count, pinned: true), counts = GC.AllocateArray<int>(size, pinned: true);
        double[] expected = new double[size];
        for (int i = 0; i < count; i++)
        {
            expected[numbers[i] = (int)((long)i * i % size)]++;
        }
        Check(() => { RowSums.Count(count, Pointer(numbers), size, Pointer(counts)); return [.. counts.Select(n => (float)n)]; }, expected, 0);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 1)]
    [InlineData(40, 3)]
    [InlineData(40, 10)]
    [InlineData(40, 200)]
    public void Gather_RunsOfRows_TakesEachRow(int blocks, int columns)
    {
        int[] indices = GC.AllocateArray<int>(22, pinned: true);
        int[] places = [2, 1, .. Enumerable.Range(0, 15), -3, 14, 13, 20, 3];
        places.CopyTo(indices, 0);
        float[] x = Values(blocks * 15 * columns, 1), y = New(blocks * places.Length * columns);
        double[] expected = [.. from block in Enumerable.Range(0, blocks) from place in places from c in Enumerable.Range(0, columns) select (double)x[(((block * 15) + Math.Clamp(place, 0, 14)) * columns) + c]];
        Check(() => { RowBlocks.Gather(blocks, 15, places.Length, Pointer(indices), columns * 4L, (byte*)Pointer(x), (byte*)Pointer(y)); return [.. y]; }, expected, 0);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(70)]
    [InlineData(100_001)]
    public void PhiloxUnits_AnyLength_AreTheUpperBitsOfItsWords(int count)
    {
        uint[] words = GC.AllocateArray<uint>(count, pinned: true);
        float[] units = New(count);
        Philox.Fill(11, 22, 0, 0, Pointer(words), count);
        Check(() => { Philox.FillUnits(11, 22, Pointer(units), count); return [.. units]; }, [.. words.Select(word => (word >> 8) * Math.Pow(2, -24))], 0);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1025)]
    [InlineData(50_001)]
    public void NormalNumbers_AnyLength_AreBoxAndMullers(int count)
    {
        float[] units = New(2 * count), normal = New(count);
        Philox.FillUnits(11, 22, Pointer(units), 2 * count);
        double[] expected = [.. Enumerable.Range(0, count).Select(i => Math.Sqrt(-2 * Math.Log(1.0 - units[i])) * Math.Cos(2 * Math.PI * units[count + i]))];
        Check(() => { NormalNumbers.Fill(11, 22, Pointer(normal), count); return [.. normal]; }, expected, 1e-6);
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(5, 60)]
    [InlineData(9, 1000)]
    [InlineData(4, 74)]
    public void FourierLines_AnyLength_MatchesTheSum(int lines, int size)
    {
        float[] re = Values(lines * size, 1), im = Values(lines * size, 2), toRe = New(lines * size), toIm = New(lines * size);
        var expected = new double[2 * lines * size];
        for (int i = 0; i < lines * size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                (double sin, double cos) = Math.SinCos(-2 * Math.PI * ((long)(i % size) * j % size) / size);
                int at = (i / size * size) + j;
                expected[i] += (re[at] * cos) - (im[at] * sin);
                expected[(lines * size) + i] += (re[at] * sin) + (im[at] * cos);
            }
        }
        Check(() => { FourierLines.Run(lines, size, false, Pointer(re), Pointer(im), Pointer(toRe), Pointer(toIm)); return [.. toRe, .. toIm]; }, expected, 1e-6);
    }

    [Fact]
    public void Philox_KnownKeys_MatchesThePaper()
    {
        uint[] x = GC.AllocateArray<uint>(4, pinned: true);
        Philox.Fill(0, 0, 0, 0, Pointer(x), 4);
        Assert.Equal([0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u], x);
        Philox.Block(uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, Pointer(x));
        Assert.Equal([0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu], x);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(70)]
    [InlineData(100_001)]
    public void Philox_AnyLength_IsBlockByBlock(int count)
    {
        uint[] x = GC.AllocateArray<uint>(count + 1, pinned: true), block = GC.AllocateArray<uint>(4, pinned: true);
        Philox.Fill(11, 22, 33, 44, Pointer(x), count);
        for (int i = 0; i < count; i++)
        {
            if (i % 4 == 0)
            {
                Philox.Block(11, 22, (uint)(i / 4), 0, 33, 44, Pointer(block));
            }
            Assert.Equal(block[i % 4], x[i]);
        }
        Assert.Equal(0u, x[count]);
    }

    [Fact]
    public void WorkerPool_FailingPart_ThrowsAndRecovers()
    {
        int threads = WorkerPool.ThreadCount;
        WorkerPool.ThreadCount = 4;
        try
        {
            for (int i = 0; i < 100; i++)
            {
                long sum = 0;
                var job = new SumJob { Sum = &sum, FailAt = i % 2 == 0 ? 17 : -1 };
                if (job.FailAt >= 0)
                {
                    Assert.Throws<InvalidOperationException>(() => WorkerPool.Run(ref job, 64));
                }
                else
                {
                    WorkerPool.Run(ref job, 64);
                    Assert.Equal(64 * 63 / 2, sum);
                }
            }
        }
        finally
        {
            WorkerPool.ThreadCount = threads;
        }
    }

    private struct SumJob : IParallelJob
    {
        public long* Sum;
        public int FailAt;

        public readonly void Run(int index)
        {
            if (index == FailAt)
            {
                throw new InvalidOperationException();
            }
            Interlocked.Add(ref *Sum, index);
        }
    }
}
