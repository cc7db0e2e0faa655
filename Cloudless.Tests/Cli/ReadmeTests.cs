using Cloudless.Imagery;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Cli;

/// <summary>What the README shows is what compiles and runs.</summary>
internal sealed class ReadmeTests
{
    [Test]
    public void The_example_in_the_readme_is_the_one_that_compiles()
    {
        string code = File.ReadAllText(Repository.File("Cloudless.Tests", "Cli", "ReadmeExamples.cs")).ReplaceLineEndings("\n");
        string expected = code.Split("#region readme\n")[1].Split("#endregion")[0];
        Assert.That(File.ReadAllText(Repository.File("README.md")).ReplaceLineEndings("\n"), Does.Contain("```csharp\n" + expected + "```"));
    }

    [Test]
    public void The_example_runs_with_the_default_model()
    {
        using var folder = new TemporaryFolder();
        SyntheticFiles.Write(folder, 64);
        Example.FromFileToFile(folder["s2.tif"], folder["s1.tif"], folder["out.tif"], folder["q.png"]);
        Raster<float> image = Example.InMemory(folder["s2.tif"], folder["s1.tif"]);
        ushort[] file = SyntheticFiles.Read<ushort>(folder["out.tif"]).Data;
        Assert.That(file.Select((v, i) => Math.Abs(v - Math.Clamp(image.Data[i], 1, 65534))).Max(), Is.LessThanOrEqualTo(0.51f), "file and memory differ by rounding alone");
    }

    [Test]
    public void Files_named_in_the_docs_exist()
    {
        foreach (string page in new[] { "README.md", "docs/design.md", "docs/cli.md", "docs/glossary.md", "docs/performance.md" })
        {
            string path = Repository.File(page);
            foreach (string target in File.ReadAllText(path).Split("](").Skip(1).Select(part => part.Split(')')[0].Split('#')[0]))
            {
                if (target.Length > 0 && !target.StartsWith("http", StringComparison.Ordinal))
                {
                    Assert.That(Path.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)), $"{page} links to '{target}'");
                }
            }
        }
    }
}
