using System.Globalization;
using Cloudless.Rasters;

namespace Cloudless.Scoring;

/// <summary>Names one process's work in a run.</summary>
internal sealed class WorkerName
{
    /// <summary>In the names of this worker's unfinished files.</summary>
    public string Mark { get; } = Guid.NewGuid().ToString("N")[..AtomicFile.MarkLength];

    /// <summary>For people, and for the journal: machine, process, mark.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Host}-{Environment.ProcessId}-{Mark}");

    /// <summary>The mark in a name.</summary>
    public static string MarkOf(string name) => name[Math.Max(0, name.Length - AtomicFile.MarkLength)..];

    private static string Host => string.Concat(Environment.MachineName.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-'));
}
