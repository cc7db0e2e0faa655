namespace Cloudless.Rasters;

/// <summary>Gives a dataset colors for its values. Call inside a <see cref="GdalScope"/>.</summary>
internal static unsafe class ColorTables
{
    /// <summary>Sets the colors of the first band; nothing where there are none to set.</summary>
    /// <returns>False when GDAL refused.</returns>
    public static bool Set(GdalDataset dataset, IReadOnlyList<PaletteEntry>? colors)
    {
        if (colors is null)
        {
            return true;
        }

        const int rgb = 1;
        nint table = Gdal.GDALCreateColorTable(rgb);
        short* color = stackalloc short[4];
        foreach (PaletteEntry entry in colors)
        {
            (color[0], color[1], color[2], color[3]) = (entry.Red, entry.Green, entry.Blue, entry.Alpha);
            Gdal.GDALSetColorEntry(table, entry.Value, color);
        }

        bool done = Gdal.GDALSetRasterColorTable(Gdal.GDALGetRasterBand(dataset, 1), table) == Gdal.Success;
        Gdal.GDALDestroyColorTable(table);
        return done;
    }
}
