namespace Cloudless.Tests;

/// <summary>Files of the repository that the tests run in.</summary>
internal static class Repository
{
    /// <summary>Path of a file, found upward from the test assembly; skips the calling test where the tests run outside of the repository.</summary>
    public static string File(params string[] parts)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "CloudRemoval.sln")))
            {
                return Path.Combine([folder.FullName, .. parts]);
            }
        }

        Assert.Ignore("The tests run outside of the repository.");
        return "";
    }
}
