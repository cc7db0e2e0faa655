namespace Cloudless.Setup;

/// <summary>What build.cs can be asked for. Each takes the arguments for the program that it ends in and gives the exit code.</summary>
public static class Verbs
{
    public static int Test(string[] arguments)
    {
        var trx = Repository.Path("artifacts", "test-results", "tests.trx");
        // A report left by an earlier run must not be taken for this one's.
        Directory.CreateDirectory(Path.GetDirectoryName(trx)!);
        File.Delete(trx);
        var exit = 1;
        try
        {
            Machine.SetUp();
            TestPrograms.Offer();
            exit = Shell.Dotnet("build", Repository.Solution, "-c", "Release");
            if (exit == 0)
            {
                exit = Shell.Dotnet(["test", Repository.Path("Cloudless.Tests"), "-c", "Release", "--no-build",
                    "--logger", $"trx;LogFileName={trx}", "--results-directory", Path.GetDirectoryName(trx)!, .. arguments]);
            }
        }
        catch (SetupException failure)
        {
            Log.Say(failure.Message);
        }

        var (passed, failed, skipped) = TestOutcomes.Count(trx);
        if (exit != 0 && failed == 0)
        {
            Log.Say("the run did not get through (see above); that counts as one failure");
            failed = 1;
        }
        else if (passed + failed == 0)
        {
            Log.Say("no test ran");
            exit = 1;
        }

        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed > 0 && exit == 0 ? 1 : exit;
    }

    public static int Demo(string[] arguments)
    {
        Machine.SetUp();
        var exit = Shell.Dotnet("build", Repository.Path("Cloudless.Cli"), "-c", "Release", "-v", "quiet", "-clp:NoSummary");
        return exit != 0 ? exit : Shell.Dotnet(["exec", Repository.Path("Cloudless.Cli", "bin", "Release", "net10.0", "cloudless.dll"), "demo", .. arguments]);
    }

    public static int Bench(string[] arguments)
    {
        Machine.SetUp();
        return Shell.Dotnet(["run", "--project", Repository.Path("Cloudless.Benchmarks"), "-c", "Release", "--", .. arguments]);
    }

    public static int Pack(string[] arguments)
    {
        var feed = Machine.SetUp();
        List<string> projects = ["Cloudless.Core", "Cloudless.Training", "Cloudless.Cli"];
        if (feed.MLNet)
        {
            projects.Add("Cloudless.MLNet");
        }

        if (!feed.OnnxRuntime)
        {
            projects.Insert(0, Path.Combine("eng", "onnxruntime"));
        }

        var exits = projects.Select(project => Shell.Dotnet(["pack", Repository.Path(project), "-c", "Release",
            "-o", Repository.Path("artifacts", "packages"), .. TimeOfFiles(), .. arguments]));
        return exits.FirstOrDefault(exit => exit != 0);
    }

    // The same commit makes the same bits: files in the packages carry its time, where the sources are not under git the time of packing.
    private static string[] TimeOfFiles()
    {
        if (Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } || !Shell.Exists(OperatingSystem.IsWindows() ? "git.exe" : "git"))
        {
            return [];
        }

        var seconds = Shell.Capture("git", ["-C", Repository.Path(), "log", "-1", "--format=%ct"]).Trim();
        return long.TryParse(seconds, out _) ? [$"-p:DeterministicTimestamp={seconds}"] : [];
    }
}
