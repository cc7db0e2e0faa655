namespace Cloudless.Benchmarks.Machine;

/// <summary>The repository that this program was built in.</summary>
internal static class RepositoryFolder
{
    /// <summary>Its root, found upward from the program.</summary>
    /// <exception cref="CloudlessException">The program was copied out of it.</exception>
    public static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CloudRemoval.sln")))
            {
                return folder.FullName;
            }
        }

        throw new CloudlessException(
            $"{AppContext.BaseDirectory}: no folder above holds CloudRemoval.sln, so there are no documents to write. Run it in the repository, or with --no-docs.");
    }
}
