using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;

namespace Cloudless.Temporal;

/// <summary>Removal of the clouds of a series, from files to files. Every output appears whole, together with the others, or not at all.</summary>
public sealed record SeriesRemovalRequest
{
    /// <summary>Sentinel-2 scenes of one place on one grid: files, products, folders of them, or patterns; see <see cref="SceneSeries.Open"/>.</summary>
    public required IReadOnlyList<string> OpticalPaths { get; init; }

    /// <summary>Sentinel-1 images, likewise; empty for none. Methods that do not look at them say so.</summary>
    public IReadOnlyList<string> SarPaths { get; init; } = [];

    /// <summary>What the files do not tell about themselves.</summary>
    public SceneSeriesOptions Series { get; init; } = new();

    /// <summary>One of <see cref="SeriesMethods.Names"/>, or <c>seq2point</c>, the network of <see cref="ModelPath"/>.</summary>
    public string Method { get; init; } = "mosaic";

    /// <summary>The file of the network of <c>seq2point</c>; null for the default one (<see cref="Networks.Onnx.SeriesModel.LoadDefault"/>), and for every other method.</summary>
    public string? ModelPath { get; init; }

    /// <summary>
    /// A method of the caller's, such as <c>InternalLearning</c> of Cloudless.Training, instead of the one that <see cref="Method"/> names; null for that one. It is given windows of 256 x 256
    /// pixels of all dates, with SAR where there is any.
    /// </summary>
    public ISeriesMethod? Own { get; init; }

    /// <summary>The day whose image is wanted, or all days; null for what suits the method: all days, and of <c>least-cloudy</c> the least cloudy one.</summary>
    public SeriesTarget? Target { get; init; }

    /// <summary>Whether clear pixels of a day keep their bits, and only what is covered is taken from the method. Without it every pixel with data is.</summary>
    public bool Composite { get; init; } = true;

    /// <summary>What finds the clouds; the path of a mask may be a pattern that gives one file for each day, told by its name.</summary>
    public DetectorOptions Detector { get; init; } = new();

    /// <summary>The part that is worked on and written, in whole pixels of the scenes; null for all of it.</summary>
    public SceneBounds? Bounds { get; init; }

    /// <summary>
    /// Folder of the outputs, made where it is missing: for each day wanted <c>2018-01-31.tif</c> (grid, type, nodata, bands and tags of that day's scene) and <c>2018-01-31.png</c> (before and
    /// after), <c>clear-dates.tif</c> (on how many dates each pixel is clear), <c>series.html</c> and <c>receipt.json</c>.
    /// </summary>
    public required string OutputFolder { get; init; }

    /// <summary>Whether outputs that exist are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Layout of the GeoTIFFs; its overwriting, tile size and color table are not looked at.</summary>
    public RasterWriteOptions Layout { get; init; } = new() { Overviews = true, Threads = 0 };

    /// <summary>Threads; 0 takes all processors. Files have the same bytes for every number, where the method promises that.</summary>
    public int Threads { get; init; }

    /// <summary>How much is held at once.</summary>
    internal StreamLimits Limits { get; init; } = new();
}
