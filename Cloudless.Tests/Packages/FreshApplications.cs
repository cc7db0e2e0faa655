using System.Xml.Linq;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Packages;

/// <summary>A new console application that takes a library from the local feed.</summary>
/// <param name="Name">Not that of the package: a project of the same name is a cycle to NuGet.</param>
/// <param name="Package">The library.</param>
/// <param name="Code">All of its code.</param>
/// <param name="ReadsFiles">Whether it adds GDAL's natives, as the pages of the packages tell; else it takes the library alone.</param>
internal sealed record FreshApplication(string Name, string Package, string Code, bool ReadsFiles = false)
{
    /// <summary>The example on a package's page, word for word: its first block of C#.</summary>
    public static FreshApplication OfPage(string package, bool readsFiles = false)
    {
        using PackedFile file = LocalFeed.Open(package);
        return new($"On{package.Replace(".", "", StringComparison.Ordinal)}", package, file.Text("README.md").Split("```csharp\n")[1].Split("```")[0], readsFiles);
    }
}

/// <summary>Builds applications together, for the SDK then starts once, and runs them.</summary>
internal sealed class FreshApplications : IDisposable
{
    private readonly TestFolder _folder = new();

    public FreshApplications(IEnumerable<FreshApplication> applications)
    {
        var solution = new XElement("Solution");
        foreach (FreshApplication application in applications)
        {
            string folder = Directory.CreateDirectory(_folder[application.Name]).FullName;
            File.WriteAllText(Path.Combine(folder, "Program.cs"), application.Code);
            Project(application).Save(Path.Combine(folder, $"{application.Name}.csproj"));
            solution.Add(new XElement("Project", new XAttribute("Path", $"{application.Name}/{application.Name}.csproj")));
        }

        solution.Save(_folder["fresh.slnx"]);
        // Properties of the whole build, so that no setting of the machine and no compiler server takes part.
        DotnetProcess.Run(_folder.Path, "build", "fresh.slnx", "-c", "Release", "-v:quiet", "-nologo", "-p:UseSharedCompilation=false", "-p:NuGetAudit=false",
            $"-p:RestoreSources={LocalFeed.Path}", $"-p:RestorePackagesPath={_folder["packages"]}", $"-p:RestoreFallbackFolders=\"{LocalFeed.RestoredPackages}\"");
    }

    /// <summary>Runs one and gives what it wrote.</summary>
    public string Run(string name, params string[] arguments) =>
        DotnetProcess.Run(_folder.Path, ["exec", Path.Combine(_folder[name], "bin", "Release", "net10.0", $"{name}.dll"), .. arguments]);

    public void Dispose() => _folder.Dispose();

    private static XElement Project(FreshApplication application)
    {
        using PackedFile package = LocalFeed.Open(application.Package);
        var references = new XElement("ItemGroup", Reference(application.Package, package.Nuspec["version"]));
        if (application.ReadsFiles && package.Nuspec.Dependencies.TryGetValue("MaxRev.Gdal.Core", out string? gdal))
        {
            references.Add(Reference("MaxRev.Gdal.LinuxRuntime.Minimal", gdal), Reference("MaxRev.Gdal.WindowsRuntime.Minimal", gdal));
        }

        return new("Project", new XAttribute("Sdk", "Microsoft.NET.Sdk"),
            new XElement("PropertyGroup",
                new XElement("OutputType", "Exe"),
                new XElement("TargetFramework", "net10.0"),
                new XElement("ImplicitUsings", "enable"),
                new XElement("Nullable", "enable"),
                new XElement("InvariantGlobalization", "true"),
                new XElement("TreatWarningsAsErrors", "true"),
                new XElement("UseAppHost", "false")),
            references);
    }

    private static XElement Reference(string package, string version) =>
        new("PackageReference", new XAttribute("Include", package), new XAttribute("Version", version));
}
