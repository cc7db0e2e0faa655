using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>
/// Robust principal component analysis of a series, a column for each date: a background of low rank, and what deviates from it here and there (clouds). Solved by the inexact augmented
/// Lagrangian method of Lin, Chen and Ma 2010 (The augmented Lagrange multiplier method for exact recovery of corrupted low-rank matrices, algorithm 5).
/// Ebel et al. 2022 (SEN12MS-CR-TS, Table VI) have robust principal component pursuit among their baselines, by another solver.
/// </summary>
/// <param name="options">Options; null for the defaults.</param>
/// <remarks>
/// Missing entries take the mean of their pixel's known dates, as if it had been measured, and the sparse part corrects it; with <see cref="RobustPcaOptions.FreeMissing"/> they begin with it and cost nothing in the
/// sparse part, so that the background there is what the known ones imply.
/// </remarks>
public sealed class RobustPca(RobustPcaOptions? options = null) : ISeriesMethod
{
    private readonly RobustPcaOptions _options = Checked(options ?? new RobustPcaOptions());

    /// <inheritdoc/>
    public string Name => "robust-pca";

    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Decomposition.Run(Name, series, target, _options, columns =>
        {
            SeriesMatrix matrix = SeriesMatrix.Of(series, _options.Masked, _options.Threads);
            if (!_options.FreeMissing)
            {
                Array.Fill(matrix.Known, 1);
            }

            AugmentedLagrangian.Split(matrix, _options, cancellation);
            return [.. columns.Select(c => Image(series, matrix, c))];
        });
    }

    private static Raster<float> Image(ImageSeries series, SeriesMatrix matrix, int column)
    {
        var image = new Raster<float>(series.Channels, series.Height, series.Width);
        matrix.ToImage(matrix.Values, column, image);
        return image;
    }

    private static RobustPcaOptions Checked(RobustPcaOptions options)
    {
        options.Validate();
        return options;
    }
}
