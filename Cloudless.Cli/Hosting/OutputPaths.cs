namespace Cloudless.Cli.Hosting;

/// <summary>Guards against outputs that would replace an input or each other.</summary>
internal static class OutputPaths
{
    /// <summary>Checks that no two of the outputs, and no output and input, are the same file; nulls are left out.</summary>
    /// <exception cref="UsageException">Two are.</exception>
    public static void RequireDistinct(IEnumerable<string?> inputs, IEnumerable<string?> outputs)
    {
        var seen = inputs.OfType<string>().Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        foreach (string output in outputs.OfType<string>())
        {
            if (!seen.Add(Path.GetFullPath(output)))
            {
                throw new UsageException($"'{output}' is named twice: an output needs a file of its own, apart from inputs and other outputs.");
            }
        }
    }
}
