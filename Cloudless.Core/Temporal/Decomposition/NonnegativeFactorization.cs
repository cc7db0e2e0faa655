using Cloudless.Imagery;

namespace Cloudless.Temporal;

/// <summary>
/// Nonnegative matrix factorization of a series, a column for each date: V = W H with few columns in W; the product is the background. Three kinds, as in Table VI of Ebel et al. 2022
/// (SEN12MS-CR-TS); each cites its paper in <see cref="FactorizationKind"/>.
/// </summary>
/// <param name="options">Options; null for the defaults.</param>
/// <remarks>
/// Missing entries have no weight, and a date of which nothing is known takes the coefficients of the nearest other; where the incremental kind needs a number for its sums, they take the one the present factors give. Negative DN count as 0.
/// </remarks>
public sealed class NonnegativeFactorization(FactorizationOptions? options = null) : ISeriesMethod
{
    private readonly FactorizationOptions _options = Checked(options ?? new FactorizationOptions());

    /// <inheritdoc/>
    public string Name => _options.Kind switch
    {
        FactorizationKind.Incremental => "nmf-incremental",
        FactorizationKind.Manhattan => "nmf-manhattan",
        _ => "nmf",
    };

    /// <inheritdoc/>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Decomposition.Run(Name, series, target, _options, columns =>
        {
            SeriesMatrix matrix = SeriesMatrix.Of(series, _options.Masked, _options.Threads);
            Factors factors = Factor(matrix, cancellation);
            factors.FillMissingDates(matrix, series.Dates);
            return [.. columns.Select(c => factors.ToImage(matrix, c, new Raster<float>(series.Channels, series.Height, series.Width)))];
        });
    }

    /// <summary>Makes the factors; negative values of the matrix are 0 afterwards.</summary>
    internal Factors Factor(SeriesMatrix matrix, CancellationToken cancellation)
    {
        foreach (ref float value in matrix.Values.AsSpan())
        {
            value = Math.Max(value, 0);
        }

        var factors = Factors.Begin(matrix, Math.Min(_options.Rank, matrix.Dates), _options.Seed, _options.Threads, cancellation);
        switch (_options.Kind)
        {
            case FactorizationKind.Incremental:
                new IncrementalUpdates(matrix, factors, _options).Run(cancellation);
                break;
            case FactorizationKind.Manhattan:
                new ManhattanUpdates(matrix, factors, _options).Run(cancellation);
                break;
            default:
                new MultiplicativeUpdates(matrix, factors, _options.Threads).Run(matrix.Dates, _options.MostIterations, _options.Tolerance, cancellation);
                break;
        }

        return factors;
    }

    private static FactorizationOptions Checked(FactorizationOptions options)
    {
        options.Validate();
        return options;
    }
}
