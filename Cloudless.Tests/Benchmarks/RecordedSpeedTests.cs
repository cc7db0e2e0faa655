using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Report;

namespace Cloudless.Tests.Benchmarks;

/// <summary>Speed is measured by benchmarks, not by tests. These see to it that what was promised was measured, against whom, and whether it was reached.</summary>
[TestFixture]
public class RecordedSpeedTests
{
    /// <summary>A row on the machines where it was measured, one at least.</summary>
    private static IReadOnlyList<RowResult> Rows(string name)
    {
        string file = Repository.File("docs", "performance.json");
        RowResult[] rows = [.. PerformanceJson.Read(File.ReadAllText(file), file).Runs.SelectMany(run => run.Rows).Where(row => row.Name.StartsWith(name, StringComparison.Ordinal))];
        Assert.That(rows, Is.Not.Empty, name);
        return rows;
    }

    [TestCase("ML.NET F=64 B=8")]
    [TestCase("ML.NET F=32 B=4")]
    public void The_mlnet_transformer_was_measured_against_core_and_against_ApplyOnnxModel(string name)
    {
        foreach (RowResult row in Rows(name))
        {
            Assert.Multiple(() =>
            {
                Assert.That(Of(row, "Core directly").Goal?.Required, Is.EqualTo(1 / 1.03), "overhead under 3 %");
                Assert.That(Of(row, "ApplyOnnxModel x CPU engine / ONNX Runtime").Goal?.Required, Is.EqualTo(0.97), "0.97 of what Core's engine gains over ONNX Runtime");
                Assert.That(Of(row, "Core directly").Agreement?.Holds, Is.True);
                Assert.That(Of(row, "ApplyOnnxModel").Agreement?.Holds, Is.True);
            });
        }
    }

    // Of the smaller network, whose image takes 1.7 ms, docs/performance.md says by how much it was missed.
    [Test]
    public void The_mlnet_transformer_reached_its_goals_on_images_of_128_pixels() =>
        Assert.That(Rows("ML.NET F=64 B=8"), Is.All.Matches<RowResult>(row => row.Rivals.All(r => r.Verdict != Verdict.Missed)));

    private static RivalResult Of(RowResult row, string rival) => row.Rivals.Single(r => r.Times.Name == rival);
}
