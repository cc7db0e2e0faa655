using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Cloudless.Tests.Packages;

/// <summary>Symbols fit the assemblies, hold the sources, and name no folder of the machine that built them.</summary>
[TestFixture]
internal sealed class SymbolTests
{
    /// <summary>The kind of debug information that holds a source, as the format of portable PDBs says.</summary>
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Libraries))]
    public void Symbols_belong_to_the_assembly_of_the_package(string id)
    {
        using PackedFile package = LocalFeed.Open(id), symbols = LocalFeed.Open(id, ".snupkg");
        Assert.That(symbols.Nuspec.PackageTypes, Is.EqualTo(new[] { "SymbolsPackage" }));
        using var assembly = new PEReader(new MemoryStream(package.Bytes($"lib/net10.0/{id}.dll")));
        ImmutableArray<DebugDirectoryEntry> entries = assembly.ReadDebugDirectory();
        CodeViewDebugDirectoryData expected = assembly.ReadCodeViewDebugDirectoryData(entries.Single(e => e.Type == DebugDirectoryEntryType.CodeView));
        using MetadataReaderProvider pdb = Symbols(symbols, id);
        Assert.That(new BlobContentId(pdb.GetMetadataReader().DebugMetadataHeader!.Id).Guid, Is.EqualTo(expected.Guid));
    }

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Libraries))]
    public void Sources_lie_in_the_symbols_because_no_repository_is_named(string id)
    {
        using PackedFile symbols = LocalFeed.Open(id, ".snupkg");
        using MetadataReaderProvider pdb = Symbols(symbols, id);
        MetadataReader reader = pdb.GetMetadataReader();
        foreach (DocumentHandle document in reader.Documents)
        {
            IEnumerable<Guid> kinds = reader.GetCustomDebugInformation(document).Select(i => reader.GetGuid(reader.GetCustomDebugInformation(i).Kind));
            Assert.That(kinds, Does.Contain(EmbeddedSource), reader.GetString(reader.GetDocument(document).Name));
        }
    }

    [TestCaseSource(typeof(LocalFeed), nameof(LocalFeed.Libraries))]
    public void A_release_build_is_deterministic_and_names_no_folder_of_its_machine(string id)
    {
        using PackedFile package = LocalFeed.Open(id), symbols = LocalFeed.Open(id, ".snupkg");
        using var assembly = new PEReader(new MemoryStream(package.Bytes($"lib/net10.0/{id}.dll")));
        Assert.That(assembly.ReadDebugDirectory().Select(e => e.Type), Does.Contain(DebugDirectoryEntryType.Reproducible));
        if (LocalFeed.Configuration != "Release")
        {
            Assert.Ignore("A debug build names the real folders, for breakpoints; release builds are what is packed.");
        }

        using MetadataReaderProvider pdb = Symbols(symbols, id);
        MetadataReader reader = pdb.GetMetadataReader();
        IEnumerable<string> documents = reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name));
        Assert.That(documents, Is.Not.Empty.And.All.StartsWith("/_/"));
    }

    private static MetadataReaderProvider Symbols(PackedFile symbols, string id) =>
        MetadataReaderProvider.FromPortablePdbImage([.. symbols.Bytes($"lib/net10.0/{id}.pdb")]);
}
