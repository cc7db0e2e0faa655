using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Temporal.Sources;
using Cloudless.Training.Temporal.PointTraining;

namespace Cloudless.Tests.Training.Temporal.PointTraining;

[TestFixture]
public class SeriesDrawsTests
{
    private static readonly SeriesTrainOptions Options = new()
    {
        Network = new SequenceToPointOptions { Branch = new DSen2CrOptions { Features = 4, Blocks = 1 }, Features = 4 }, Patch = 16, Batch = 2, ValidationShare = 0.25,
    };

    private readonly DatedFolder _folder = new();
    private SeriesSource _source = null!;

    [OneTimeSetUp]
    public void Open() => _source = SeriesSource.Open(_folder.Path);

    [OneTimeTearDown]
    public void Delete()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Step_and_seed_alone_decide_a_batch_and_every_number_of_dates_comes()
    {
        SeriesBatch[] first = [.. Enumerable.Range(0, 20).Select(s => new SeriesDraws(_source, Options).Training(s))];
        var again = new SeriesDraws(_source, Options);
        Assert.Multiple(() =>
        {
            Assert.That(again.Training(7).Input, Is.EqualTo(first[7].Input));
            Assert.That(new SeriesDraws(_source, Options with { Seed = 2 }).Training(7).Input, Is.Not.EqualTo(first[7].Input));
            Assert.That(first.Select(b => b.Dates).Distinct(), Is.EquivalentTo(new[] { 3, 4, 5 }));
            Assert.That(first[0].Shape, Is.EqualTo(new TensorShape(2, 15, 16, 16)));
        });
    }

    [Test]
    public void Targets_are_clear_dates_and_never_stand_among_the_inputs_uncovered()
    {
        var draws = new SeriesDraws(_source, Options with { OwnDate = 0 });
        for (int step = 0; step < 20; step++)
        {
            SeriesBatch batch = draws.Training(step);

            // A date's level tells it: 600 DN and 20 for each date, clouds far above.
            float target = Level(batch.Target, 0);
            Assert.That(target, Is.LessThan(3000));
            Assert.That(Enumerable.Range(0, batch.Dates).Select(t => Level(batch.Input, t * 15)), Has.None.EqualTo(target).Within(8f));
        }
    }

    [Test]
    public void Own_date_comes_last_under_the_clouds_of_another()
    {
        var draws = new SeriesDraws(_source, Options with { OwnDate = 1, Patch = 32, Batch = 1, ValidationShare = 0 });
        const int Plane = 32 * 32;
        int same = 0, brighter = 0;

        // Clouds and their shadow may cover one patch whole, not six.
        for (int step = 0; step < 6; step++)
        {
            SeriesBatch batch = draws.Training(step);
            int last = (batch.Dates - 1) * 15 * Plane;
            for (int i = 0; i < Plane; i++)
            {
                float difference = batch.Input[last + i] - batch.Target[i];
                same += Math.Abs(difference) < 1 ? 1 : 0;
                brighter += difference > 500 ? 1 : 0;
            }
        }

        Assert.That(same, Is.GreaterThan(Plane / 2));
        Assert.That(brighter, Is.GreaterThan(Plane / 2));
    }

    [Test]
    public void Validation_is_always_the_same_and_looks_where_training_does_not()
    {
        var draws = new SeriesDraws(_source, Options with { Patch = 8 });
        SeriesBatch[] one = [.. draws.Validation(3)], two = [.. draws.Validation(3)];
        Assert.Multiple(() =>
        {
            Assert.That(one.Select(b => b.Dates), Is.EqualTo(new[] { 3, 4, 5 }));
            Assert.That(two[2].Input, Is.EqualTo(one[2].Input));

            // The last quarter of the columns is 400 DN darker in band 2.
            Assert.That(one.Select(b => b.Target[64] - b.Target[0]), Is.All.LessThan(-300));
            Assert.That(Enumerable.Range(0, 10).Select(s => draws.Training(s).Target).Select(t => t[64] - t[0]), Is.All.GreaterThan(-200));
        });
    }

    [Test]
    public void Series_too_short_for_the_most_dates_are_refused_before_any_step()
    {
        var options = Options with { Network = Options.Network with { MostDates = 10 } };
        Assert.That(() => new SeriesDraws(_source, options), Throws.TypeOf<CloudlessException>().With.Message.Contains("has 10 dates; 10 inputs and a target need 11"));
        Assert.That(new SeriesDraws(_source, Options).LeftOut, Is.Null);
    }

    [Test]
    public void Places_of_clouds_alone_and_of_few_dates_are_left_out_and_told()
    {
        using var folder = new TemporaryFolder();
        TinyArrays.Write(Path.Combine(folder["places"], "good"));
        TinyArrays.Write(Path.Combine(folder["places"], "short"), dates: 3);
        using SeriesSource two = SeriesSource.Open(folder["places"]);
        var draws = new SeriesDraws(two, Options with { Patch = 8, ValidationShare = 0 });
        Assert.That(draws.LeftOut, Does.StartWith("1 of 2 series are left out"));
        Assert.That(() => Enumerable.Range(0, 20).Select(s => draws.Training(s)).ToArray(), Throws.Nothing);
        for (int date = 0; date < 7; date++)
        {
            Datasets.TinyRasters.Write(Path.Combine(folder["white"], $"2018-0{date + 1}-05.tif"), 13, (band, _, _) => band == 10 ? 100 : 7000, width: 48, height: 48);
        }

        using SeriesSource white = SeriesSource.Open(folder["white"]);
        Assert.That(() => new SeriesDraws(white, Options), Throws.TypeOf<CloudlessException>().With.Message.Contains("nothing to learn from"));
    }

    [Test]
    public void Folder_without_dates_and_patches_that_do_not_fit_are_refused()
    {
        Assert.That(() => SeriesSource.Open(Path.GetTempPath() + "no-such-folder"), Throws.TypeOf<CloudlessException>().With.Message.Contains("matches nothing"));
        Assert.That(() => new SeriesDraws(_source, Options with { Patch = 64 }).Training(0), Throws.TypeOf<CloudlessException>().With.Message.Contains("64 pixels"));
    }

    private static float Level(float[] values, int channel) => values.AsSpan(channel * 256, 256).ToArray().Order().ElementAt(128);
}
