namespace Cloudless.Training.Evaluation.Comparison;

/// <summary>The folder of a report.</summary>
internal static class ReportFolder
{
    /// <summary>Makes sure, before hours of work, that files can be written into it.</summary>
    /// <exception cref="OutputExistsException">One is there and <paramref name="overwrite"/> is false.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made.</exception>
    public static void Prepare(string folder, IEnumerable<string> names, bool overwrite)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{folder}: the folder for the report cannot be made: {error.Message} Name another one.", error);
        }

        if (!overwrite && names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists) is { } there)
        {
            throw new OutputExistsException($"{there} exists. Allow to overwrite it, or name another folder.");
        }
    }
}
