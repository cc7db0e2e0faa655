using System.ComponentModel;
using System.Diagnostics;

namespace Cloudless.Tests.Rasters;

/// <summary>Runs GDAL's own programs as judges; the calling test is skipped where they are not installed.</summary>
internal static class Programs
{
    public static string Run(string program, string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.That(process.ExitCode, Is.Zero, $"{program} {arguments}");
            return output;
        }
        catch (Win32Exception)
        {
            Assert.Ignore($"{program} is not installed (Debian: gdal-bin); it is the judge of this test.");
            throw;
        }
    }
}
