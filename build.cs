#:property PublishAot=false
// The one entry of the project: sets the machine up, then builds and runs. See `dotnet run build.cs help`.
// It must run on a bare .NET 10 SDK, so it uses nothing but the framework.
using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Xml.Linq;

const string Usage = """
    dotnet run build.cs <verb> [-- arguments]

      setup   probe the package feed, write eng/Feed.props, fetch or install what is missing
      test    set up, build everything, run the tests; ends with "N passed, N failed, N skipped"   (arguments go to dotnet test)
      demo    set up, build, remove the clouds of a demonstration scene                            (arguments go to cloudless demo)
      bench   set up, build, measure all rows against their rivals, rewrite docs/performance.md    (arguments go to Cloudless.Benchmarks)
      pack    set up, make the NuGet packages in artifacts/packages                                (arguments go to dotnet pack)

    CloudlessDevice=cuda in the environment takes the packages for NVIDIA GPUs.
    """;

var verb = args.FirstOrDefault() ?? "";
var rest = args.Skip(1).SkipWhile(argument => argument == "--").ToArray();
if (verb is "help" or "--help" or "-h")
{
    Console.WriteLine(Usage);
    return 0;
}

// Ctrl-C reaches the children too; this process stays until they have cleaned up.
Console.CancelKeyPress += (_, press) => press.Cancel = true;
try
{
    switch (verb)
    {
        case "setup": Setup.Run(); return 0;
        case "test": return Verbs.Test(rest);
        case "demo": return Verbs.Demo(rest);
        case "bench": return Verbs.Bench(rest);
        case "pack": return Verbs.Pack(rest);
        default:
            Console.Error.WriteLine(verb.Length == 0 ? "build.cs: a verb is missing" : $"build.cs: unknown verb '{verb}'");
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (SetupException failure)
{
    Console.Error.WriteLine($"build.cs: {failure.Message}");
    return 1;
}

static class Verbs
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
            Setup.Run();
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

        var (passed, failed, skipped) = CountOutcomes(trx);
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
        Setup.Run();
        var exit = Shell.Dotnet("build", Repository.Path("Cloudless.Cli"), "-c", "Release", "-v", "quiet", "-clp:NoSummary");
        return exit != 0 ? exit : Shell.Dotnet(["exec", Repository.Path("Cloudless.Cli", "bin", "Release", "net10.0", "cloudless.dll"), "demo", .. arguments]);
    }

    public static int Bench(string[] arguments)
    {
        Setup.Run();
        return Shell.Dotnet(["run", "--project", Repository.Path("Cloudless.Benchmarks"), "-c", "Release", "--", .. arguments]);
    }

    public static int Pack(string[] arguments)
    {
        var feed = Setup.Run();
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
    static string[] TimeOfFiles()
    {
        if (Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } || !Shell.Exists(OperatingSystem.IsWindows() ? "git.exe" : "git"))
        {
            return [];
        }

        var seconds = Shell.Capture("git", ["-C", Repository.Path(), "log", "-1", "--format=%ct"]).Trim();
        return long.TryParse(seconds, out _) ? [$"-p:DeterministicTimestamp={seconds}"] : [];
    }

    // The counters in a trx file leave skipped tests out, so the results themselves are counted.
    static (int Passed, int Failed, int Skipped) CountOutcomes(string trx)
    {
        if (!File.Exists(trx))
        {
            return default;
        }

        var outcomes = XDocument.Load(trx).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .Select(element => (string?)element.Attribute("outcome"))
            .ToList();
        var passed = outcomes.Count(outcome => outcome == "Passed");
        var skipped = outcomes.Count(outcome => outcome is "NotExecuted" or "Inconclusive");
        return (passed, outcomes.Count - passed - skipped, skipped);
    }
}

/// <summary>What the reachable feed has; versions are those of Directory.Packages.props.</summary>
sealed record Feed(bool OnnxRuntime, bool Gdal, bool MLNet, bool TorchSharp)
{
    public bool IsComplete => OnnxRuntime && Gdal && MLNet && TorchSharp;
}

static class Setup
{
    const string NpmPackage = "com.github.asus4.onnxruntime@0.4.9";
    const string NpmIntegrity = "sha512-BkzxduSZ9IkeDP6Q8lz2TFU2ie7hSSvS7ZIfzMooExoq0CNzJnuuGaUJ7IsojBgqO4ouD1jXah8OYyJbCN29Fg==";

    public static bool WantsCuda => Environment.GetEnvironmentVariable("CloudlessDevice") == "cuda";

    public static Feed Run()
    {
        var feed = FeedProbe.Run();
        WriteFeedProps(feed);
        if (!feed.OnnxRuntime)
        {
            Log.Say($"ONNX RUNTIME: not on this NuGet feed; its C# API is compiled from the npm package {NpmPackage}");
            if (WantsCuda)
            {
                Log.Say("CUDA: CloudlessDevice=cuda has no effect on ONNX Runtime here, the npm package carries the CPU library");
            }

            FetchOnnxRuntime();
        }

        if (!feed.Gdal)
        {
            Log.Say("GDAL: MaxRev.Gdal is not on this NuGet feed; the system's GDAL is used");
            SystemGdal.Require();
        }

        if (!feed.MLNet)
        {
            Log.Say("LEFT OUT: Cloudless.MLNet and its tests, for Microsoft.ML is not on this NuGet feed");
        }

        if (!feed.TorchSharp)
        {
            Log.Say("LEFT OUT: the TorchSharp training engine, for TorchSharp is not on this NuGet feed; the CPU engine trains");
        }

        return feed;
    }

    // Written only where it changes anything: MSBuild rebuilds all projects when an imported file is newer.
    static void WriteFeedProps(Feed feed)
    {
        var path = Repository.Path("eng", "Feed.props");
        if (feed.IsComplete)
        {
            File.Delete(path);
            return;
        }

        var text = $"""
            <Project>
              <PropertyGroup>
                <CloudlessOnnxRuntime>{(feed.OnnxRuntime ? "nuget" : "npm")}</CloudlessOnnxRuntime>
                <CloudlessGdal>{(feed.Gdal ? "nuget" : "system")}</CloudlessGdal>
                <CloudlessMLNet>{(feed.MLNet ? "nuget" : "none")}</CloudlessMLNet>
                <CloudlessTorchSharp>{(feed.TorchSharp ? "nuget" : "none")}</CloudlessTorchSharp>
              </PropertyGroup>
            </Project>

            """;
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }

    static void FetchOnnxRuntime()
    {
        var target = Repository.Path("eng", "onnxruntime", "package");
        var stamp = Path.Combine(target, ".integrity");
        if (File.Exists(stamp) && File.ReadAllText(stamp) == NpmIntegrity)
        {
            return;
        }

        Npm.Require();
        using var scratch = new ScratchFolder();
        var exit = Shell.Run(Npm.Command, ["pack", "--loglevel=error", NpmPackage], scratch.Path);
        var archive = Directory.GetFiles(scratch.Path, "*.tgz").SingleOrDefault();
        if (exit != 0 || archive is null)
        {
            throw new SetupException($"'npm pack {NpmPackage}' failed; without it, and without Microsoft.ML.OnnxRuntime on the NuGet feed, nothing can be built");
        }

        var found = "sha512-" + Convert.ToBase64String(SHA512.HashData(File.ReadAllBytes(archive)));
        if (found != NpmIntegrity)
        {
            throw new SetupException($"npm package {NpmPackage} is not the one this project was checked with: found {found}, expected {NpmIntegrity}");
        }

        var package = Path.Combine(scratch.Path, "package");
        Unpack(archive, scratch.Path);
        File.WriteAllText(Path.Combine(package, ".integrity"), NpmIntegrity);
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        Directory.Move(package, target);
    }

    // Most of the package is for phones and for Unity's editor.
    static void Unpack(string archive, string folder)
    {
        string[] wanted = ["package/LICENSE", "package/ThirdPartyNotices.txt", "package/Runtime/", "package/Plugins/Linux/", "package/Plugins/Windows/"];
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && wanted.Any(entry.Name.StartsWith))
            {
                var path = Path.Combine(folder, entry.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                entry.ExtractToFile(path, overwrite: false);
            }
        }
    }
}

/// <summary>Asks the feed by really restoring one scratch project per package family.</summary>
static class FeedProbe
{
    public static Feed Run()
    {
        string[] onnxRuntime = ["Microsoft.ML.OnnxRuntime.Managed", Setup.WantsCuda ? "Microsoft.ML.OnnxRuntime.Gpu" : "Microsoft.ML.OnnxRuntime"];
        string[] torchSharp = ["TorchSharp", !Setup.WantsCuda ? "TorchSharp-cpu" : OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux"];
        Log.Say("probing the package feed");
        // Inside the repository, so that NuGet.Config and the central versions are those the build will see.
        using var scratch = new ScratchFolder();
        Family[] families =
        [
            new(scratch, "always", ["Google.Protobuf", "MathNet.Numerics", "NUnit"]),
            new(scratch, "onnxruntime", onnxRuntime),
            new(scratch, "gdal", ["MaxRev.Gdal.Core", "MaxRev.Gdal.LinuxRuntime.Minimal", "MaxRev.Gdal.WindowsRuntime.Minimal"]),
            new(scratch, "mlnet", ["Microsoft.ML", "Microsoft.Extensions.ML"]),
            new(scratch, "torchsharp", torchSharp),
        ];
        var solution = Path.Combine(scratch.Path, "probe.slnx");
        new XElement("Solution", families.Select(family => new XElement("Project", new XAttribute("Path", family.Project)))).Save(solution);
        var output = Shell.Capture(Shell.DotnetHost, ["restore", solution]);

        // Without this one a dead network would read as a feed that lacks everything.
        if (!families[0].Restored)
        {
            throw new SetupException($"the NuGet feed could not be used:\n{output}");
        }

        return new Feed(families[1].Restored, families[2].Restored, families[3].Restored, families[4].Restored);
    }

    sealed class Family
    {
        readonly string _folder;

        public Family(ScratchFolder scratch, string name, string[] packages)
        {
            _folder = Directory.CreateDirectory(Path.Combine(scratch.Path, name)).FullName;
            // Not the name alone: a project called torchsharp that takes TorchSharp is a cycle to NuGet.
            Project = Path.Combine(_folder, $"{name}-probe.csproj");
            new XElement("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
                new XElement("ItemGroup", packages.Select(id => new XElement("PackageReference", new XAttribute("Include", id))))).Save(Project);
        }

        public string Project { get; }

        public bool Restored
        {
            get
            {
                var verdict = Path.Combine(_folder, "obj", "project.nuget.cache");
                return File.Exists(verdict) && File.ReadAllText(verdict).Contains("\"success\": true", StringComparison.Ordinal);
            }
        }
    }
}

static class SystemGdal
{
    public static void Require()
    {
        if (IsThere())
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            Apt.Install("GDAL", Apt.IsThere ? NameInArchive() : "libgdal32");
            if (IsThere())
            {
                return;
            }
        }

        throw new SetupException("no GDAL library is on the loader's path. " + (
            OperatingSystem.IsWindows() ? "Install GDAL (OSGeo4W, or conda) and put the folder of gdal.dll on PATH, or use a feed with MaxRev.Gdal.Core"
            : OperatingSystem.IsMacOS() ? "Run: brew install gdal"
            : "Install your distribution's GDAL library, 3.6 or newer"));
    }

    static bool IsThere()
    {
        // The sonames of GDAL 3.6 to 3.14; distributions put the bare name in the development package only.
        string[] names = OperatingSystem.IsWindows() ? ["gdal.dll"]
            : OperatingSystem.IsMacOS() ? ["libgdal.dylib", "/opt/homebrew/lib/libgdal.dylib", "/usr/local/lib/libgdal.dylib"]
            : [.. Enumerable.Range(32, 9).Select(number => $"libgdal.so.{number}"), "libgdal.so"];
        return names.Any(name => NativeLibrary.TryLoad(name, out _));
    }

    // Debian 12 calls it libgdal32; each release of a distribution has one such package.
    static string NameInArchive()
    {
        Apt.Update();
        return Shell.Capture("apt-cache", ["search", "--names-only", "^libgdal[0-9]+(t64)?$"])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0])
            .Order(StringComparer.Ordinal)
            .LastOrDefault("libgdal32");
    }
}

/// <summary>Programs that some tests need; without them these tests are skipped, so nothing here fails.</summary>
static class TestPrograms
{
    /// <summary>Runs a cluster on this machine, and judges HTML pages.</summary>
    public static void Offer()
    {
        Offer("Slurm", "the tests on a cluster", ["slurmctld", "slurmd", "slurm-client", "munge"], Exists("slurmctld") && Exists("slurmd") && Exists("sbatch") && Exists("munged"));
        Offer("Chromium", "the tests of HTML pages", ["chromium"], Exists("chromium") || Exists("chromium-browser") || Exists("google-chrome") || Exists("google-chrome-stable"));
    }

    static bool Exists(string program) => Shell.Exists(program) || File.Exists($"/usr/sbin/{program}");

    static void Offer(string name, string tests, string[] packages, bool there)
    {
        if (!OperatingSystem.IsLinux() || there)
        {
            return;
        }

        try
        {
            Apt.Install(name, packages);
        }
        catch (SetupException failure)
        {
            Log.Say($"LEFT OUT: {tests}; {failure.Message}");
        }
    }
}

static class Npm
{
    public static string Command => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    public static void Require()
    {
        if (Shell.Exists(Command))
        {
            return;
        }

        if (!OperatingSystem.IsLinux())
        {
            throw new SetupException("npm is needed to fetch ONNX Runtime: install Node.js (https://nodejs.org), or use a NuGet feed with Microsoft.ML.OnnxRuntime");
        }

        Apt.Install("npm", "npm");
    }
}

static class Apt
{
    static bool s_updated;

    public static bool IsThere => Shell.Exists("apt-get");

    public static void Install(string what, params string[] packages)
    {
        var names = string.Join(' ', packages);
        var command = $"apt-get update && apt-get install -y --no-install-recommends {names}";
        if (!IsThere)
        {
            throw new SetupException($"{what} is missing and there is no apt-get here; on Debian it would be: {command}");
        }

        if (!Environment.IsPrivilegedProcess)
        {
            throw new SetupException($"{what} is missing and installing it takes root. Run this once, then again what you ran:\n  sudo sh -c '{command}'");
        }

        Log.Say($"installing {names} with apt-get");
        Update();
        if (!Try(["install", "-y", "--no-install-recommends", .. packages]))
        {
            throw new SetupException($"{what} could not be installed. Run: {command}");
        }
    }

    public static void Update()
    {
        // An outdated index is no reason to stop: the installation itself decides.
        if (!s_updated && Environment.IsPrivilegedProcess)
        {
            s_updated = Try("update");
        }
    }

    // Mirrors fail now and then, and unattended upgrades hold the lock for a while.
    static bool Try(params string[] arguments)
    {
        string[] line = ["-q", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0", .. arguments];
        return Enumerable.Range(0, 2).Any(_ => Shell.Run("apt-get", line) == 0);
    }
}

static class Shell
{
    // The SDK that runs this program, even where it is not on PATH.
    public static string DotnetHost => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    public static int Dotnet(params string[] arguments) => Run(DotnetHost, arguments);

    public static int Run(string command, string[] arguments, string? folder = null)
    {
        using var process = Start(command, arguments, folder, capture: false);
        process.WaitForExit();
        return process.ExitCode;
    }

    public static string Capture(string command, string[] arguments)
    {
        using var process = Start(command, arguments, null, capture: true);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.Result;
    }

    public static bool Exists(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, command)));

    static Process Start(string command, string[] arguments, string? folder, bool capture)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = folder ?? Environment.CurrentDirectory,
            RedirectStandardOutput = capture,
            RedirectStandardError = capture,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        try
        {
            return Process.Start(start) ?? throw new SetupException($"'{command}' could not be started");
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new SetupException($"'{command}' could not be started: {failure.Message}");
        }
    }
}

static class Repository
{
    static readonly string s_root = AppContext.GetData("EntryPointFileDirectoryPath") as string
        ?? throw new SetupException("run this as: dotnet run build.cs <verb>");

    public static string Solution => Path("CloudRemoval.sln");

    public static string Path(params string[] parts) => System.IO.Path.Combine([s_root, .. parts]);
}

/// <summary>A folder that is gone when its user is done.</summary>
sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(Repository.Path("artifacts", $"scratch-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

static class Log
{
    public static void Say(string line) => Console.Error.WriteLine($"build.cs: {line}");
}

sealed class SetupException(string message) : Exception(message);
