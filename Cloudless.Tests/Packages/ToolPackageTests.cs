using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Packages;

/// <summary>The tool's package installs and runs.</summary>
[TestFixture]
internal sealed class ToolPackageTests
{
    [Test]
    public void It_installs_from_the_feed_and_finds_its_native_libraries_and_models()
    {
        using PackedFile package = LocalFeed.Open(LocalFeed.Tool);
        Assert.That(package.Nuspec.PackageTypes, Is.EqualTo(new[] { "DotnetTool" }));
        Assert.That(package.Nuspec.Dependencies, Is.Empty, "a tool carries all that it needs");
        using var folder = new TestFolder();
        DotnetProcess.Run(folder.Path, "tool", "install", LocalFeed.Tool, "--version", package.Nuspec["version"], "--tool-path", folder["tools"], "--source", LocalFeed.Path);
        string info = DotnetProcess.RunProgram(Path.Combine(folder["tools"], "cloudless"), folder.Path, "info");
        Assert.That(info, Does.Match(@"(?m)^onnxruntime\s+\d+\.\d+.*CPUExecutionProvider").And.Match(@"(?m)^model\s+cloudless-default\.onnx "));
    }
}
