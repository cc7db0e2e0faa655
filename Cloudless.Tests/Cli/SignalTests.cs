using System.Diagnostics;
using System.Runtime.InteropServices;
using Cloudless.Cli;
using Cloudless.Cli.Hosting;
using Cloudless.Rasters;

namespace Cloudless.Tests.Cli;

/// <summary>The real process, interrupted by real signals.</summary>
[Platform(Exclude = "Win", Reason = "Windows has no kill; the same path is tested by token.")]
internal sealed partial class SignalTests
{
    private const int Interrupt = 2, Terminate = 15;

    [TestCase(Interrupt, ExitCodes.Interrupted)]
    [TestCase(Terminate, ExitCodes.Terminated)]
    public void A_signal_in_the_middle_of_remove_leaves_nothing(int signal, int expected)
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);

        // Large enough to take seconds in small tiles, so that the signal meets it at work.
        string model = RandomModel.Write(folder, features: 64, blocks: 8);
        IReadOnlyList<string> before = folder.Files;
        using Process process = CliProcess.Start(
            "remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--out", folder["out.tif"], "--mask-out", folder["m.tif"],
            "--model", model, "--composite", "off", "--tile-size", "32", "--threads", "1");
        string seen = "";
        while (process.StandardError.ReadLine() is { } line)
        {
            seen += line + "\n";
            if (line.StartsWith("removing clouds", StringComparison.Ordinal))
            {
                break;
            }
        }

        Assert.That(Kill(process.Id, signal), Is.Zero);
        seen += process.StandardError.ReadToEnd();
        Assert.That(process.WaitForExit(30_000), Is.True, "the process ends by itself");
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(expected), seen);
            Assert.That(seen, Does.Contain("canceled"));
            Assert.That(folder.Files, Is.EqualTo(before));
        });
    }

    [Test]
    public void A_second_signal_ends_the_process_at_once_and_leaves_no_temporaries()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder);
        string model = RandomModel.Write(folder, features: 8, blocks: 1);
        IReadOnlyList<string> before = folder.Files;

        // It stands still when the first output is whole, where it sees no cancellation.
        using Process process = CliProcess.StartWith(
            new Dictionary<string, string> { [FaultPoints.Variable] = "prepare:1:hang" },
            "remove", "--s2", folder["s2.tif"], "--s1", folder["s1.tif"], "--out", folder["out.tif"], "--mask-out", folder["m.tif"], "--cog", "--model", model, "--composite", "off", "--threads", "1", "--quiet");
        while (!process.WaitForExit(500) && !folder.Files.Any(f => f.StartsWith(".out.", StringComparison.Ordinal) && f.EndsWith(".tif", StringComparison.Ordinal) && IsWhole(folder[f])))
        {
            // A slow machine takes its time.
        }

        Assert.That(process.WaitForExit(2000), Is.False);
        Assert.That(Kill(process.Id, Interrupt), Is.Zero);
        Assert.That(process.WaitForExit(500), Is.False, "the first one is waited for");
        Assert.That(folder.Files, Has.Count.GreaterThan(before.Count));
        Assert.That(Kill(process.Id, Interrupt), Is.Zero);
        Assert.That(process.WaitForExit(30_000), Is.True);
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(128 + Interrupt));
            Assert.That(folder.Files, Is.EqualTo(before));
        });
    }

    [Test]
    public void Results_and_errors_of_the_process_come_on_their_own_streams()
    {
        using Process process = CliProcess.Start("mask", "--s2", "no-such-file.tif", "--out", "never.tif");
        string output = process.StandardOutput.ReadToEnd(), error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Multiple(() =>
        {
            Assert.That(process.ExitCode, Is.EqualTo(ExitCodes.Failure));
            Assert.That(output, Is.Empty);
            Assert.That(error, Does.Contain("no-such-file.tif"));
        });
    }

    private static bool IsWhole(string image)
    {
        try
        {
            using RasterReader reader = RasterReader.Open(image);
            return true;
        }
        catch (CloudlessException)
        {
            return false;
        }
    }

    // A bare system has no program of this name.
    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
