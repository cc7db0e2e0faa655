using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary><see cref="LeastCloudyDate"/> of a series in files: one date's image for every day.</summary>
/// <param name="series">The series.</param>
/// <param name="cover">What is covered.</param>
internal sealed class ChosenPainting(ISeriesWindows series, SeriesCover cover) : ISeriesPainting
{
    private readonly int _chosen = cover.LeastCloudy;

    /// <inheritdoc/>
    public int Side => 512;

    /// <inheritdoc/>
    public long WindowBytes => 4L * Side * Side * series.Channels * sizeof(float);

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [LeastCloudyDate.Note(series.Dates[_chosen], cover.Covered(_chosen) > 0, cover.WithoutData(_chosen) < cover.Pixels)];

    /// <inheritdoc/>
    public void Begin(int threads, CancellationToken cancellation)
    {
        // Which date is the least cloudy is known from the masks.
    }

    /// <inheritdoc/>
    public IReadOnlyList<Raster<float>> Paint(ISeriesReader reader, Window window, IReadOnlyList<int> dates, CancellationToken cancellation)
    {
        var image = new Raster<float>(series.Channels, window.Height, window.Width);
        reader.ReadOptical(_chosen, window, image.Data);
        return [.. dates.Select(_ => image)];
    }
}
