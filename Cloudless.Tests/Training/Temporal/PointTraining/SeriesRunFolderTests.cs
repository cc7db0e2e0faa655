using Cloudless.Tests.Cli;
using Cloudless.Training.Temporal.PointTraining;

namespace Cloudless.Tests.Training.Temporal.PointTraining;

[TestFixture]
public class SeriesRunFolderTests
{
    private TemporaryFolder _folder = null!;

    private SeriesTrainRequest Request => new() { Data = "", Output = _folder["m.onnx"] };

    [SetUp]
    public void Make() => _folder = new TemporaryFolder();

    [TearDown]
    public void Delete() => _folder.Dispose();

    [Test]
    public void A_folder_that_stays_empty_goes_and_two_trainings_do_not_share_one()
    {
        using (SeriesRunFolder.Open(Request))
        {
            Assert.That(() => SeriesRunFolder.Open(Request), Throws.TypeOf<CloudlessException>().With.Message.Contains("another training"));
            Assert.That(Directory.Exists(_folder["m.run"]), "the second must not take the first one's folder away");
        }

        Assert.That(Directory.Exists(_folder["m.run"]), Is.False);
    }

    [Test]
    public void A_training_that_is_gone_on_with_may_replace_its_output_and_another_may_not()
    {
        File.WriteAllText(_folder["m.onnx"], "");
        Assert.That(() => SeriesRunFolder.Open(Request with { Resume = true }), Throws.TypeOf<OutputExistsException>(), "there is nothing to go on from");
        Directory.CreateDirectory(_folder["m.run"]);
        File.WriteAllText(Path.Combine(_folder["m.run"], "run.checkpoint"), "");
        Assert.That(() => SeriesRunFolder.Open(Request), Throws.TypeOf<OutputExistsException>());
        using SeriesRunFolder folder = SeriesRunFolder.Open(Request with { Resume = true });
        Assert.That(folder.GoesOn);
    }

    [Test]
    public void What_killed_trainings_left_goes_and_of_an_earlier_one_nothing_stays_but_to_go_on()
    {
        string[] left = [".best.0123456789ab.tmp.onnx", ".run.0123456789ab.tmp.checkpoint", ".log.0123456789ab.tmp.csv"];
        string[] kept = ["best.onnx", "log.csv", "run.checkpoint", "run.checkpoint.previous"];
        Directory.CreateDirectory(_folder["m.run"]);
        Array.ForEach([.. left, .. kept], name => File.WriteAllText(Path.Combine(_folder["m.run"], name), ""));
        File.WriteAllText(_folder[".m.0123456789ab.tmp.onnx"], "");
        string[] Names() => [.. Directory.GetFiles(_folder["m.run"]).Select(f => Path.GetFileName(f)).Where(n => n != ".lock").Order()];
        using (SeriesRunFolder.Open(Request with { Resume = true }))
        {
            Assert.That(Names(), Is.EqualTo(kept));
            Assert.That(File.Exists(_folder[".m.0123456789ab.tmp.onnx"]), Is.False);
        }

        using (SeriesRunFolder.Open(Request with { Overwrite = true }))
        {
            Assert.That(Names(), Is.Empty);
        }
    }

    [Test]
    public void Names_that_cannot_be_are_refused()
    {
        Assert.That(() => SeriesRunFolder.Open(Request with { Output = _folder["m.run"] }), Throws.TypeOf<CloudlessException>().With.Message.Contains(".onnx"));
        File.WriteAllText(_folder["m.run"], "");
        Assert.That(() => SeriesRunFolder.Open(Request), Throws.TypeOf<CloudlessException>().With.Message.Contains("m.run"));
        Assert.That(File.Exists(_folder["m.run"]), "a file of the user's stays");
    }
}
