using System.ComponentModel;
using System.Diagnostics;

namespace Cloudless.Tests.Rasters;

/// <summary>A file system of a stated size, to be filled; the calling test is skipped where none can be mounted (it takes Linux and root).</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TestFolder _folder = new();

    public SmallDisk(string size)
    {
        Directory.CreateDirectory(Path);
        if (!Execute("mount", $"-t tmpfs -o size={size} tmpfs {Path}"))
        {
            _folder.Dispose();
            Assert.Ignore("A small file system cannot be mounted here (needs Linux and root), so a full disk is not tested.");
        }
    }

    public string Path => _folder["disk"];

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>From here on nothing on it can be written or deleted.</summary>
    public void MakeReadOnly() => Assert.That(Execute("mount", $"-o remount,ro {Path}"), "the small file system could not be made read-only");

    public void Dispose()
    {
        Execute("umount", Path);
        _folder.Dispose();
    }

    private static bool Execute(string program, string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
