namespace Cloudless.Training.Downstream;

/// <summary>What a study found.</summary>
public sealed record StudyReport
{
    /// <summary>Settings and hashes that made it: names and values, in an order that does not change.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>What must not be overlooked.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All tables.</summary>
    public required IReadOnlyList<StudyTable> Tables { get; init; }

    /// <summary>Figures in SVG.</summary>
    internal IReadOnlyList<StudyDrawing> Drawings { get; init; } = [];

    /// <summary>Patches to look at.</summary>
    internal IReadOnlyList<StudyPicture> Pictures { get; init; } = [];

    /// <summary>A table by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public StudyTable Table(string name) => Tables.FirstOrDefault(t => t.Name == name) ?? throw new ArgumentException($"There is no table '{name}'; there are {string.Join(", ", Tables.Select(t => t.Name))}.");
}
