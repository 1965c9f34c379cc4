using KerasSharp.Metrics;

namespace KerasSharp.Tests.Components;

public class MetricTests
{
    [Fact]
    public void AUC_GivenThresholds_EqualsTheSameNumberOfThem()
    {
        Tensor labels = new float[] { 0, 0, 1, 1, 1, 0 }, predictions = new[] { 0.1f, 0.45f, 0.35f, 0.8f, 0.6f, 0.7f };
        var even = new AUC(numThresholds: 5);
        var given = new AUC(thresholds: [0.25f, 0.5f, 0.75f]);
        even.UpdateState(labels, predictions);
        given.UpdateState(labels, predictions);
        Assert.Equal((float)even.Result(), (float)given.Result(), 6);
    }

    [Fact]
    public void AUC_SeparatedClasses_IsOne()
    {
        var metric = new AUC();
        metric.UpdateState(new float[] { 0, 0, 1, 1 }, new[] { 0.1f, 0.2f, 0.8f, 0.9f });
        Assert.Equal(1, (float)metric.Result(), 6);
    }

    [Fact]
    public void MeanMetricWrapper_OwnFunction_AveragesIt()
    {
        var metric = new MeanMetricWrapper(new MetricFunction((y, p) => (p - y) * 2.0), name: "twice");
        metric.UpdateState(new[] { 1f, 2 }, new[] { 2f, 5 });
        Assert.Equal(4, (float)metric.Result());
        Assert.Throws<NotSupportedException>(() => metric.GetConfig());
    }

    [Fact]
    public void MeanMetricWrapper_UnknownName_SuggestsTheNearest()
    {
        var e = Assert.Throws<ArgumentException>(() => new MeanMetricWrapper("mean_squared_eror"));
        Assert.Contains("'mean_squared_error'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ResetState_AfterUpdates_StartsAgain()
    {
        var metric = new Mean();
        metric.UpdateState(new[] { 1f, 3 });
        metric.ResetState();
        metric.UpdateState(new[] { 7f });
        Assert.Equal(7, (float)metric.Result());
    }
}
