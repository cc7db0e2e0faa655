using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Fusion;

/// <summary>Calibrated, terrain-corrected Sentinel-1 backscatter of the place of an optical image: VV and VH in one or two files, on any grid, in dB or linear power.</summary>
/// <remarks>
/// Without data are samples that hold the declared nodata value, NaN or an infinity; in linear power those not above 0; in dB 0 where both bands hold it (in files of different
/// grids: 0); and all below -50 dB, which no radar measures: border noise and undeclared fill values. Immutable after <see cref="Open"/>; safe from any thread, each with a reader of its own.
/// </remarks>
public sealed class SarSource
{
    private readonly SarFiles _files;
    private readonly RasterProfile _grid;

    private SarSource(SarFiles files, RasterProfile grid, SarScale scale, bool detected, double covered) =>
        (_files, _grid, Scale, Detected, Covered) = (files, grid, scale, detected, covered);

    /// <summary>The unit of the files: never <see cref="SarScale.Auto"/>.</summary>
    public SarScale Scale { get; }

    /// <summary>Whether the values told the unit, not the caller.</summary>
    public bool Detected { get; }

    /// <summary>The share of the optical image's grid that has values, 0..1: of the windows that told the unit, which are all of a grid of a million pixels at most.</summary>
    internal double Covered { get; }

    /// <summary>The files that are read.</summary>
    public IReadOnlyList<string> Files => _files.Paths;

    /// <summary>What was assumed about the files; empty as a rule.</summary>
    public IReadOnlyList<string> Notes => _files.Notes;

    /// <summary>How messages name the image.</summary>
    public string Name => Named(Files);

    /// <summary>Finds VV and VH, checks where they lie and tells their unit by up to a million values.</summary>
    /// <param name="paths">One file with both, two files, or a folder with one file of each.</param>
    /// <param name="grid">Profile of the optical image.</param>
    /// <param name="scale">Unit of the files; <see cref="SarScale.Auto"/> to tell it by the values.</param>
    /// <exception cref="UnsupportedProductException">A raw Sentinel-1 product (the message names the missing steps), or a file that cannot be read.</exception>
    /// <exception cref="BandMissingException">VV or VH is missing, or cannot be told from other bands.</exception>
    /// <exception cref="RasterMismatchException">The image does not overlap the optical one, has no valid value there, or its values are in neither unit.</exception>
    /// <exception cref="CloudlessException">A file does not exist.</exception>
    public static SarSource Open(IReadOnlyList<string> paths, RasterProfile grid, SarScale scale = SarScale.Auto) =>
        OpenWhereMeasured(paths, grid, scale) ?? throw SarUnits.NoValue(Named(paths));

    /// <summary>As <see cref="Open"/>, but null where the image has no valid value over the optical one.</summary>
    internal static SarSource? OpenWhereMeasured(IReadOnlyList<string> paths, RasterProfile grid, SarScale scale)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(grid);
        SarFiles files = SarFiles.Find(paths);
        Window[][] looked = [.. SampleWindows(grid).GroupBy(w => w.Row).Select(row => (Window[])[.. row])];
        SarUnits units = Count(looked);
        if (units.Count == 0)
        {
            // A corner that touches the optical image lies between the samples.
            looked = [.. Enumerable.Range(0, (grid.Height + SampleSide - 1) / SampleSide)
                .Select(i => (Window[])[new Window(0, i * SampleSide, grid.Width, Math.Min(SampleSide, grid.Height - (i * SampleSide)))])];
            units = Count(looked);
        }

        double values = SarOpticalStack.SarBands * looked.Sum(row => row.Sum(w => (double)w.Width * w.Height));
        return units.Count == 0 ? null : new SarSource(files, grid, units.Decide(scale, Named(files.Paths)), scale == SarScale.Auto, units.Count / values);

        // Windows of one row share blocks of the file, so one thread reads them.
        SarUnits Count(Window[][] rows)
        {
            var all = new SarUnits();
            Workers.ForEach(rows.Length, 0, () => new SarReader(files, grid, SarScale.Auto), (reader, row) =>
            {
                var own = new SarUnits();
                foreach (Window window in rows[row])
                {
                    own.Add(reader.ReadAsStored(window));
                }

                lock (rows)
                {
                    all.Add(own);
                }
            });
            return all;
        }
    }

    /// <summary>Opens the files for one thread.</summary>
    /// <exception cref="CloudlessException">A file cannot be opened any more.</exception>
    public SarReader OpenReader() => new(_files, _grid, Scale);

    private static string Named(IEnumerable<string> files) => string.Join(" and ", files.Select(f => $"'{f}'"));

    private const int SampleSide = 128, SamplesPerSide = 8;

    // The whole grid where it is small, else 64 windows spread over it.
    private static IEnumerable<Window> SampleWindows(RasterProfile grid)
    {
        if ((long)grid.Width * grid.Height <= SampleSide * SampleSide * SamplesPerSide * SamplesPerSide)
        {
            yield return new Window(0, 0, grid.Width, grid.Height);
            yield break;
        }

        (int width, int height) = (Math.Min(SampleSide, grid.Width), Math.Min(SampleSide, grid.Height));
        foreach (int row in Starts(grid.Height, height))
        {
            foreach (int column in Starts(grid.Width, width))
            {
                yield return new Window(column, row, width, height);
            }
        }

        static IEnumerable<int> Starts(int length, int part) =>
            Enumerable.Range(0, SamplesPerSide).Select(i => (int)((long)(length - part) * i / (SamplesPerSide - 1))).Distinct();
    }
}
