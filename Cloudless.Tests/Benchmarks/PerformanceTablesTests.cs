using Cloudless.Benchmarks.Report;

namespace Cloudless.Tests.Benchmarks;

[TestFixture]
public class PerformanceTablesTests
{
    private const string Around = "before\n\n" + MarkedSection.Begin + "\n\nold\n\n" + MarkedSection.End + "\n\nafter\n";

    [Test]
    public void Tables_tell_ratio_goal_verdict_times_and_fraction_of_the_peak()
    {
        string text = PerformanceTables.Render(new PerformanceReport([SampleRuns.Make(0.4, "a row")]));
        Assert.Multiple(() =>
        {
            Assert.That(text, Does.Contain("### A processor, 2 processors, 2 threads"));
            Assert.That(text, Does.Contain("| a row | A rival | **2.50** (2.25 .. 2.75) | 2 | 2.00 | 3.00 | reached | 0.1 of 0.5 DN |"));
            Assert.That(text, Does.Contain("| a row | Another | **1.00** (1.00 .. 1.00) | 2 |  |  |  |  |"));
            Assert.That(text, Does.Contain("| a row | ours: two threads | 400.0 ms (400.0 .. 400.0) | 250.0 GFLOP | 125 % | 2.00 |"));
            Assert.That(text, Does.Contain("| a row | A rival: two threads | 1.00 s (0.90 .. 1.10) | 100.0 GFLOP | 50 % | 1.25 |"));
        });
    }

    [Test]
    public void Text_around_the_comments_stays()
    {
        string text = MarkedSection.Replace(Around, "new\n", "page");
        Assert.That(text, Is.EqualTo(Around.Replace("old", "new", StringComparison.Ordinal)));
    }

    [TestCase("nothing")]
    [TestCase(MarkedSection.Begin)]
    [TestCase(MarkedSection.End + MarkedSection.Begin)]
    [TestCase(MarkedSection.Begin + MarkedSection.End + MarkedSection.End)]
    public void Missing_or_doubled_comments_are_refused(string text) =>
        Assert.That(() => MarkedSection.Replace(text, "new", "page.md"), Throws.TypeOf<CloudlessException>().With.Message.StartsWith("page.md: "));

    [Test]
    public void Tables_in_the_documents_are_those_of_the_json()
    {
        string page = Repository.File("docs", "performance.md"), json = Repository.File("docs", "performance.json");
        string text = File.ReadAllText(page).ReplaceLineEndings("\n");
        string rendered = PerformanceTables.Render(PerformanceJson.Read(File.ReadAllText(json), json));
        Assert.That(MarkedSection.Replace(text, rendered, page), Is.EqualTo(text), "run: dotnet run build.cs bench");
    }
}
