namespace Cloudless.Rasters.Products;

/// <summary>Reads the samples of an <see cref="OpticalSource"/>; opens its files itself.</summary>
/// <remarks>Not thread-safe: one reader per thread; any number may be open on one source.</remarks>
public abstract class OpticalReader : IDisposable
{
    /// <summary>Reads some bands in a window, brought to the scene's grid where a file is coarser. The same bits for every cut into pieces.</summary>
    /// <typeparam name="T">The scene's sample type; other types are converted: rounded to nearest and clamped to the type's range.</typeparam>
    /// <param name="piece">Any bands and any window of the scene; the pieces of <see cref="OpticalSource.Pieces"/> cost least.</param>
    /// <param name="destination">[bands,h,w], planar, overwritten: numbers as stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the scene, or a band is not there.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="UnsupportedProductException">A file is cut off or damaged in this window.</exception>
    public abstract void Read<T>(OpticalPiece piece, Span<T> destination)
        where T : unmanaged;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the files.</summary>
    /// <param name="disposing">Always true.</param>
    protected abstract void Dispose(bool disposing);
}
