using System.IO.Compression;

namespace Cloudless.Rasters.Products;

/// <summary>Files of a zip archive, read where they are: nothing is ever unpacked.</summary>
internal sealed class ZipFiles : ProductFiles
{
    // GDAL takes an archive by any name between braces, but counts those in the name as well; without, it has to end in .zip.
    private readonly bool _braced;

    private ZipFiles(string archive, IReadOnlyList<string> names)
        : base(archive, names) =>
        _braced = Path.GetFullPath(archive).AsSpan().ContainsAny('{', '}');

    /// <summary>Lists an archive.</summary>
    /// <exception cref="UnsupportedProductException">It is damaged, names a file outside of itself or a file twice, or holds too many files.</exception>
    /// <exception cref="CloudlessException">It cannot be read.</exception>
    public static ZipFiles Open(string archive)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(archive);
            if (zip.Entries.Count > Most)
            {
                throw TooMany(archive);
            }

            List<string> names = [.. zip.Entries.Select(e => e.FullName)];
            if (names.Find(Leaves) is { } hostile)
            {
                throw new UnsupportedProductException(
                    $"'{archive}' names a file outside of the archive, '{Printable(hostile)}'; expected a Sentinel-2 product as it is distributed. Nothing was unpacked. Get the archive from its source again.");
            }

            names = [.. names.Where(n => !n.EndsWith('/'))];
            names.Sort(StringComparer.Ordinal);
            for (int i = 1; i < names.Count; i++)
            {
                if (names[i] == names[i - 1])
                {
                    throw new UnsupportedProductException($"'{archive}' holds '{Printable(names[i])}' twice. Get the archive from its source again.");
                }
            }

            return new ZipFiles(archive, names);
        }
        catch (InvalidDataException e)
        {
            throw new UnsupportedProductException($"'{archive}' cannot be read as a zip archive: {e.Message} Copy or download it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"'{archive}' cannot be read: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public override string PathOf(string name) => _braced ? $"/vsizip/{Path.GetFullPath(Name)}/{name}" : $"/vsizip/{{{Path.GetFullPath(Name)}}}/{name}";

    /// <inheritdoc/>
    public override Stream OpenRead(string name)
    {
        ZipArchive zip = ZipFile.OpenRead(Name);
        try
        {
            // The whole entry, as far as metadata may go: the archive is closed again at once.
            using Stream entry = zip.GetEntry(name)!.Open();
            var memory = new MemoryStream();
            byte[] buffer = new byte[81920];
            for (int read = entry.Read(buffer); read > 0 && memory.Length <= MetadataXml.MaximumBytes; read = entry.Read(buffer))
            {
                memory.Write(buffer, 0, read);
            }

            memory.Position = 0;
            return memory;
        }
        finally
        {
            zip.Dispose();
        }
    }

    /// <inheritdoc/>
    public override void RequireWhole(string name)
    {
        try
        {
            using ZipArchive zip = ZipFile.OpenRead(Name);
            ZipArchiveEntry entry = zip.GetEntry(name)!;
            using Stream stream = entry.Open();
            byte[] head = new byte[(int)Math.Min(entry.Length, CodestreamEnd.Head)];
            int read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            using var first = new MemoryStream(head, 0, read);
            CodestreamEnd.Check($"'{Name}': {name}", first, entry.Length);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException or UnauthorizedAccessException)
        {
            throw new UnsupportedProductException($"'{Name}': {name} cannot be read: {e.Message} Copy or download the archive again.", e);
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> OnDisk(IEnumerable<string> names) => [Name];

    // Names are only looked up, but an archive with such names is not what it says it is.
    private static bool Leaves(string name) =>
        name.StartsWith('/') || name.Contains('\\') || name.Contains(':') || name.Any(char.IsControl) || name.Split('/').Contains("..");

    private static string Printable(string name) => new([.. name.Take(200).Select(c => char.IsControl(c) ? '?' : c)]);
}
