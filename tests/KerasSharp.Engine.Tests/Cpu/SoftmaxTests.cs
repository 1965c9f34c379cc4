using KerasSharp.Cpu.Kernels.Softmax;
using static KerasSharp.EngineTests.Cpu.KernelTest;

namespace KerasSharp.EngineTests.Cpu;

[Collection(nameof(KernelTests))]
public sealed unsafe class SoftmaxTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 2 }, { 5, 7 }, { 4, 8 }, { 9, 10 }, { 2, 33 }, { 300, 100 }, { 2, 1000 } };

    private static double[] Reference(int rows, int cols, float[] x, out double[] logSums)
    {
        var y = new double[rows * cols];
        logSums = new double[rows];
        for (int r = 0; r < rows; r++)
        {
            double max = double.NegativeInfinity, sum = 0;
            for (int c = 0; c < cols; c++)
            {
                max = Math.Max(max, x[(r * cols) + c]);
            }
            for (int c = 0; c < cols; c++)
            {
                sum += Math.Exp(x[(r * cols) + c] - max);
            }
            logSums[r] = max + Math.Log(sum);
            for (int c = 0; c < cols; c++)
            {
                y[(r * cols) + c] = Math.Exp(x[(r * cols) + c] - logSums[r]);
            }
        }
        return y;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Forward_AnyShape_MatchesReference(int rows, int cols)
    {
        float[] x = Values(rows * cols, 1, 20), y = New(rows * cols);
        double[] expected = Reference(rows, cols, x, out double[] sums);
        Check(() => { RowSoftmax.Forward(rows, cols, Pointer(x), Pointer(y)); return [.. y]; }, expected);
        double[] log = [.. x.Select((v, i) => v - sums[i / cols])];
        Check(() => { LogSoftmax.Forward(rows, cols, Pointer(x), Pointer(y)); return [.. y]; }, log);
        float[] row = New(rows);
        Check(() => { RowLogSumExp.Forward(rows, cols, Pointer(x), Pointer(row)); return [.. row]; }, sums);
    }

    [Fact]
    public void LogSumExp_Infinities_AsTheFormulaHasThem()
    {
        const int Columns = 20;
        float[] x = GC.AllocateArray<float>(4 * Columns, pinned: true), y = New(4);
        x.AsSpan(0, Columns).Fill(float.NegativeInfinity);
        x[Columns + 3] = float.PositiveInfinity;
        x[(2 * Columns) + 3] = float.NegativeInfinity;
        (x[3 * Columns], x[(3 * Columns) + 9]) = (float.PositiveInfinity, float.NaN);
        Check(() => { RowLogSumExp.Forward(4, Columns, Pointer(x), Pointer(y)); return [.. y]; }, [double.NegativeInfinity, double.PositiveInfinity, Math.Log(Columns - 1), double.NaN]);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gradient_AnyShape_MatchesReference(int rows, int cols)
    {
        float[] x = Values(rows * cols, 1, 3), y = New(rows * cols), dy = Values(rows * cols, 2), dx = New(rows * cols);
        double[] p = Reference(rows, cols, x, out _);
        double[] expected = new double[rows * cols], log = new double[rows * cols];
        for (int r = 0; r < rows; r++)
        {
            double dot = 0, sum = 0;
            for (int c = r * cols; c < (r + 1) * cols; c++)
            {
                dot += p[c] * dy[c];
                sum += dy[c];
            }
            for (int c = r * cols; c < (r + 1) * cols; c++)
            {
                expected[c] = p[c] * (dy[c] - dot);
                log[c] = dy[c] - (p[c] * sum);
            }
        }
        RowSoftmax.Forward(rows, cols, Pointer(x), Pointer(y));
        Check(() => { RowSoftmax.Gradient(rows, cols, Pointer(y), Pointer(dy), Pointer(dx)); return [.. dx]; }, expected);
        LogSoftmax.Forward(rows, cols, Pointer(x), Pointer(y));
        Check(() => { LogSoftmax.Gradient(rows, cols, Pointer(y), Pointer(dy), Pointer(dx)); return [.. dx]; }, log);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void CrossEntropy_AnyShape_MatchesReference(int rows, int cols)
    {
        float[] x = Values(rows * cols, 1, 5), loss = New(rows), sums = New(rows), dLoss = Values(rows, 2), dx = New(rows * cols);
        int[] labels = GC.AllocateArray<int>(rows, pinned: true);
        for (int r = 0; r < rows; r++)
        {
            labels[r] = r * 7 % cols;
        }
        double[] p = Reference(rows, cols, x, out double[] logSums);
        double[] expected = [.. logSums.Select((s, r) => s - x[(r * cols) + labels[r]])];
        double[] gradient = [.. p.Select((v, i) => (v - (labels[i / cols] == i % cols ? 1 : 0)) * dLoss[i / cols])];
        Check(() => { SoftmaxCrossEntropy.Forward(rows, cols, Pointer(x), Pointer(labels), Pointer(loss), Pointer(sums)); return [.. loss]; }, expected);
        Check(
            () =>
            {
                SoftmaxCrossEntropy.Gradient(rows, cols, Pointer(x), Pointer(labels), Pointer(sums), Pointer(dLoss), Pointer(dx));
                return [.. dx];
            },
            gradient);
    }

    [Fact]
    public void CrossEntropy_LabelOutOfRange_GivesNaNWithoutReading()
    {
        float[] x = Values(6, 1), loss = New(2), sums = New(2);
        int[] labels = GC.AllocateArray<int>(2, pinned: true);
        labels[0] = -1;
        labels[1] = 3;
        SoftmaxCrossEntropy.Forward(2, 3, Pointer(x), Pointer(labels), Pointer(loss), Pointer(sums));
        Assert.All(loss, value => Assert.True(float.IsNaN(value)));
    }
}
