namespace Cloudless.Tests;

/// <summary>Real data that is not part of the repository; tests that need it are skipped where it is absent.</summary>
/// <remarks>Found through the environment variable CLOUDLESS_DATA, else in a folder shared/data beside any folder above the test assembly.</remarks>
public static class TestData
{
    private const string Variable = "CLOUDLESS_DATA";

    private static readonly Lazy<string?> Found = new(Find);

    /// <summary>The data folder; null where there is none.</summary>
    public static string? Root => Found.Value;

    /// <summary>A folder or file of the data; skips the calling test where it is absent.</summary>
    /// <param name="parts">Names below the root, e.g. <c>"sen12mscr_triplets", "1302_s1.tif"</c>.</param>
    public static string Require(params string[] parts)
    {
        string name = Path.Combine(parts);
        if (Root is null)
        {
            Assert.Ignore($"Real data is absent: no '{name}'. Set {Variable} to the folder that holds it.");
        }

        string path = Path.Combine(Root, name);
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            Assert.Ignore($"Real data is absent: '{name}' is not in '{Root}'.");
        }

        return path;
    }

    private static string? Find()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
