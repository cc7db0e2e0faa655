using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>
/// Online stochastic tensor decomposition (Sobral et al. 2015, Online stochastic tensor decomposition for background subtraction in multispectral video sequences): each date is a tensor of rows, columns and
/// bands, unfolded in its three ways; each unfolding is split by a basis that was learned from the dates before, coefficients, and a sparse part, then the basis learns from it. The background is
/// the mean of the three. One of the baselines of Ebel et al. 2022 (SEN12MS-CR-TS, Table VI).
/// </summary>
/// <param name="options">Options; null for the defaults.</param>
/// <remarks>
/// Missing entries take the background of the date before (on the first date the mean of their pixel's known dates) and cost nothing in the sparse part. A date sees those before it alone, as
/// in the paper.
/// </remarks>
public sealed class TensorDecomposition(TensorOptions? options = null) : ISeriesMethod
{
    private readonly TensorOptions _options = Checked(options ?? new TensorOptions());

    /// <inheritdoc/>
    public string Name => "tensor";

    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Decomposition.Run(Name, series, target, _options, columns => Backgrounds(series, columns, cancellation));
    }

    private Raster<float>[] Backgrounds(ImageSeries series, IReadOnlyList<int> columns, CancellationToken cancellation)
    {
        SeriesMatrix matrix = SeriesMatrix.Of(series, _options.Masked, _options.Threads);
        IReadOnlyList<TensorUnfolding> unfoldings = TensorUnfolding.Of(series.Channels, series.Height, series.Width);
        double usual = 1 / Math.Sqrt(Math.Max(series.Height, series.Width));
        OnlineBasis[] bases = [.. unfoldings.Select((u, i) => new OnlineBasis(u, _options, usual, (ulong)i))];
        float[] background = new float[matrix.Rows], frame = new float[matrix.Rows], known = new float[matrix.Rows];
        var images = new Raster<float>[columns.Count];
        for (int date = 0; date <= columns.Max(); date++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int row = 0; row < frame.Length; row++)
            {
                known[row] = matrix.KnownOf(row)[date];
                frame[row] = known[row] == 0 && date > 0 ? background[row] : matrix.Row(row)[date];
            }

            Array.Clear(background);
            foreach (OnlineBasis basis in bases)
            {
                basis.Split(frame, known, background, 1f / bases.Length, cancellation);
            }

            for (int i = 0; i < images.Length; i++)
            {
                images[i] = columns[i] == date ? Image(series, background) : images[i];
            }
        }

        return images;
    }

    private static Raster<float> Image(ImageSeries series, float[] reflectance) =>
        new(series.Channels, series.Height, series.Width, [.. reflectance.Select(v => v * 1e4f)]);

    private static TensorOptions Checked(TensorOptions options)
    {
        options.Validate();
        return options;
    }
}
