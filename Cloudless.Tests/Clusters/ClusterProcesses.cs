using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cloudless.Tests.Clusters;

/// <summary>The processes of a test's own cluster, known by a variable in their environments; nobody else's are seen.</summary>
/// <param name="mark">The variable with its value.</param>
internal sealed class ClusterProcesses(string mark)
{
    /// <summary>Numbers of those whose environment has this too, and whose command line holds this word.</summary>
    public IReadOnlyList<int> Find(string variable = "", string word = "")
    {
        List<int> found = [];
        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int pid) && pid != Environment.ProcessId
                && Read(folder, "environ") is { } variables && variables.Contains(mark) && (variable.Length == 0 || variables.Contains(variable))
                && (word.Length == 0 || Read(folder, "cmdline")?.Any(w => w.Contains(word, StringComparison.Ordinal)) == true))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>The parent of a process; null where it is gone.</summary>
    public static int? ParentOf(int pid)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return int.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL.</summary>
    public static void Kill(IEnumerable<int> processes)
    {
        foreach (int pid in processes)
        {
            try
            {
                using Process process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
            {
                TestContext.Out.WriteLine($"process {pid} was gone before it was killed: {e.Message}");
            }
        }
    }

    private static HashSet<string>? Read(string folder, string name)
    {
        try
        {
            return [.. Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, name))).Split('\0')];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Gone meanwhile, or somebody else's.
            return null;
        }
    }
}
