using Cloudless.Tests.Rasters;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Tests.Training.Evaluation;

[TestFixture]
public class ReportFolderTests
{
    private static readonly string[] Names = ["a.csv", "b.html"];

    [Test]
    public void No_file_is_put_in_place_when_the_last_one_cannot_be()
    {
        using var folder = new TestFolder();
        using (ReportFolder report = ReportFolder.Open(folder["out"], Names, overwrite: false))
        {
            File.WriteAllText(Path.Combine(folder["out"], "b.html"), "made by another meanwhile");
            Assert.That(() => report.Write("a", "b"), Throws.TypeOf<OutputExistsException>().With.Message.Contains("b.html"));
        }

        Assert.That(Directory.EnumerateFiles(folder["out"]).Select(Path.GetFileName), Is.EqualTo(new[] { "b.html" }));
        Assert.That(() => ReportFolder.Open(folder["out"], Names, overwrite: false), Throws.TypeOf<OutputExistsException>());
        using (ReportFolder again = ReportFolder.Open(folder["out"], Names, overwrite: true))
        {
            again.Write("a", "b");
        }

        Assert.That(Directory.EnumerateFiles(folder["out"]).Order().Select(File.ReadAllText), Is.EqualTo(new[] { "a", "b" }));
    }

    [Test]
    public void Folders_made_for_nothing_go_and_those_that_were_there_or_hold_something_stay()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder["there"]);
        ReportFolder.Open(Path.Combine(folder["there"], "x", "y/"), Names, overwrite: false).Dispose();
        Assert.That(Directory.EnumerateFileSystemEntries(folder["there"]), Is.Empty);
        using (ReportFolder.Open(Path.Combine(folder["there"], "x", "y"), Names, overwrite: false))
        {
            File.WriteAllText(Path.Combine(folder["there"], "x", "of another"), "");
        }

        Assert.That(Directory.EnumerateFileSystemEntries(Path.Combine(folder["there"], "x")).Select(Path.GetFileName), Is.EqualTo(new[] { "of another" }));
    }

    [Test]
    public void A_folder_below_a_file_is_refused_by_name()
    {
        using var folder = new TestFolder();
        File.WriteAllText(folder["file"], "");
        Assert.That(() => ReportFolder.Open(Path.Combine(folder["file"], "out"), Names, overwrite: false), Throws.TypeOf<CloudlessException>().With.Message.Contains("file/out").Or.Message.Contains("file\\out"));
    }
}
