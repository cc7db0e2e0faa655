namespace Cloudless.Cli.Clusters;

/// <summary>How this tool was started, so that a node can start it the same way.</summary>
internal static class ToolCommand
{
    /// <summary>The words, for a shell.</summary>
    public static string Find()
    {
        string process = Environment.ProcessPath ?? "cloudless", assembly = Path.Combine(AppContext.BaseDirectory, $"{typeof(ToolCommand).Assembly.GetName().Name}.dll");

        // Either an executable of its own, or dotnet with the assembly behind.
        return ShellText.Quote(Path.GetFileNameWithoutExtension(process) == "dotnet" ? [process, "exec", assembly] : [process]);
    }
}
