using System.IO.Compression;
using System.Xml.Linq;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Packages;

/// <summary>
/// The nuspecs as they come out on a feed that has everything. NuGet itself restores the projects and writes them, so they hold what a package would hold, packages pinned through others too; of packages
/// that this machine's feed may lack, empty ones of the same name and version stand in, which is enough for that.
/// </summary>
internal sealed class CompleteFeed : IDisposable
{
    private static readonly string[] Doubtful = ["Microsoft.ML.OnnxRuntime.Managed", "MaxRev.Gdal.Core", "TorchSharp", "Microsoft.ML"];

    private readonly TestFolder _folder = new();

    public CompleteFeed(IEnumerable<string> projects)
    {
        Directory.CreateDirectory(_folder["feed"]);
        XDocument versions = XDocument.Load(Repository.File("Directory.Packages.props"));
        foreach (string id in Doubtful)
        {
            StandIn(id, (string)versions.Descendants("PackageVersion").Single(v => (string?)v.Attribute("Include") == id).Attribute("Version")!);
        }

        // The projects' own obj folders stay as they are: what is restored here goes elsewhere.
        string common = "Configuration=Release;CloudlessOnnxRuntime=nuget;CloudlessGdal=nuget;CloudlessTorchSharp=nuget;CloudlessMLNet=nuget;"
            + $"RestoreSources={_folder["feed"]};RestorePackagesPath={_folder["packages"]};RestoreRecursive=false";
        var items = projects.Select(p => new XElement("Packed", new XAttribute("Include", Repository.File(p, $"{p}.csproj")),
            new XElement("AdditionalProperties", $"MSBuildProjectExtensionsPath={_folder["obj"]}/{p}/;RestoreFallbackFolders={Escaped(LocalFeed.RestoredPackages)}")));
        new XElement("Project",
            new XElement("ItemGroup", items),
            new XElement("Target", new XAttribute("Name", "Describe"),
                Call("Restore", $"{common};MSBuildRestoreSessionId=complete"),
                Call("_GetRestoreProjectStyle;GenerateNuspec", $"{common};NoBuild=true;IncludeBuildOutput=false;IncludeSymbols=false;NuspecOutputPath={_folder["nuspecs"]};PackageOutputPath={_folder["nuspecs"]}")))
            .Save(_folder["describe.proj"]);
        DotnetProcess.Run(_folder.Path, "msbuild", "describe.proj", "-t:Describe", "-nologo", "-v:minimal");
    }

    public Nuspec Nuspec(string id) => new(XDocument.Load(Directory.GetFiles(_folder["nuspecs"], $"{id}.*.nuspec").Single()));

    public void Dispose() => _folder.Dispose();

    // Several folders are one property's value.
    private static string Escaped(string folders) => folders.Replace(";", "%3B", StringComparison.Ordinal);

    private static XElement Call(string targets, string properties) => new("MSBuild",
        new XAttribute("Projects", "@(Packed)"), new XAttribute("Targets", targets), new XAttribute("Properties", properties));

    private void StandIn(string id, string version)
    {
        using ZipArchive zip = ZipFile.Open(Path.Combine(_folder["feed"], $"{id}.{version}.nupkg"), ZipArchiveMode.Create);
        using (var nuspec = new StreamWriter(zip.CreateEntry($"{id}.nuspec").Open()))
        {
            nuspec.Write($"<package><metadata><id>{id}</id><version>{version}</version><authors>-</authors><description>-</description></metadata></package>");
        }

        zip.CreateEntry("lib/netstandard2.0/_._").Open().Dispose();
    }
}
