using Cloudless.Imagery;
using Cloudless.Removal;
using Cloudless.Temporal;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Temporal.Scenes;

[TestFixture]
public class SeriesRemovalJobTests
{
    [TestCase("looking for clouds")]
    [TestCase("removing clouds")]
    public void Cancellation_in_the_middle_leaves_everything_as_it_was(string stage)
    {
        using var folder = new TemporaryFolder();
        string pattern = SmallScenes.Write(folder, 0, 24, 0);
        IReadOnlyList<string> before = folder.Files;
        using var cancellation = new CancellationTokenSource();
        var request = new SeriesRemovalRequest { OpticalPaths = [pattern], OutputFolder = folder["out"] };
        Assert.That(() => SeriesRemovalJob.Run(request, new Trigger(stage, cancellation.Cancel), cancellation.Token), Throws.InstanceOf<OperationCanceledException>());
        Assert.That((folder.Files, Directory.Exists(folder["out"])), Is.EqualTo((before, false)));
    }

    [Test]
    public void A_scene_that_breaks_off_is_named_and_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        string pattern = SmallScenes.Write(folder, 0, 24, 0), broken = folder[$"s2_{SmallScenes.Name(2)}.tif"];
        byte[] bytes = File.ReadAllBytes(broken);
        File.WriteAllBytes(broken, bytes[..(bytes.Length / 2)]);
        IReadOnlyList<string> before = folder.Files;
        Assert.That(
            () => SeriesRemovalJob.Run(new SeriesRemovalRequest { OpticalPaths = [pattern], OutputFolder = folder["out"] }),
            Throws.InstanceOf<CloudlessException>().With.Message.Contains(Path.GetFileName(broken)));
        Assert.That((folder.Files, Directory.Exists(folder["out"])), Is.EqualTo((before, false)));
    }

    [Test]
    public void A_method_of_the_callers_is_given_all_dates_with_their_SAR_and_named_in_the_receipt()
    {
        using var folder = new TemporaryFolder();
        string pattern = SmallScenes.Write(folder, 0, 24, 0), sar = SmallScenes.WriteSar(folder[$"s1_{SmallScenes.Name(1)}.tif"]);
        var method = new Spy();
        SeriesReceipt receipt = SeriesRemovalJob.Run(new SeriesRemovalRequest
        {
            OpticalPaths = [pattern], SarPaths = [sar], Series = new SceneSeriesOptions { SarDays = 1 }, Own = method, Target = new SeriesTarget(SmallScenes.Day(1)), OutputFolder = folder["out"],
        });
        Assert.Multiple(() =>
        {
            Assert.That(receipt.Method, Is.EqualTo("spy"));
            Assert.That(method.Given!.Dates, Has.Count.EqualTo(3));
            Assert.That(method.Given.Sar!.Select(s => s is not null), Is.EqualTo(new[] { false, true, false }));
            Assert.That(method.Given.Sar![1]!.Data[3], Is.EqualTo(-13));
        });
    }

    /// <summary>Gives the first date's image and remembers what it was given.</summary>
    private sealed class Spy : ISeriesMethod
    {
        public ImageSeries? Given { get; private set; }

        public string Name => "spy";

        public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
        {
            Given = series;
            return new SeriesResult { Images = [.. target.In(series).Select(d => new SeriesImage(d, series.Optical[0]))], ClearDates = new Raster<ushort>(1, series.Height, series.Width) };
        }
    }

    private sealed class Trigger(string stage, Action action) : IProgress<RemovalProgress>
    {
        public void Report(RemovalProgress value)
        {
            if (value.Stage == stage)
            {
                action();
            }
        }
    }
}
