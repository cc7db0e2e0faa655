using Cloudless.Imagery;
using Cloudless.Tests.Training.Datasets;
using Cloudless.Training.Downstream;

namespace Cloudless.Tests.Training.Downstream;

[TestFixture]
public class StudyRunTests
{
    private StudyFolder _folder = null!;
    private OnnxClassifier _classifier = null!;
    private StudyReport _report = null!;

    private StudyRequest Request => new()
    {
        Removals = [_folder.Removal], Data = _folder.Data, Groups = _folder.Groups, Window = 16, Draws = 2, Statistics = new StudyStatistics { Resamples = 40 }, Pictures = 2,
    };

    [OneTimeSetUp]
    public void Study()
    {
        _folder = new StudyFolder();
        _classifier = OnnxClassifier.Load(_folder.Classifier, threads: 1);
        _report = StudyRun.Run(Request, _classifier);
    }

    [OneTimeTearDown]
    public void Close()
    {
        _classifier.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Same_patches_are_shown_in_every_condition()
    {
        StudyTable patches = _report.Table("patches");
        string[][] shown = [.. patches.Rows.GroupBy(r => (string)r[4]).Select(g => g.Select(r => (string)r[0]).ToArray())];
        Assert.Multiple(() =>
        {
            Assert.That(patches.Rows.Select(r => (string)r[4]).Distinct(), Is.EqualTo(["clear", "cloudy: no removal", "flat fill: mean of the clear pixels", "random-nosar: composite", "random-nosar: network"]));
            Assert.That(shown, Has.All.Length.EqualTo(32), "4 tiles, 2 skies, 4 windows");
            Assert.That(shown, Has.All.EqualTo(shown[0]));
            Assert.That(shown[0][0], Is.EqualTo("t0@0,0#1"));
        });
    }

    [Test]
    public void Every_draw_has_a_sky_of_its_own()
    {
        Dictionary<string, double> covers = _report.Table("patches").Rows.Where(r => (string)r[4] == "clear").ToDictionary(r => (string)r[0], r => (double)r[3]);
        Assert.That(covers.Keys.Where(k => k.EndsWith("#1", StringComparison.Ordinal)).Count(k => covers[k] != covers[k[..^1] + "2"]), Is.GreaterThan(8), "of 16");
    }

    [Test]
    public void Patches_are_drawn_with_their_scene_where_that_is_asked_for()
    {
        StudyReport scenes = StudyRun.Run(Request with { Statistics = new StudyStatistics { Resamples = 40, ByScene = true } }, _classifier);
        Figure F1(StudyReport report) => (Figure)report.Table("overall").Rows.First(r => (string)r[0] == "cloudy: no removal")[6];
        Assert.That(F1(scenes).Value, Is.EqualTo(F1(_report).Value));
        Assert.That((F1(scenes).Low, F1(scenes).High), Is.Not.EqualTo((F1(_report).Low, F1(_report).High)));
    }

    [Test]
    public void Classifier_is_right_on_clear_patches_and_clouds_take_that()
    {
        StudyTable overall = _report.Table("overall");
        double F1(string condition, string of) => ((Figure)overall.Rows.First(r => (string)r[0] == condition && (string)r[1] == of)[6]).Value;
        Assert.Multiple(() =>
        {
            Assert.That(F1("clear", "all patches"), Is.EqualTo(1));
            Assert.That(F1("cloudy: no removal", "cover > 10 %"), Is.LessThan(1), "clouds are as bright in red as in infrared");
            Assert.That(overall.Rows.Select(r => ((string)r[0], (string)r[1])), Has.No.Member(("cloudy: no removal", "all patches")), "as published");
            Assert.That(overall.Rows.SelectMany(r => r).OfType<Figure>().Where(f => double.IsFinite(f.Low)), Has.All.Matches<Figure>(f => f.Low <= f.High));
        });
    }

    [Test]
    public void Confusion_counts_all_patches_of_a_class()
    {
        StudyTable confusion = _report.Table("confusion");
        var rows = confusion.Rows.Where(r => (string)r[0] == "random-nosar: network" && (string)r[1] == "all patches").ToArray();
        Assert.That(rows.GroupBy(r => r[2]).Select(g => g.Sum(r => (int)r[4])), Is.EqualTo([16, 16]));
        Assert.That(rows.GroupBy(r => r[2]).Select(g => g.Sum(r => ((Figure)r[5]).Value)), Is.EqualTo([1.0, 1.0]).Within(1e-12));
    }

    [Test]
    public void Clear_patches_have_lost_nothing()
    {
        var clear = _report.Table("patches").Rows.Where(r => (string)r[4] == "clear").ToArray();
        Assert.That(clear.Count(r => double.IsFinite((double)r[16])), Is.GreaterThan(16), "some patches are all under cloud");
        clear = [.. clear.Where(r => double.IsFinite((double)r[16]))];
        Assert.That(clear.Select(r => ((double)r[10], (double)r[16])), Has.All.EqualTo((0.0, 1.0)), "loss and fine detail outside the mask");
    }

    [Test]
    public void Files_have_the_same_bytes_for_any_number_of_threads()
    {
        StudyReport again = StudyRun.Run(Request with { Threads = 1 }, _classifier);
        StudyFiles.Prepare(_folder["a"], overwrite: false);
        StudyFiles.Prepare(_folder["b"], overwrite: false);
        StudyFiles.Write(_folder["a"], _report, overwrite: false);
        StudyFiles.Write(_folder["b"], again, overwrite: false);
        string[] files = [.. Directory.EnumerateFiles(_folder["a"], "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_folder["a"], f)).Order(StringComparer.Ordinal)];
        Assert.Multiple(() =>
        {
            Assert.That(files, Does.Contain("report.html").And.Contain("study.json").And.Contain(Path.Combine("tables", "overall.csv")).And.Contain(Path.Combine("tables", "predictors.json")));
            Assert.That(files.Where(f => !File.ReadAllBytes(Path.Combine(_folder["a"], f)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_folder["b"], f)))), Is.Empty);
            Assert.That(() => StudyFiles.Prepare(_folder["a"], overwrite: false), Throws.TypeOf<OutputExistsException>());
        });
    }

    [Test]
    public void Files_are_written_all_or_none_and_looked_for_before_the_work()
    {
        string folder = _folder["whole"], tables = Path.Combine(folder, "tables");
        StudyFiles.Prepare(folder, overwrite: false);
        Assert.That(Directory.Exists(folder), Is.False, "to ask leaves nothing behind");
        Directory.CreateDirectory(tables);
        File.WriteAllText(Path.Combine(tables, "patches.csv"), "of an earlier study");
        Assert.That(() => StudyFiles.Prepare(folder, overwrite: false), Throws.TypeOf<OutputExistsException>().With.Message.Contains("patches.csv"));
        Assert.That(() => StudyFiles.Write(folder, _report, overwrite: false), Throws.TypeOf<OutputExistsException>());
        Assert.That(Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName), Is.EqualTo(["patches.csv"]));
        StudyFiles.Write(folder, _report with { Tables = [.. _report.Tables.Where(t => t.Name != "attention")] }, overwrite: true);
        Assert.That(Directory.GetFiles(tables).Select(Path.GetFileName), Does.Contain("patches.csv").And.No.Member("attention.csv"));
        StudyFiles.Write(folder, _report, overwrite: true);
        StudyFiles.Write(folder, _report with { Tables = [.. _report.Tables.Where(t => t.Name != "attention")] }, overwrite: true);
        Assert.That(Directory.GetFiles(tables).Select(Path.GetFileName), Has.No.Member("attention.csv"), "no table of another study stays");
    }

    [Test]
    public void Names_of_all_tables_are_known() => Assert.That(_report.Tables.Select(t => t.Name), Is.EqualTo(StudyTables.Names));

    [Test]
    public void Settings_and_hashes_are_told()
    {
        string facts = string.Join('\n', _report.Facts.Select(f => $"{f.Name}: {f.Value}"));
        Assert.That(facts, Does.Contain(_classifier.Sha256!).And.Contain("SHA-256 of all pixels: ").And.Contain("40 resamples of patches, seed 1").And.Contain("windows of 16 x 16 pixels").And.Contain("spectral").And.Contain("SHA-256 of all classes: ").And.Contain("its input: B04 B08, 16 x 16 pixels of the center"));
    }

    [Test]
    public void Form_of_a_foreign_classifier_and_other_labels_change_what_is_told()
    {
        var form = new ForeignClassifier { Bands = [Sentinel2Band.B04, Sentinel2Band.B08], Classes = ["bare", "green"], Scale = 0.5, Mean = [1, 2.5], Output = "classes" };
        using OnnxClassifier foreign = OnnxClassifier.Load(TinyClassifier.Write(_folder["foreign.onnx"], card: null), form, threads: 1);
        StudyRequest request = Request with { Draws = 1, Pictures = 0, Statistics = new StudyStatistics { Resamples = 10 } };
        string Fact(StudyRequest of, string name) => StudyRun.Run(of, foreign).Facts.Single(f => f.Name == name).Value;
        File.WriteAllText(_folder["turned.csv"], "class,group\nBare ground,green\nRangeland,bare\n");
        Assert.Multiple(() =>
        {
            Assert.That(Fact(request, "its input"), Is.EqualTo("B04 B08, whole patches; (DN x 0.5 - 1 2.5) / 1; output classes"));
            Assert.That(Fact(request with { Groups = _folder["turned.csv"] }, "SHA-256 of all classes"), Is.Not.EqualTo(Fact(request, "SHA-256 of all classes")));
        });
    }

    [Test]
    public void Labels_that_are_no_classes_are_refused_by_name()
    {
        Assert.That(() => StudyRun.Run(Request with { Groups = null }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("Rangeland").And.Message.Contains("bare, green").And.Message.Contains("--groups"));
    }

    [Test]
    public void Classes_without_patches_are_left_out_or_refused()
    {
        Assert.That(_report.Notes, Has.None.Contains("without a patch"));
        File.WriteAllText(_folder["one.csv"], "class,group\nBare ground,green\nRangeland,green\n");
        File.WriteAllText(_folder["three.csv"], "path,class\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"t{i},{(i == 0 ? "bare" : "green")}\n")));
        using OnnxClassifier three = OnnxClassifier.Load(TinyClassifier.Write(_folder["three.onnx"], TinyClassifier.BareOrGreen with { Classes = ["bare", "green", "snow"] }), threads: 1);
        StudyRequest byTable = Request with { Groups = null, Labels = new() { Labels = _folder["three.csv"] }, Draws = 1, Pictures = 0 };
        Assert.Multiple(() =>
        {
            Assert.That(StudyRun.Run(byTable, three).Notes, Has.Some.Contains("without a patch: snow"));
            Assert.That(() => StudyRun.Run(byTable with { RequireAllClasses = true }, three), Throws.TypeOf<CloudlessException>().With.Message.Contains("(snow)"));
            Assert.That(() => StudyRun.Run(Request with { Groups = _folder["one.csv"] }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("two classes with patches are needed"));
        });
    }

    [Test]
    public void Without_labels_the_decision_on_the_clear_patch_is_true()
    {
        string table = WriteList();
        StudyReport report = StudyRun.Run(Request with { Data = table, Groups = null, Predicted = true, Pictures = 0 }, _classifier);
        Assert.Multiple(() =>
        {
            Assert.That(((Figure)report.Table("overall").Rows[0][3]).Value, Is.EqualTo(1), "clear");
            Assert.That(report.Facts.First(f => f.Name == "data").Value, Does.Contain("whether its decision stays"));
            Assert.That(() => StudyRun.Run(Request with { Data = table, Groups = null }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("no labels").And.Message.Contains("--predicted"));
        });
    }

    [Test]
    public void Labels_of_an_empty_group_are_left_out()
    {
        File.WriteAllText(_folder["empty.csv"], "class,group\nBare ground,\nRangeland,green\n");
        Assert.That(() => StudyRun.Run(Request with { Groups = _folder["empty.csv"] }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("1 have no patch (bare)"));
    }

    [Test]
    public void Labels_of_another_folder_belong_to_patches_of_the_same_name()
    {
        Directory.CreateDirectory(_folder["maps"]);
        File.Copy(Path.Combine(_folder.Data, "t2_LULC.tif"), Path.Combine(_folder["maps"], "t2_LULC.tif"));
        StudyReport report = StudyRun.Run(Request with { Labels = new() { Labels = _folder["maps"] }, Draws = 1, Pictures = 0 }, _classifier);
        Assert.Multiple(() =>
        {
            Assert.That(report.Table("patches").Rows.Select(r => (string)r[1]).Distinct(), Is.EqualTo(["t2"]));
            Assert.That(report.Notes, Has.Some.Contains("12 windows without a class"));
            Assert.That(() => StudyRun.Run(Request with { Labels = new() { Labels = _folder["nowhere"] } }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("nowhere"));
        });
    }

    [Test]
    public void Tables_that_do_not_fit_are_refused_by_file_and_row()
    {
        File.WriteAllText(_folder["l.csv"], "id,clear\nx,y\n");
        File.WriteAllText(_folder["m.csv"], "id,clear,cloudy\nx,none.tif,none.tif\n");
        Assert.Multiple(() =>
        {
            Assert.That(() => StudyRun.Run(Request with { Data = _folder["l.csv"] }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("l.csv").And.Message.Contains("'cloudy' is missing"));
            Assert.That(() => StudyRun.Run(Request with { Data = _folder["m.csv"] }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("'none.tif'"));
            Assert.That(() => StudyRun.Run(Request with { Window = 64 }, _classifier), Throws.TypeOf<CloudlessException>().With.Message.Contains("--window"));
        });
    }

    private string WriteList()
    {
        for (int i = 0; i < 2; i++)
        {
            TinyRasters.Write(_folder[$"clear{i}.tif"], Sentinel2Band.Count, (band, y, x) => band == 10 ? 10 : 700 + (((x * 5) + (y * 3)) % 100) + (band == (x < 16 ? 3 : 7) ? 1500 : 0), width: 32, height: 32);
            TinyRasters.Write(_folder[$"cloudy{i}.tif"], Sentinel2Band.Count, (band, y, x) => y < 16 ? 6000 + x : band == 10 ? 10 : 700 + (((x * 5) + (y * 3)) % 100) + (band == (x < 16 ? 3 : 7) ? 1500 : 0), width: 32, height: 32);
        }

        File.WriteAllText(_folder["list.csv"], "id,scene,clear,cloudy\np0,s,clear0.tif,cloudy0.tif\n\"p1\",s,clear1.tif,cloudy1.tif\n");
        return _folder["list.csv"];
    }
}
