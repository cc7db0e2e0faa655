using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Training.Datasets;
using Cloudless.Training.Datasets.Splits;
using Cloudless.Training.Datasets.TimeSeries;

namespace Cloudless.Tests.Training.Datasets;

[TestFixture]
public class TimeSeriesTests
{
    private TemporaryFolder _folder = null!;

    private string Data => _folder["data"];

    [SetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        foreach ((string collection, int roi) in new[] { ("ROIs1868", 17), ("ROIs1868", 119), ("ROIs1970", 21) })
        {
            foreach (int patch in new[] { 0, 10, 9 })
            {
                foreach (int t in new[] { 0, 1, 10 })
                {
                    TinyRasters.Write(File("s2", collection, roi, t, patch), 13, TinyRasters.Clouded(t == 1 ? 16 : 0));
                    TinyRasters.Write(File("s1", collection, roi, t, patch), 2, TinyRasters.Backscatter, SampleType.Float32);
                }
            }
        }
    }

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void Patches_have_their_dates_in_order_and_their_part_and_continent()
    {
        TimeSeriesDataset dataset = TimeSeriesDataset.Open(Data);
        Assert.That(dataset.Items.Select(i => (i.Group, i.Patch, i.Split, i.Region)).Where(i => i.Patch == 9), Is.EqualTo(new[]
        {
            ("ROIs1868_17", 9, (DatasetSplit?)DatasetSplit.Validation, "europa"), ("ROIs1868_119", 9, DatasetSplit.Test, "asiaEast"), ("ROIs1970_21", 9, DatasetSplit.Train, "africa"),
        }));
        Assert.That(dataset.Items.Take(3).Select(i => i.Patch), Is.EqualTo(new[] { 0, 9, 10 }));
        Assert.That(dataset.Items[0].Dates.Select(d => (d.Number, d.Date, d.SarDate)), Is.EqualTo(new[]
        {
            (0, new DateOnly(2018, 1, 1), (DateOnly?)new DateOnly(2018, 1, 2)), (1, new DateOnly(2018, 1, 2), new DateOnly(2018, 1, 3)), (10, new DateOnly(2018, 1, 11), new DateOnly(2018, 1, 12)),
        }));
        Assert.That(dataset.Missing, Is.Empty);
        Assert.That(dataset.Of(DatasetSplit.Test), Has.Count.EqualTo(3));
        Assert.That(TimeSeriesDataset.Open(Data, "africa").Items.Select(i => i.Group).Distinct(), Is.EqualTo(new[] { "ROIs1970_21" }));
    }

    [Test]
    public void A_date_without_one_of_its_images_is_missing()
    {
        System.IO.File.Delete(File("s1", "ROIs1868", 17, 1, 9));
        System.IO.File.Delete(File("s2", "ROIs1970", 21, 0, 10));
        Assert.That(TimeSeriesDataset.Open(Data).Missing.Select(m => (m.Patch, m.Missing, m.Expected)), Is.EqualTo(new[]
        {
            ("ROIs1868_17_9", "SAR", "ROIs1868/17/S1/1/s1_ROIs1868_17_ImgNo_1_*_patch_9.tif"),
            ("ROIs1970_21_10", "optical", "ROIs1970/21/S2/0/s2_ROIs1970_21_ImgNo_0_*_patch_10.tif"),
        }));
    }

    [Test]
    public void The_split_has_35_5_and_13_of_53_regions_and_each_continent_has_all_parts()
    {
        ILookup<DatasetSplit, string> parts = TimeSeriesSplit.Groups.ToLookup(g => TimeSeriesSplit.Of(g)!.Value.Split);
        Assert.Multiple(() =>
        {
            Assert.That((parts[DatasetSplit.Train].Count(), parts[DatasetSplit.Validation].Count(), parts[DatasetSplit.Test].Count()), Is.EqualTo((35, 5, 13)));
            Assert.That(TimeSeriesSplit.Groups.GroupBy(g => TimeSeriesSplit.Of(g)!.Value.Region).Select(g => (g.Key, g.Count())), Is.EquivalentTo(new[]
            {
                ("africa", 9), ("america", 9), ("asiaEast", 10), ("asiaWest", 8), ("europa", 17),
            }));
            // The reason to train on either of the two data sets and judge on the other with care: scene 100 of summer changes sides.
            Assert.That((TimeSeriesSplit.Of("ROIs1868_100")!.Value.Split, OfficialSplit.Of("ROIs1868_summer_100")), Is.EqualTo((DatasetSplit.Test, (DatasetSplit?)DatasetSplit.Train)));
        });
    }

    [Test]
    public void Training_on_time_series_is_refused_with_a_way_on() =>
        Assert.That(() => PatchDataset.Open(Data), Throws.InstanceOf<CloudlessException>().With.Message.Contains("time series").And.Message.Contains("dataset check"));

    [Test]
    public void The_check_reads_every_date()
    {
        TinyRasters.Truncate(File("s2", "ROIs1868", 17, 0, 0));
        CliRun run = CliRun.Of("dataset", "check", Data, "--json", "-q");
        Assert.That(run.Code, Is.EqualTo(1));
        Assert.Multiple(() =>
        {
            Assert.That(run.Json().GetProperty("patches").GetInt32(), Is.EqualTo(9));
            Assert.That(run.Json().GetProperty("cloudyCover").EnumerateArray().Select(c => c.GetInt32()), Is.EqualTo(new[] { 17, 0, 0, 0, 0, 0, 0, 0, 0, 9 }));
            Assert.That(run.Json().GetProperty("broken")[0].GetProperty("path").GetString(), Does.EndWith("s2_ROIs1868_17_ImgNo_0_2018-01-01_patch_0.tif"));
        });
    }

    private string File(string mode, string collection, int roi, int t, int patch)
    {
        string date = new DateOnly(2018, 1, mode == "s1" ? 2 : 1).AddDays(t).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return Path.Combine(Data, collection, $"{roi}", mode.ToUpperInvariant(), $"{t}", $"{mode}_{collection}_{roi}_ImgNo_{t}_{date}_patch_{patch}.tif");
    }
}
