using System.IO.Compression;
using System.Xml.Linq;

namespace Cloudless.Tests.Packages;

/// <summary>A .nupkg or .snupkg, read.</summary>
internal sealed class PackedFile : IDisposable
{
    private readonly ZipArchive _zip;

    public PackedFile(string path) => _zip = ZipFile.OpenRead(path);

    /// <summary>Paths inside, but for those that every package has.</summary>
    public IReadOnlyList<string> Files =>
        [.. _zip.Entries.Select(e => e.FullName).Where(n => n is not "_rels/.rels" and not "[Content_Types].xml" && !n.StartsWith("package/", StringComparison.Ordinal))];

    public Nuspec Nuspec => new(XDocument.Load(new MemoryStream(Bytes(Files.Single(f => f.EndsWith(".nuspec", StringComparison.Ordinal))))));

    public byte[] Bytes(string file)
    {
        using Stream entry = (_zip.GetEntry(file) ?? throw new FileNotFoundException($"{file} is not among {string.Join(", ", Files)}")).Open();
        using var copy = new MemoryStream();
        entry.CopyTo(copy);
        return copy.ToArray();
    }

    public string Text(string file)
    {
        using var reader = new StreamReader(new MemoryStream(Bytes(file)));
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    public void Dispose() => _zip.Dispose();
}
