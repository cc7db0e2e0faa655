using Cloudless.Imagery;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training;
using Cloudless.Training.Batches;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;

namespace Cloudless.Tests.Training.Batches;

[TestFixture]
public class LazyBatchTests
{
    private static readonly TrainOptions Options = new() { Batch = 3, Crop = 8, Steps = 1 };
    private TemporaryFolder _folder = null!;

    [OneTimeSetUp]
    public void Write()
    {
        _folder = new TemporaryFolder();
        foreach (int patch in Enumerable.Range(0, 6))
        {
            // Every other patch has a cloud worth pasting.
            TinySen12.Write(TinySen12.Published, _folder["data"], "ROIs1158_spring", 1, patch, cloudUntil: patch % 2 * TinyRasters.Side);
        }
    }

    [OneTimeTearDown]
    public void Delete() => _folder.Dispose();

    [TestCase(4096)]
    [TestCase(0)]
    public void Batches_do_not_depend_on_cache_readers_or_the_order_of_steps(int scanLimit)
    {
        TrainingBatch[] plain = Take(new ReadingOptions { Readers = 1, BatchesAhead = 1, CacheMegabytes = 0 }, scanLimit);
        TrainingBatch[] fast = Take(new ReadingOptions { Readers = 4, BatchesAhead = 8, CacheMegabytes = 64 }, scanLimit);
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.That(fast[i].Input, Is.EqualTo(plain[i].Input), $"step {i}");
            Assert.That(fast[i].Target, Is.EqualTo(plain[i].Target), $"step {i}");
            Assert.That(fast[i].Mask, Is.EqualTo(plain[i].Mask), $"step {i}");
        }
    }

    [Test]
    public void Of_a_large_set_patches_are_looked_at_when_they_are_drawn()
    {
        var large = new TrainingSet(Open(), null, null, scanLimit: 0);
        Assert.That((large.Donors.Count, new TrainingSet(Open()).Donors.Count), Is.EqualTo((6, 3)));
        Assert.That(large.Description, Does.Contain("up to 6 cloud donors"));
        var draws = new PatchDraws(large, sar: true);
        var random = new SeededRandom(1);
        for (int i = 0; i < 20; i++)
        {
            Assert.That(draws.Donor(random).Item.Patch % 2, Is.EqualTo(1));
        }
    }

    [Test]
    public void Where_nothing_serves_the_draw_ends_with_what_was_looked_for()
    {
        using var folder = new TemporaryFolder();
        TinySen12.Write(TinySen12.Published, folder["data"], "ROIs1158_spring", 1, 1, cloudUntil: 0);
        var draws = new PatchDraws(new TrainingSet(PatchDataset.Open(folder["data"]), null, null, scanLimit: 0), sar: true);
        Assert.That(() => draws.Donor(new SeededRandom(1)), Throws.InstanceOf<CloudlessException>().With.Message.Contains("donor of clouds"));
    }

    [Test]
    public void A_file_that_breaks_in_the_middle_of_a_training_is_named()
    {
        using var folder = new TemporaryFolder();
        TinySen12.Write(TinySen12.Published, folder["data"], "ROIs1158_spring", 1, 1);
        var dataset = PatchDataset.Open(folder["data"], null, new ReadingOptions { CacheMegabytes = 0 });
        var builder = new BatchBuilder(new TrainingSet(dataset), Options);
        TinyRasters.Truncate(TinySen12.Published(folder["data"], "ROIs1158_spring", 1, 1, "s2_cloudy"));
        using var queue = new BatchQueue(builder.Build, 0, dataset.Reading);
        Assert.That(() => Enumerable.Range(0, 20).Select(_ => queue.Take(default)).ToList(), Throws.InstanceOf<CloudlessException>().With.Message.Contains("s2_cloudy_1_p1.tif"));
    }

    [Test]
    public void The_fingerprint_tells_other_data_from_the_same()
    {
        string same = new TrainingSet(Open()).Fingerprint();
        Assert.That(new TrainingSet(Open(), null, null, scanLimit: 0).Fingerprint(), Is.EqualTo(same));
        Assert.That(new TrainingSet(Open(new DatasetOptions { Split = SplitRule.Random })).Fingerprint(), Is.Not.EqualTo(same));
    }

    [Test]
    public void The_fingerprint_notices_other_cloudy_images_and_other_sar()
    {
        string same = Of(5_000, -12);
        Assert.Multiple(() =>
        {
            Assert.That(Of(5_000, -12), Is.EqualTo(same));
            Assert.That(Of(5_001, -12), Is.Not.EqualTo(same));
            Assert.That(Of(5_000, -12.5f), Is.Not.EqualTo(same));
        });

        static string Of(short cloudy, float decibel) => new TrainingSet(
        [
            new Sample
            {
                Id = "a", Source = "made", Group = "a", Target = Filled<short>(13, 1_000), Input = Filled(13, cloudy), Sar = Filled(2, decibel),
            },
        ]).Fingerprint();

        static Raster<T> Filled<T>(int channels, T value)
            where T : unmanaged
        {
            var raster = new Raster<T>(channels, 16, 16);
            raster.Data.AsSpan().Fill(value);
            return raster;
        }
    }

    private PatchDataset Open(DatasetOptions? options = null, ReadingOptions? reading = null) => PatchDataset.Open(_folder["data"], options, reading);

    private TrainingBatch[] Take(ReadingOptions reading, int scanLimit)
    {
        var builder = new BatchBuilder(new TrainingSet(Open(null, reading), null, null, scanLimit), Options);
        using var queue = new BatchQueue(builder.Build, 0, reading);
        return [.. Enumerable.Range(0, 12).Select(_ => queue.Take(default))];
    }
}
