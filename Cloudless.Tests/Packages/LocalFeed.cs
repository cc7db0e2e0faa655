using System.Reflection;
using System.Text.Json;
using System.Xml.Linq;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Packages;

/// <summary>The packages, made once for all tests of this room from what is already built, in a folder that serves as a feed.</summary>
[SetUpFixture]
internal sealed class LocalFeed
{
    private static TestFolder? s_folder;

    /// <summary>The library that is left out where the feed lacks Microsoft.ML.</summary>
    public const string MLNet = "Cloudless.MLNet";

    /// <summary>All libraries, by the names of projects and packages.</summary>
    public static IReadOnlyList<string> Planned { get; } = ["Cloudless.Core", MLNet, "Cloudless.Training"];

    /// <summary>Those of them that are built here.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
        [.. Planned.Where(l => l != MLNet || typeof(LocalFeed).Assembly.GetReferencedAssemblies().Any(a => a.Name == MLNet))];

    /// <summary>The tool's package.</summary>
    public const string Tool = "Cloudless.Cli";

    public static string Path => s_folder!["feed"];

    /// <summary>Debug or Release: what of the projects is built.</summary>
    public static string Configuration { get; } = typeof(LocalFeed).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;

    /// <summary>Where the packages lie that the build took, so that no test needs to fetch any.</summary>
    public static string RestoredPackages { get; private set; } = "";

    /// <summary>Opens a package, or its symbols.</summary>
    public static PackedFile Open(string id, string extension = ".nupkg") => new(File(id, extension));

    /// <summary>The file of a package that is there in one version.</summary>
    public static string File(string id, string extension = ".nupkg") =>
        Directory.GetFiles(Path, $"{id}.*{extension}").Single(f => char.IsAsciiDigit(System.IO.Path.GetFileName(f)[id.Length + 1]) && f.EndsWith(extension, StringComparison.Ordinal));

    /// <summary>The stamp that the SDK leaves behind package validation.</summary>
    public static string ValidationStamp(string id) => s_folder![id + ".validated"];

    [OneTimeSetUp]
    public void Pack()
    {
        using JsonDocument assets = JsonDocument.Parse(System.IO.File.ReadAllText(Repository.File("Cloudless.Core", "obj", "project.assets.json")));
        RestoredPackages = string.Join(';', assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(f => f.Name));
        s_folder = new TestFolder();
        List<XElement> projects = [.. Libraries.Append(Tool).Select(p => Project(p, Repository.File(p, $"{p}.csproj"), Configuration))];
        if (UsesOwnOnnxRuntime(assets.RootElement))
        {
            projects.Add(Project("Cloudless.OnnxRuntime", Repository.File("eng", "onnxruntime", "Microsoft.ML.OnnxRuntime.csproj"), "Release"));
        }

        var all = new XElement("MSBuild", new XAttribute("Projects", "@(Packed)"), new XAttribute("Targets", "Pack"), new XAttribute("BuildInParallel", "true"),
            new XAttribute("Properties", $"NoBuild=true;PackageOutputPath={Path};NuspecOutputPath={s_folder["nuspecs"]}"));
        new XElement("Project", new XElement("ItemGroup", projects), new XElement("Target", new XAttribute("Name", "Pack"), all)).Save(s_folder["pack.proj"]);
        DotnetProcess.Run(s_folder.Path, "msbuild", "pack.proj", "-t:Pack", "-m", "-nologo", "-v:minimal");
    }

    [OneTimeTearDown]
    public void Delete() => s_folder?.Dispose();

    private static XElement Project(string id, string path, string configuration) => new("Packed", new XAttribute("Include", path),
        new XElement("AdditionalProperties", $"Configuration={configuration};_ApiCompatValidatePackageSemaphoreFile={ValidationStamp(id)}"));

    private static bool UsesOwnOnnxRuntime(JsonElement assets) =>
        assets.GetProperty("libraries").EnumerateObject().Any(l => l.Name.StartsWith("Cloudless.OnnxRuntime/", StringComparison.Ordinal));
}
