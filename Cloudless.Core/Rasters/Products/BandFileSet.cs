using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Chooses the file of each band and checks that all show one scene on grids that fit into each other.</summary>
internal static class BandFileSet
{
    // 120 m on a 10 m grid; no product is coarser than 60.
    private const int LargestFactor = 12;

    /// <summary>Opens the finest file of each band.</summary>
    /// <param name="layout">The files found.</param>
    /// <param name="level">L1C, which has a B10, or L2A; null where nothing tells.</param>
    /// <returns>13 files, or 12 without B10, in the order of <see cref="Sentinel2Band.All"/>; the finest have the factor 1.</returns>
    /// <exception cref="BandMissingException">A band is missing, or there are two files of it.</exception>
    /// <exception cref="RasterMismatchException">The files are of different scenes, or their grids do not fit.</exception>
    /// <exception cref="UnsupportedProductException">A file is damaged.</exception>
    public static IReadOnlyList<BandFile> Open(ProductLayout layout, string? level)
    {
        Sentinel2Band[] missing = [.. Sentinel2Band.All.Where(b => (b != Sentinel2Band.B10 || level == "L1C") && !layout.Bands.Any(f => f.Band == b))];
        if (missing.Length > 0)
        {
            throw new BandMissingException(
                $"'{layout.Files.Name}' has no file of {BandSets.Words(missing)}; expected one of each of {BandSets.Expected}{(level == "L1C" ? ", for the product is Level-1C" : " (B10 may be missing)")}, such as …_{missing[0].Id}.jp2. Is the product whole?");
        }

        RequireOneScene(layout);
        List<BandFile> files = [];
        foreach (Sentinel2Band band in Sentinel2Band.All)
        {
            BandFile[] candidates = [.. layout.Bands.Where(f => f.Band == band).Select(f => BandFile.Open(layout.Files, f.Band, f.Name))];
            if (candidates.Length > 0)
            {
                files.Add(Finest(layout, candidates));
            }
        }

        BandFile finest = files.MaxBy(f => f.Profile.Width)!;
        return [.. files.Select(f => Fitted(layout.Files.Name, f, finest))];
    }

    private static void RequireOneScene(ProductLayout layout)
    {
        foreach ((string what, Func<string, string?> part) in ((string, Func<string, string?>)[])
            [("tiles", ProductNames.TileOf), ("times", ProductNames.TimeOf), ("baselines", ProductNames.BaselineOf)])
        {
            string[] found = [.. layout.Bands.Select(f => part(f.Name)).OfType<string>().Distinct()];
            if (found.Length > 1)
            {
                string[] examples = [.. found.Take(2).Select(v => ProductNames.FileName(layout.Bands.First(f => part(f.Name) == v).Name))];
                throw new RasterMismatchException(
                    $"'{layout.Files.Name}' holds bands of different {what}: {string.Join(", ", found.Take(4))} (such as {examples[0]} and {examples[1]}). Give the bands of one scene.");
            }
        }
    }

    private static BandFile Finest(ProductLayout layout, BandFile[] candidates)
    {
        BandFile finest = candidates.MaxBy(f => f.Profile.Width)!;
        BandFile? second = candidates.FirstOrDefault(f => f != finest && f.Profile.Width == finest.Profile.Width);
        return second is null
            ? finest
            : throw new BandMissingException($"'{layout.Files.Name}' holds two files of {finest.Band.Id}, '{finest.Name}' and '{second.Name}'. Give the bands of one scene.");
    }

    private static BandFile Fitted(string name, BandFile file, BandFile finest)
    {
        RasterProfile own = file.Profile, grid = finest.Profile;
        int factor = Math.Max(1, grid.Width / own.Width);
        bool size = own.Width * factor == grid.Width && own.Height * factor == grid.Height && factor <= LargestFactor;
        if (!size || !SamePlace(own, grid, factor) || own.SampleType != grid.SampleType)
        {
            throw new RasterMismatchException(
                $"'{name}': {file.Name} ({Words(own)}) does not fit {finest.Name} ({Words(grid)}); expected the same place, coordinate reference system and sample type, with pixels a whole number of times as large. Give the bands of one scene.");
        }

        return file with { Factor = factor };
    }

    private static bool SamePlace(RasterProfile own, RasterProfile grid, int factor)
    {
        if (own.Transform is null || grid.Transform is null)
        {
            return own.Transform is null && grid.Transform is null;
        }

        double[] fine = [.. own.Transform];
        foreach (int i in (int[])[1, 2, 4, 5])
        {
            fine[i] /= factor;
        }

        return GridComparison.SameCorners(fine, grid.Transform, grid.Width, grid.Height) && GridComparison.SameCrs(own.Crs, grid.Crs);
    }

    private static string Words(RasterProfile p) => FormattableString.Invariant(
        $"{p.Width} x {p.Height} pixels{(p.Transform is { } t ? $" of {t[1]} from {t[0]}, {t[3]}" : "")}, {p.SampleType}");
}
