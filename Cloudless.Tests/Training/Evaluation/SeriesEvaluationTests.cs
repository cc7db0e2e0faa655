using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Temporal;
using Cloudless.Training.Evaluation.Comparison;
using Cloudless.Training.Evaluation.Series;

namespace Cloudless.Tests.Training.Evaluation;

[TestFixture]
public class SeriesEvaluationTests
{
    private const int Side = 16;

    private static readonly SeriesEvaluationOptions Small = new() { Dates = [3], Seeds = 2, Trials = 3 };

    [Test]
    public void A_method_that_knows_the_truth_has_no_error_and_one_that_does_nothing_errs_under_clouds_alone()
    {
        SeriesReport report = SeriesEvaluation.Run([Made()], [new(new Oracle()), new(new Idle())], Small);
        Assert.That(report.Scores, Has.Count.EqualTo(2 * 2 * 3));
        Assert.That(report.Scores.Where(s => s.Method == "oracle").Select(s => s.Nrmse), Is.All.Zero);
        Assert.That(report.Scores.Where(s => s.Method == "idle").Select(s => s.NrmseClear), Is.All.Zero.Or.Null);
        Assert.That(report.Scores.Where(s => s.Method == "idle").Select(s => s.NrmseCloudy), Is.All.GreaterThan(0.1));
    }

    [Test]
    public void The_same_seed_gives_the_same_trials_and_another_one_others()
    {
        string Csv(int seeds) => SeriesEvaluation.Run([Made()], [new(new Idle())], Small with { Seeds = seeds }).ToCsv();
        string first = Csv(2), again = Csv(2);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(Csv(3), Does.StartWith(first));
    }

    [Test]
    public void What_is_held_out_is_not_given()
    {
        var spy = new Spy();
        SeriesEvaluation.Run([Made()], [new(spy)], Small with { Protocol = SeriesProtocol.HeldOut });
        Assert.That(spy.Seen, Is.All.EqualTo((3, false)));
    }

    [Test]
    public void The_extremes_are_one_trial_in_the_whole_series()
    {
        var spy = new Spy();
        SeriesEvaluation.Run([Made()], [new(spy)], Small with { Protocol = SeriesProtocol.Extremes });
        Assert.That(spy.Seen, Is.EqualTo(new[] { (6, true) }));
    }

    [Test]
    public void Tables_have_the_columns_of_the_paper_and_a_row_for_each_method()
    {
        IReadOnlyList<ResultTable> tables = SeriesTables.Of(SeriesEvaluation.Run([Made()], [new(new Idle()), new(new Oracle())], Small with { Dates = [3, 4] }));
        Assert.That(tables.Select(t => t.Title), Is.EqualTo(new[] { "3 dates", "4 dates", "NRMSE by cover", "PSNR dB by cover", "SSIM by cover", "SAM deg by cover" }));
        Assert.That(tables[0].Columns, Is.EqualTo(new[] { "method", "trials", "NRMSE all", "cloudy", "clear", "PSNR dB", "SSIM", "SAM deg" }));
        Assert.That(tables[0].Rows.Select(r => r[0]), Is.EqualTo(new[] { "idle", "oracle" }));
        Assert.That(tables[0].Rows[1][2], Is.EqualTo("0.0000 +- 0.0000"));
    }

    [TestCase(SarUse.On, new[] { true })]
    [TestCase(SarUse.Off, new[] { false })]
    [TestCase(SarUse.Both, new[] { true, false })]
    public void A_method_that_looks_at_radar_is_judged_with_and_without_and_another_once(SarUse use, bool[] ways)
    {
        var spy = new Spy();
        SeriesReport report = SeriesEvaluation.Run([Made(sar: true)], [new(spy) { LooksAtSar = true }, new(new Idle())], Small with { Sar = use });
        Assert.That(spy.Radar, Is.EqualTo(Enumerable.Repeat(ways, 2 * 3).SelectMany(w => w)));
        Assert.That(report.Scores.Where(s => s.Method == "spy").Select(s => s.Sar), Is.EqualTo(spy.Radar));
        Assert.That(report.Scores.Where(s => s.Method == "idle").Select(s => s.Sar), Is.All.Null);
        Assert.That(SeriesTables.Of(report).Count(t => t.Title == "What Sentinel-1 adds"), Is.EqualTo(use == SarUse.Both ? 1 : 0));
        Assert.That(report.Series.Single().SarDates, Is.EqualTo(6));
    }

    [Test]
    public void A_series_without_radar_is_judged_without()
    {
        SeriesReport report = SeriesEvaluation.Run([Made()], [new(new Spy()) { LooksAtSar = true }], Small with { Sar = SarUse.Both });
        Assert.That(report.Scores.Select(s => s.Label), Is.All.EqualTo("spy without S1"));
        Assert.That(report.Notes, Has.One.EqualTo("made has no Sentinel-1: spy is judged without it there."));
        Assert.That(SeriesEvaluation.Run([Made()], [new(new Spy()) { LooksAtSar = true }], Small with { Sar = SarUse.Off }).Notes, Is.Empty);
    }

    [Test]
    public void Trials_whose_dates_have_no_radar_are_no_trials_with_radar()
    {
        ImageSeries made = Made(sar: true).Images;
        var half = ImageSeries.Of(made.Dates, made.Optical, made.Masks, [.. made.Sar!.Select((s, d) => d == 5 ? s : null)]);
        var spy = new Spy();
        SeriesReport report = SeriesEvaluation.Run([NamedSeries.WithMasks("half", half)], [new(spy) { LooksAtSar = true }], Small with { Trials = 8 });
        Assert.That(report.Scores.Select(s => s.Sar).Distinct(), Is.EquivalentTo(new bool?[] { true, false }));
        Assert.That(report.Scores.Select(s => s.Sar), Is.EqualTo(spy.Radar), "a series is given without radar where none of its dates has any");
    }

    [Test]
    public void Both_ways_of_methods_that_do_not_look_at_radar_are_one_and_a_note_says_so() =>
        Assert.That(SeriesEvaluation.Run([Made(sar: true)], [new(new Idle())], Small with { Sar = SarUse.Both }).Notes, Has.One.Contains("None of the methods looks at Sentinel-1"));

    [Test]
    public void Only_what_is_judged_is_counted_as_judged()
    {
        var told = new List<(int, int)>();
        NamedSeries clear = NamedSeries.WithMasks("clear", ImageSeries.Of([.. Enumerable.Range(0, 4).Select(d => new DateOnly(2018, 1, 1 + d))], [.. Enumerable.Range(0, 4).Select(_ => new Raster<float>(2, Side, Side))], [.. Enumerable.Range(0, 4).Select(_ => new Raster<byte>(1, Side, Side))]));
        SeriesReport report = SeriesEvaluation.Run([clear, Made()], [new(new Idle())], Small, (done, all) => told.Add((done, all)));
        Assert.That(told, Is.EqualTo(new[] { (1, 2), (2, 2) }), "two seeds of the other series");
        Assert.That(report.Notes, Has.One.StartsWith("clear: no trial with 3 dates"));
        told.Clear();
        Assert.That(() => SeriesEvaluation.Run([clear], [new(new Idle())], Small, (done, all) => told.Add((done, all))), Throws.TypeOf<CloudlessException>().With.Message.Contains("clear: no trial"));
        Assert.That(told, Is.Empty);
    }

    [Test]
    public void A_network_of_all_bands_gets_stand_ins_that_are_not_judged()
    {
        string[] bands = ["B02", "B03", "B04", "B05", "B06", "B07", "B08", "B8A", "B11", "B12"];
        ImageSeries ten = ImageSeries.Of(Made().Images.Dates, [.. Made().Images.Optical.Select((o, d) => new Raster<float>(10, Side, Side, [.. Enumerable.Repeat(1000f + d, 10 * Side * Side)]))], Made().Images.Masks);
        var spy = new Spy();
        SeriesReport report = SeriesEvaluation.Run([NamedSeries.WithMasks("ten", ten, bands)], [new(spy) { NeedsAllBands = true }], Small);
        Assert.Multiple(() =>
        {
            Assert.That(spy.Channels, Is.EqualTo(13));
            Assert.That(report.Scores, Has.Count.EqualTo(2 * 3));
            Assert.That(report.Scores.Max(s => s.Nrmse), Is.LessThan(0.001), "the stand-ins have another level than the bands");
            Assert.That(report.Notes, Has.Some.Contains("B01, B09, B10"));
            Assert.That(report.Series.Single().Bands, Is.EqualTo(bands));
        });
    }

    [Test]
    public void A_method_that_refuses_is_named()
    {
        SeriesReport report = SeriesEvaluation.Run([Made()], [new(new RobustPca()), new(new Idle())], Small with { Dates = [1] });
        Assert.That(report.Notes, Has.Some.Contains("robust-pca was left out"));
        Assert.That(report.Scores.Select(s => s.Method), Is.All.EqualTo("idle"));
    }

    [Test]
    public void Methods_of_one_name_and_a_number_of_dates_named_twice_are_refused()
    {
        Assert.That(() => SeriesEvaluation.Run([Made()], [new(new Idle()), new(new Idle())], Small), Throws.ArgumentException.With.Message.Contains("idle"));
        Assert.That(() => SeriesEvaluation.Run([Made()], [new(new Idle())], Small with { Dates = [3, 4, 3] }), Throws.ArgumentException.With.Message.Contains("twice"));
    }

    [Test]
    public void Why_nothing_can_be_judged_is_told_with_what_the_series_has()
    {
        Assert.That(
            () => SeriesEvaluation.Run([Made()], [new(new Idle())], Small with { Dates = [6], Protocol = SeriesProtocol.HeldOut }),
            Throws.TypeOf<CloudlessException>().With.Message.Contains("needs 7, one of them clear; the series has 6, "));
    }

    [Test]
    public void Nothing_to_judge_is_an_error()
    {
        ImageSeries one = ImageSeries.Of([new DateOnly(2018, 1, 1)], [new Raster<float>(2, Side, Side)], [new Raster<byte>(1, Side, Side)]);
        Assert.That(() => SeriesEvaluation.Run([NamedSeries.WithMasks("one", one)], [new(new Idle())], Small), Throws.InstanceOf<CloudlessException>().With.Message.Contains("one: no trial"));
    }

    [Test]
    public void On_a_real_year_the_level_matched_mosaic_beats_the_mean_of_the_clear_dates()
    {
        NamedSeries year = SeriesFolder.Read(TestData.Require("sen12mscrts_30dates"), null, 1).Single();
        SeriesReport report = SeriesEvaluation.Run([year], [new(new MeanMosaic()), new(new NearestMosaic())], Small with { Seeds = 1, Trials = 4 });
        double Mean(string method) => report.Scores.Where(s => s.Method == method).Average(s => s.Nrmse);
        Assert.That(Mean("mosaic"), Is.LessThan(Mean("mosaic-mean")));
    }

    [Test]
    public void On_dense_series_of_two_places_the_nearest_date_beats_the_mean_of_the_clear_ones()
    {
        // CLOUDLESS_SERIES_TABLES=1 judges every method and 4 and 5 dates too: the tables of docs/time-series.md.
        bool tables = Environment.GetEnvironmentVariable("CLOUDLESS_SERIES_TABLES") == "1";
        string[] methods = tables ? [.. SeriesMethods.Names] : ["mosaic-mean", "mosaic"];
        SeriesReport report = SeriesEvaluation.Run(
            [.. SeriesFolder.Read(TestData.Require("s1_s2_timeseries"), null, 1)], [.. methods.Select(m => new JudgedMethod(SeriesMethods.Of(m)))], new SeriesEvaluationOptions { Dates = tables ? [3, 4, 5] : [3], Trials = 4 });
        foreach (string line in SeriesTables.Of(report).SelectMany(t => t.Lines().Append("")))
        {
            TestContext.Out.WriteLine(line);
        }

        double Mean(string method) => report.Scores.Where(s => s.Method == method).Average(s => s.Nrmse);
        Assert.That(Mean("mosaic"), Is.LessThan(Mean("mosaic-mean")));
    }

    // Six dates, the third and the last half under clouds.
    private static NamedSeries Made(bool sar = false)
    {
        var random = new SeededRandom(2);
        Raster<float>[] images = [.. Enumerable.Range(0, 6).Select(_ => new Raster<float>(2, Side, Side, [.. Enumerable.Range(0, 2 * Side * Side).Select(_ => (float)random.NextDouble(300, 2000))]))];
        Raster<byte>[] masks = [.. images.Select(_ => new Raster<byte>(1, Side, Side))];
        foreach (int d in new[] { 2, 5 })
        {
            for (int i = 0; i < Side * Side / 2; i++)
            {
                masks[d].Data[i] = PixelClass.Cloud;
                images[d].Data[i] = images[d].Data[i + (Side * Side)] = 8000;
            }
        }

        return NamedSeries.WithMasks("made", ImageSeries.Of([.. Enumerable.Range(0, 6).Select(d => new DateOnly(2018, 1, 1).AddDays(10 * d))], images, masks, sar ? [.. images.Select(_ => new Raster<float>(2, Side, Side))] : null));
    }

    private sealed class Idle : ISeriesMethod
    {
        public string Name => "idle";

        public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation) => new()
        {
            Images = [new SeriesImage(target.Date!.Value, series.Optical[series.Dates.ToList().IndexOf(target.Date.Value)])],
            ClearDates = new Raster<ushort>(1, Side, Side),
        };
    }

    private sealed class Oracle : ISeriesMethod
    {
        public string Name => "oracle";

        public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation) => new()
        {
            Images = [new SeriesImage(target.Date!.Value, Made().Images.Optical[(target.Date.Value.DayNumber - new DateOnly(2018, 1, 1).DayNumber) / 10])],
            ClearDates = new Raster<ushort>(1, Side, Side),
        };
    }

    private sealed class Spy : ISeriesMethod
    {
        public List<(int Dates, bool Given)> Seen { get; } = [];

        public List<bool> Radar { get; } = [];

        public int Channels { get; private set; }

        public string Name => "spy";

        public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
        {
            Seen.Add((series.Dates.Count, series.Dates.Contains(target.Date!.Value)));
            Radar.Add(series.Sar is not null);
            Channels = series.Channels;
            return new SeriesResult { Images = [new SeriesImage(target.Date.Value, series.Optical[0])], ClearDates = new Raster<ushort>(1, Side, Side) };
        }
    }
}
