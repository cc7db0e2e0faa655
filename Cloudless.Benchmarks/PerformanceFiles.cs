using Cloudless.Benchmarks.Report;

namespace Cloudless.Benchmarks;

/// <summary>docs/performance.json, and the tables in docs/performance.md that are made of it.</summary>
internal sealed class PerformanceFiles
{
    private readonly string _page;
    private readonly string _json;
    private readonly PerformanceReport _before;

    /// <summary>Reads what is known so far.</summary>
    /// <param name="root">Root of the repository.</param>
    /// <exception cref="CloudlessException">A file is not as this program left it.</exception>
    public PerformanceFiles(string root)
    {
        (_page, _json) = (Path.Combine(root, "docs", "performance.md"), Path.Combine(root, "docs", "performance.json"));
        _before = File.Exists(_json) ? PerformanceJson.Read(File.ReadAllText(_json), _json) : new PerformanceReport([]);

        // Before hours of measuring, not after them.
        MarkedSection.Replace(File.ReadAllText(_page), "", _page);
    }

    /// <summary>Takes a run in and writes both files.</summary>
    /// <param name="run">All that was measured since the start.</param>
    /// <param name="complete">Whether older rows of this machine go.</param>
    public void Save(BenchmarkRun run, bool complete)
    {
        PerformanceReport report = _before.With(run, complete);
        File.WriteAllText(_json, PerformanceJson.Write(report));
        File.WriteAllText(_page, MarkedSection.Replace(File.ReadAllText(_page), PerformanceTables.Render(report), _page));
    }
}
