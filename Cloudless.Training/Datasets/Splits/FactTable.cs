namespace Cloudless.Training.Datasets.Splits;

/// <summary>Tables that come with the assembly: comma-separated, the first line names the columns.</summary>
internal static class FactTable
{
    /// <summary>The rows of a table.</summary>
    public static IEnumerable<string[]> Read(string name)
    {
        using Stream stream = typeof(FactTable).Assembly.GetManifestResourceStream("Cloudless.Training." + name)
            ?? throw new InvalidOperationException($"The assembly lacks its table {name}.");
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line.Split(',');
        }
    }

    /// <summary>The part of a split that a cell names.</summary>
    public static DatasetSplit SplitOf(string cell) => cell switch
    {
        "train" => DatasetSplit.Train,
        "val" => DatasetSplit.Validation,
        "test" => DatasetSplit.Test,
        _ => throw new InvalidOperationException($"'{cell}' is no part of a split."),
    };
}
