using System.Globalization;
using Cloudless.Networks.Onnx;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Training;

/// <summary>The default model of series on two places that it was not trained on, of another level, beside the mosaic (docs/time-series.md).</summary>
[TestFixture]
internal sealed class DefaultSeriesModelTests
{
    [TestCase("blend")]
    [TestCase("held-out")]
    public void Dense_series_of_other_places_come_nearer_to_the_truth_than_by_the_mosaic(string protocol)
    {
        using var folder = new TemporaryFolder();
        CliRun.Of(
            "evaluate-series", "--data", TestData.Require("s1_s2_timeseries"), "--protocol", protocol, "--dates", "4", "--seeds", "1", "--trials", "4", "--method", "mosaic", "--model", "default",
            "--sar", "off", "--out", folder["report"], "-q").Succeeded();
        string[][] scores = [.. File.ReadAllLines(folder["report/scores.csv"]).Select(l => l.Split(','))];
        int method = Array.IndexOf(scores[0], "method"), error = Array.IndexOf(scores[0], "nrmse");
        double Mean(string name) => scores.Skip(1).Where(s => s[method].StartsWith(name, StringComparison.Ordinal)).Average(s => double.Parse(s[error], CultureInfo.InvariantCulture));

        // Over three seeds, of which these eight trials are a third, it is 0.040 against 0.055 blended and 0.044 against 0.079 held out.
        Assert.That(Mean("seq2point"), Is.LessThan(0.85 * Mean("mosaic")));
    }

    [Test]
    public void It_takes_three_to_five_dates_with_and_without_SAR()
    {
        ModelCard card = SeriesModel.LoadDefault().Card;
        Assert.Multiple(() =>
        {
            Assert.That((card.Series!.LeastDates, card.Series.MostDates, card.Architecture.Sar), Is.EqualTo((3, 5, true)));
            Assert.That(card.Channels.Skip(13).Select(c => c.MissingFill), Has.None.Null);
            Assert.That(card.Describe(), Does.Not.Match(@"\s/\w"), "no folder of the machine that trained it");
        });
    }
}
