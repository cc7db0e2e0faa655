using System.ComponentModel;
using System.Diagnostics;

namespace Cloudless.Benchmarks.Rivals;

/// <summary>A Python that has NumPy and SciPy.</summary>
/// <param name="Program">What to start.</param>
/// <param name="Versions">Of Python, NumPy and SciPy.</param>
internal sealed record PythonWithScipy(string Program, string Versions)
{
    private const string Probe = "import platform, numpy, scipy, scipy.ndimage, scipy.signal; print('Python', platform.python_version() + ',', 'NumPy', numpy.__version__ + ',', 'SciPy', scipy.__version__)";

    private static readonly Lazy<PythonWithScipy?> Found = new(() => new[] { "python3", "python", "/usr/bin/python3" }.Select(Ask).FirstOrDefault(found => found is not null));

    /// <summary>The first Python on this machine that has both; null where none has.</summary>
    public static PythonWithScipy? Find() => Found.Value;

    private static PythonWithScipy? Ask(string program)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(program, ["-c", Probe]) { RedirectStandardOutput = true, RedirectStandardError = true });
            string versions = process?.StandardOutput.ReadToEnd().Trim() ?? "";
            process?.WaitForExit();
            return process?.ExitCode == 0 ? new PythonWithScipy(program, versions) : null;
        }
        catch (Win32Exception)
        {
            // No such program: the next name may be one.
            return null;
        }
    }
}
