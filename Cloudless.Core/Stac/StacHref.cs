namespace Cloudless.Stac;

/// <summary>How an item names files: relative to its own place, so that a folder can be moved as a whole.</summary>
internal static class StacHref
{
    /// <summary>The way from an item's file to another file or folder; a URL where there is none, as between drives.</summary>
    public static string From(string itemPath, string path)
    {
        if (path.StartsWith("/vsi", StringComparison.Ordinal) || path.Contains("://", StringComparison.Ordinal))
        {
            return Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal).Replace("%3A", ":", StringComparison.Ordinal);
        }

        string relative = Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(itemPath))!, Path.GetFullPath(path));
        if (Path.IsPathRooted(relative))
        {
            return new Uri(relative).AbsoluteUri;
        }

        string escaped = string.Join('/', relative.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Select(Uri.EscapeDataString));
        return escaped.StartsWith("..", StringComparison.Ordinal) ? escaped : $"./{escaped}";
    }

    /// <summary>Media type of an input; null where its name does not tell.</summary>
    public static string? MediaType(string path) => Path.GetExtension(path.TrimEnd('/', '\\')).ToUpperInvariant() switch
    {
        ".TIF" or ".TIFF" => StacMedia.GeoTiff,
        ".JP2" => "image/jp2",
        ".ZIP" => "application/zip",
        ".VRT" or ".XML" => "application/xml",
        _ => null,
    };
}

/// <summary>Media types as STAC names them.</summary>
internal static class StacMedia
{
    public const string GeoTiff = "image/tiff; application=geotiff", Cog = GeoTiff + "; profile=cloud-optimized", Png = "image/png", Json = "application/json", Html = "text/html";
}
