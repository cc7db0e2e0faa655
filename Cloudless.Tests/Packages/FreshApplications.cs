using System.Xml.Linq;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Packages;

/// <summary>New console applications, each of which takes one library from the local feed and is the example on that package's page, word for word.</summary>
internal sealed class FreshApplications : IDisposable
{
    private readonly TestFolder _folder = new();

    public FreshApplications(IEnumerable<string> packages)
    {
        // All in one solution: the SDK starts once.
        var solution = new XElement("Solution");
        foreach (string id in packages)
        {
            using PackedFile package = LocalFeed.Open(id);
            string name = NameOf(id);
            Directory.CreateDirectory(_folder[name]);
            File.WriteAllText(Path.Combine(_folder[name], "Program.cs"), ExampleOf(package));
            Project(package.Nuspec).Save(Path.Combine(_folder[name], $"{name}.csproj"));
            solution.Add(new XElement("Project", new XAttribute("Path", $"{name}/{name}.csproj")));
        }

        solution.Save(_folder["fresh.slnx"]);
        // Properties of the whole build, so that no setting of the machine and no compiler server takes part.
        DotnetProcess.Run(_folder.Path, "build", "fresh.slnx", "-c", "Release", "-v:quiet", "-nologo", "-p:UseSharedCompilation=false", "-p:NuGetAudit=false",
            $"-p:RestoreSources={LocalFeed.Path}", $"-p:RestorePackagesPath={_folder["packages"]}", $"-p:RestoreFallbackFolders=\"{LocalFeed.RestoredPackages}\"");
    }

    /// <summary>Runs one and gives what it wrote.</summary>
    public string Run(string id, params string[] arguments) =>
        DotnetProcess.Run(_folder.Path, ["exec", Path.Combine(_folder[NameOf(id)], "bin", "Release", "net10.0", $"{NameOf(id)}.dll"), .. arguments]);

    public void Dispose() => _folder.Dispose();

    /// <summary>The first block of C# on a package's page.</summary>
    private static string ExampleOf(PackedFile package) => package.Text("README.md").Split("```csharp\n")[1].Split("```")[0];

    // Not the package's own name: a project of that name that takes the package is a cycle to NuGet.
    private static string NameOf(string id) => id.Replace("Cloudless.", "Fresh", StringComparison.Ordinal);

    private static XElement Project(Nuspec nuspec) => new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
        new XElement("PropertyGroup",
            new XElement("OutputType", "Exe"),
            new XElement("TargetFramework", "net10.0"),
            new XElement("ImplicitUsings", "enable"),
            new XElement("Nullable", "enable"),
            new XElement("InvariantGlobalization", "true"),
            new XElement("TreatWarningsAsErrors", "true"),
            new XElement("UseAppHost", "false")),
        new XElement("ItemGroup", new XElement("PackageReference", new XAttribute("Include", nuspec["id"]), new XAttribute("Version", nuspec["version"]))));
}
