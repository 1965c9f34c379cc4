using KerasSharp.Utilities;

namespace KerasSharp.Tests.Utilities;

public class ProgressBarTests
{
    private double _time;

    [Fact]
    public void Update_OnATerminal_WritesKerasBytes()
    {
        using StringWriter output = new();
        ProgressBar bar = new(3, output, () => _time);
        _time = 0.25;
        bar.Update(1, [new("loss", 0.5)], finalize: false);
        _time = 0.26;
        bar.Update(2, [new("loss", 0.25)], finalize: false);   // too soon to draw
        _time = 0.45;
        bar.Update(3, [new("loss", 0.03125)], finalize: true);

        const string First = "\u001b[1m1/3\u001b[0m \u001b[32m━━━━━━\u001b[0m\u001b[37m━━━━━━━━━━━━━━\u001b[0m \u001b[1m0s\u001b[0m 250ms/step - loss: 0.5000";
        const string Last = "\u001b[1m3/3\u001b[0m \u001b[32m━━━━━━━━━━━━━━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m0s\u001b[0m 100ms/step - loss: 0.0312";
        int width = "1/3 ".Length + 20 + " 0s 250ms/step - loss: 0.5000".Length;
        Assert.Equal("\r" + First + new string('\b', width) + "\r" + Last + "\n", output.ToString());
    }

    [Fact]
    public void Update_ShorterLine_CoversTheRestWithSpaces()
    {
        using StringWriter output = new();
        ProgressBar bar = new(10, output, () => _time);
        _time = 200;
        bar.Update(1, null);
        _time = 201;
        bar.Update(9, null);
        string second = output.ToString().Split('\r')[2];
        Assert.EndsWith(" \u001b[1m0s\u001b[0m 125ms/step" + "  ", second, StringComparison.Ordinal);
        Assert.Contains("\u001b[1m30:00\u001b[0m 200s/step", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_UnknownTarget_CountsOnly()
    {
        using StringWriter output = new();
        ProgressBar bar = new(null, output, () => _time);
        _time = 2;
        bar.Update(4, [new("loss", 0.0005)]);
        Assert.Equal("\r      4/Unknown \u001b[1m2s\u001b[0m 500ms/step - loss: 5.0000e-04", output.ToString());
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void Update_OneLineForm_HasNoControlCharacters(int verbose, bool plain)
    {
        using StringWriter output = new();
        ProgressBar bar = new(12, output, () => _time, verbose, plain);
        for (int i = 1; i <= 12; i++)
        {
            _time += 0.000_002;
            bar.Update(i, [new("accuracy", 0.5), new("loss", 1.0 / i)], finalize: false);
        }

        bar.Update(12, [new("accuracy", 0.875), new("loss", double.NaN)], finalize: true);
        Assert.Equal("12/12 - 0s - 2us/step - accuracy: 0.8750 - loss: nan\n", output.ToString());
    }

    [Fact]
    public void Update_BeforeTheEnd_ShowsTheMeanOverSteps()
    {
        using StringWriter output = new();
        ProgressBar bar = new(100, output, () => _time, statefulMetrics: ["lr"]);
        _time = 1;
        bar.Update(1, [new("loss", 4), new("lr", 1)]);
        _time = 2;
        bar.Update(4, [new("loss", 2), new("lr", 3)]);
        Assert.EndsWith(" - loss: 2.5000 - lr: 3.0000", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_Silent_WritesNothing()
    {
        using StringWriter output = new();
        new ProgressBar(1, output, () => _time, verbose: 0).Update(1, [new("loss", 1)]);
        Assert.Empty(output.ToString());
    }
}
