namespace Cloudless.Removal;

/// <summary>A rectangle on the ground.</summary>
/// <param name="XMin">Western edge.</param>
/// <param name="YMin">Southern edge.</param>
/// <param name="XMax">Eastern edge, above <paramref name="XMin"/>.</param>
/// <param name="YMax">Northern edge, above <paramref name="YMin"/>.</param>
/// <param name="Crs">Its coordinate reference system, e.g. EPSG:4326 (x is longitude); null for the image's own.</param>
public sealed record SceneBounds(double XMin, double YMin, double XMax, double YMax, string? Crs = null)
{
    /// <summary>Reads <c>xmin,ymin,xmax,ymax</c> with an optional <c>,CRS</c> behind.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static SceneBounds Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(',', 5, StringSplitOptions.TrimEntries);
        var numbers = new double[4];
        bool read = parts.Length >= 4;
        for (int i = 0; read && i < 4; i++)
        {
            read = double.TryParse(parts[i], System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out numbers[i])
                && double.IsFinite(numbers[i]);
        }

        string? crs = parts.Length == 5 ? parts[4] : null;
        return read && numbers[2] > numbers[0] && numbers[3] > numbers[1] && crs != ""
            ? new SceneBounds(numbers[0], numbers[1], numbers[2], numbers[3], crs)
            : throw new FormatException($"'{text}' is no rectangle; expected xmin,ymin,xmax,ymax with xmin below xmax and ymin below ymax, and optionally ,CRS behind: 11.2,48.1,11.4,48.2,EPSG:4326.");
    }
}
