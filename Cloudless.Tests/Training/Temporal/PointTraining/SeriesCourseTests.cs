using Cloudless.Networks;
using Cloudless.Tests.Cli;
using Cloudless.Training.Temporal.PointTraining;
using Cloudless.Training.Validation;

namespace Cloudless.Tests.Training.Temporal.PointTraining;

[TestFixture]
public class SeriesCourseTests
{
    private static readonly SeriesTrainOptions Options = new()
    {
        Network = new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 2, Blocks = 1 }, Features = 2 }, Patch = 12, Steps = 6, ValidateEvery = 4,
    };

    private readonly DatedFolder _data = new();
    private TemporaryFolder _folder = null!;
    private SeriesSource _source = null!;

    [OneTimeSetUp]
    public void OpenData() => _source = SeriesSource.Open(_data.Path);

    [OneTimeTearDown]
    public void DeleteData()
    {
        _source.Dispose();
        _data.Dispose();
    }

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void A_training_that_is_canceled_keeps_its_steps_and_says_where()
    {
        using var cancellation = new CancellationTokenSource();
        using (SeriesRunFolder folder = SeriesRunFolder.Open(Request()))
        {
            SeriesCourse course = Course(folder, new IdleSeriesEngine(Options.Network) { Stepped = step => Cancel(step == 3, cancellation) }, Options);
            Assert.That(
                () => course.Run(null, (_, _) => { }, null, cancellation.Token), Throws.InstanceOf<OperationCanceledException>().With.Message.Contains("step 3").And.Message.Contains("run.checkpoint"));
        }

        var engine = new IdleSeriesEngine(Options.Network);
        var bests = new List<ValidationResult>();
        var lines = new List<string>();
        using SeriesRunFolder again = SeriesRunFolder.Open(Request() with { Resume = true });
        SeriesCourse rest = Course(again, engine, Options with { Steps = 8 });
        rest.Resume(lines.Add);
        rest.Run(null, (_, result) => bests.Add(result), lines.Add, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.Contain("from step 3"));
            Assert.That(bests.Select(b => b.Step), Is.EqualTo(new long[] { 4, 8 }));
            Assert.That(File.ReadLines(again.Log).Skip(1).Select(l => l.Split(',')[0]), Is.EqualTo(new[] { "0", "4", "8" }));
        });
    }

    [Test]
    public void Another_training_is_not_gone_on_with_and_its_difference_is_named()
    {
        using SeriesRunFolder folder = SeriesRunFolder.Open(Request());
        Course(folder, new IdleSeriesEngine(Options.Network), Options).Run(null, (_, _) => { }, null, CancellationToken.None);
        void Refused(SeriesTrainOptions options, string series, string? perceptual, string words) => Assert.That(
            () => Course(folder, new IdleSeriesEngine(options.Network), options, series, perceptual).Resume(null), Throws.TypeOf<CloudlessException>().With.Message.Contains(words));
        Refused(Options with { OwnDate = 0.5 }, _source.Digest, null, "options.ownDate was 0.7, now 0.5");
        Refused(Options, "other", null, "series was");
        Refused(Options, _source.Digest, "vgg", "perceptual was not set, now \"vgg\"");
    }

    [Test]
    public void Where_no_target_is_clear_nothing_can_be_judged()
    {
        // All is cloud but a corner, far from the columns of the validation.
        using var folder = new TemporaryFolder();
        for (int date = 0; date < 7; date++)
        {
            Datasets.TinyRasters.Write(
                Path.Combine(folder["scenes"], $"2018-0{date + 1}-05.tif"), 13, (band, row, column) => row < 12 && column < 12 ? 600 : band == 10 ? 100 : 7000, width: 48, height: 48);
        }

        using SeriesSource covered = SeriesSource.Open(folder["scenes"]);
        using SeriesRunFolder run = SeriesRunFolder.Open(Request());
        Assert.That(
            () => new SeriesCourse(new IdleSeriesEngine(Options.Network), new SeriesDraws(covered, Options), new SeriesIdentity(Options, "", null), run),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("clear pixel"));
    }

    private static void Cancel(bool now, CancellationTokenSource cancellation)
    {
        if (now)
        {
            cancellation.Cancel();
        }
    }

    private SeriesCourse Course(SeriesRunFolder folder, IdleSeriesEngine engine, SeriesTrainOptions options, string? series = null, string? perceptual = null) =>
        new(engine, new SeriesDraws(_source, options), new SeriesIdentity(options, series ?? _source.Digest, perceptual), folder);

    private SeriesTrainRequest Request() => new() { Data = _data.Path, Output = _folder["m.onnx"] };
}
