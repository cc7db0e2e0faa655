using System.Buffers.Binary;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Cloudless.Tests.Packages;

/// <summary>What is in the packages, and what their pages in a gallery will show.</summary>
[TestFixture]
internal sealed class PackageContentTests
{
    private static readonly string[] All = [.. LocalFeed.Libraries, LocalFeed.Tool];

    [TestCaseSource(nameof(All))]
    public void A_package_tells_what_it_is_and_under_which_license(string id)
    {
        using PackedFile package = LocalFeed.Open(id);
        Nuspec nuspec = package.Nuspec;
        Assert.That(nuspec["id"], Is.EqualTo(id));
        Assert.That(nuspec["license"], Is.EqualTo("MIT"));
        Assert.That((string?)nuspec.Element("license")!.Attribute("type"), Is.EqualTo("expression"));
        Assert.That(package.Text("LICENSE"), Is.EqualTo(File.ReadAllText(Repository.File("LICENSE")).ReplaceLineEndings("\n")));
        Assert.That(nuspec["description"], Has.Length.GreaterThan(40));
        Assert.That(nuspec["tags"].Split(' '), Does.Contain("sentinel-2").And.Contain("cloud-removal").And.Unique);
        Assert.That(nuspec["authors"], Is.EqualTo("The Cloudless authors"));
    }

    [TestCaseSource(nameof(All))]
    public void The_page_of_a_package_is_its_own_and_stands_alone(string id)
    {
        using PackedFile package = LocalFeed.Open(id);
        Assert.That(package.Nuspec["readme"], Is.EqualTo("README.md"));
        string page = package.Text("README.md");
        Assert.That(page, Is.EqualTo(File.ReadAllText(Repository.File(id, "README.md")).ReplaceLineEndings("\n")));
        Assert.That(page, Does.StartWith(id == LocalFeed.Tool ? "# cloudless\n" : $"# {id}\n"));
        Assert.That(page.Split("](").Skip(1), Has.All.StartsWith("https://"), "a gallery has none of the repository's files beside the page");
    }

    [TestCaseSource(nameof(All))]
    public void The_icon_is_a_small_square_png(string id)
    {
        using PackedFile package = LocalFeed.Open(id);
        byte[] icon = package.Bytes(package.Nuspec["icon"]);
        Assert.That(icon.AsSpan(0, 8).ToArray(), Is.EqualTo("\u0089PNG\r\n\u001a\n".Select(c => (byte)c)));
        Assert.That((BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(icon.AsSpan(20))), Is.EqualTo((128, 128)));
        Assert.That(icon, Has.Length.LessThan(10_000));
    }

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Libraries))]
    public void A_library_brings_its_assembly_with_documentation_and_nothing_native(string id)
    {
        using PackedFile package = LocalFeed.Open(id);
        Assert.That(package.Files, Is.EquivalentTo(new[] { $"{id}.nuspec", "README.md", "LICENSE", "icon.png", $"lib/net10.0/{id}.dll", $"lib/net10.0/{id}.xml" }));
    }

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Libraries))]
    public void The_assembly_version_stays_where_saved_pipelines_look_for_it(string id)
    {
        using PackedFile package = LocalFeed.Open(id);
        using var assembly = new PEReader(new MemoryStream(package.Bytes($"lib/net10.0/{id}.dll")));
        Assert.That(assembly.GetMetadataReader().GetAssemblyDefinition().Version, Is.EqualTo(new Version(1, 0, 0, 0)));
    }

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Libraries))]
    public void A_library_is_validated_when_it_is_packed(string id) =>
        Assert.That(File.Exists(LocalFeed.ValidationStamp(id)), "the SDK's package validation did not run");
}
