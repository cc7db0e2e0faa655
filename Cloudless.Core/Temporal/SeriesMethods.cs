namespace Cloudless.Temporal;

/// <summary>The methods without a network, by the names that tables, receipts and the command line give them.</summary>
public static class SeriesMethods
{
    private static readonly (string Name, Func<ISeriesMethod> Make)[] Table =
    [
        ("least-cloudy", () => new LeastCloudyDate()),
        ("mosaic-mean", () => new MeanMosaic()),
        ("mosaic", () => new NearestMosaic()),
        ("robust-pca", () => new RobustPca()),
        ("nmf-incremental", () => new NonnegativeFactorization(new FactorizationOptions { Kind = FactorizationKind.Incremental })),
        ("nmf", () => new NonnegativeFactorization()),
        ("nmf-manhattan", () => new NonnegativeFactorization(new FactorizationOptions { Kind = FactorizationKind.Manhattan })),
        ("tensor", () => new TensorDecomposition()),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Table.Select(t => t.Name)];

    /// <summary>Makes a method with its default options.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such method.</exception>
    /// <remarks>Thread-safe.</remarks>
    public static ISeriesMethod Of(string name) =>
        Table.FirstOrDefault(t => t.Name == name).Make?.Invoke() ?? throw new ArgumentException($"There is no method '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
}
