using System.Xml.Linq;

namespace Cloudless.Setup;

/// <summary>Asks the feed by really restoring one scratch project per package family.</summary>
internal static class FeedProbe
{
    public static Feed Run()
    {
        string[] onnxRuntime = ["Microsoft.ML.OnnxRuntime.Managed", Machine.WantsCuda ? "Microsoft.ML.OnnxRuntime.Gpu" : "Microsoft.ML.OnnxRuntime"];
        string[] torchSharp = ["TorchSharp", !Machine.WantsCuda ? "TorchSharp-cpu" : OperatingSystem.IsWindows() ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux"];
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

    private sealed class Family
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
