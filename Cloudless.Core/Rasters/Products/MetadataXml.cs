using System.Xml;

namespace Cloudless.Rasters.Products;

/// <summary>An element of metadata that holds text.</summary>
/// <param name="Parent">Name of the element around it, without namespace.</param>
/// <param name="Name">Name, without namespace.</param>
/// <param name="Band">Its attribute band_id or bandId; null for none.</param>
/// <param name="Text">What it holds, trimmed.</param>
internal readonly record struct MetadataItem(string Parent, string Name, string? Band, string Text);

/// <summary>Reads the XML of products: no DTD, nothing from elsewhere, and only as much as metadata may be.</summary>
internal static class MetadataXml
{
    /// <summary>Real ones have up to some MB.</summary>
    public const long MaximumBytes = 32 << 20;

    private const int LongestText = 400;

    /// <summary>Reads the items of some names.</summary>
    /// <param name="files">Where the file lies.</param>
    /// <param name="name">Its name.</param>
    /// <param name="wanted">Names of elements; others are passed over.</param>
    /// <returns>The root element's name, and the items in the order of the file.</returns>
    /// <exception cref="UnsupportedProductException">It is not XML, has a DTD, or is too large.</exception>
    public static (string Root, IReadOnlyList<MetadataItem> Items) Read(ProductFiles files, string name, IReadOnlySet<string> wanted)
    {
        try
        {
            using Stream stream = files.OpenRead(name);
            return stream.Length <= MaximumBytes
                ? Read(stream, wanted)
                : throw new UnsupportedProductException($"'{files.Name}': {name} has more than {MaximumBytes} bytes; expected the metadata of a Sentinel-2 product. Copy or download it again.");
        }
        catch (Exception e) when (e is XmlException or IOException or InvalidDataException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new UnsupportedProductException($"'{files.Name}': {name} cannot be read as the metadata of a Sentinel-2 product: {e.Message} Copy or download it again.", e);
        }
    }

    private static (string Root, IReadOnlyList<MetadataItem> Items) Read(Stream stream, IReadOnlySet<string> wanted)
    {
        var settings = new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaximumBytes,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            IgnoreWhitespace = true,
        };
        using XmlReader reader = XmlReader.Create(stream, settings);
        var items = new List<MetadataItem>();
        var open = new Stack<string>();
        string root = "", name = "", text = "";
        string? band = null;
        bool leaf = false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    root = open.Count == 0 ? reader.LocalName : root;
                    (name, text, leaf) = (reader.LocalName, "", !reader.IsEmptyElement);
                    band = reader.GetAttribute("band_id") ?? reader.GetAttribute("bandId");
                    if (leaf)
                    {
                        open.Push(name);
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA:
                    text = text.Length < LongestText ? text + reader.Value : text;
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    if (leaf && wanted.Contains(name))
                    {
                        text = text.Trim();
                        items.Add(new MetadataItem(open.Count > 0 ? open.Peek() : "", name, band, text.Length > LongestText ? text[..LongestText] : text));
                    }

                    leaf = false;
                    break;
            }
        }

        return (root, items);
    }
}
