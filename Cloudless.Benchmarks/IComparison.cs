namespace Cloudless.Benchmarks;

/// <summary>A benchmark that measures whole runs against a rival in the same process, on a stopwatch; one verb each.</summary>
internal interface IComparison
{
    /// <summary>The word on the command line.</summary>
    string Verb { get; }

    /// <summary>What is compared with what, in one line.</summary>
    string Summary { get; }

    /// <summary>Measures and prints; returns the exit code, 2 where the arguments are wrong.</summary>
    int Run(string[] arguments);
}
