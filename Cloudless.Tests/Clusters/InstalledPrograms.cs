namespace Cloudless.Tests.Clusters;

/// <summary>Programs of others, where they are installed.</summary>
internal static class InstalledPrograms
{
    /// <summary>Path of a program, on PATH or where daemons lie; null where it is not installed.</summary>
    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
