namespace Cloudless.Training.Downstream;

/// <summary>Names under which classes of a classifier and of labels meet: several names may become one.</summary>
/// <remarks>A name that is not listed stands for itself; one whose group is empty is left out. Immutable.</remarks>
public sealed class ClassGroups
{
    private readonly IReadOnlyDictionary<string, string> _groupOf;

    /// <summary>Takes names and their groups.</summary>
    public ClassGroups(IReadOnlyDictionary<string, string> groupOf)
    {
        ArgumentNullException.ThrowIfNull(groupOf);
        _groupOf = groupOf;
    }

    /// <summary>Reads a table <c>class,group</c> with this first line.</summary>
    /// <exception cref="CloudlessException">The file cannot be read, or a line is not a class and its group.</exception>
    public static ClassGroups Read(string path)
    {
        CsvTable table = CsvTable.Read(path, ["class", "group"]);
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            if (!groups.TryAdd(row[0], row[1]))
            {
                throw new CloudlessException($"{path}: the class '{row[0]}' stands there twice. Give each class one group.");
            }
        }

        return new ClassGroups(groups);
    }

    /// <summary>The group of a class; null for one that is left out.</summary>
    public string? Of(string name) => _groupOf.GetValueOrDefault(name, name) is { Length: > 0 } group ? group : null;
}
