using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Reads the samples of an <see cref="OpticalSource"/>; opens its files itself.</summary>
/// <remarks>Not thread-safe: one reader per thread; any number may be open on one source.</remarks>
public abstract class OpticalReader : IDisposable
{
    /// <summary>Reads some bands in a window, brought to the scene's grid where a file is coarser. The same bits for every cut into pieces.</summary>
    /// <typeparam name="T">The scene's sample type, <see cref="RasterProfile.SampleType"/>.</typeparam>
    /// <param name="piece">Any bands and any window of the scene; the pieces of <see cref="OpticalSource.Pieces"/> cost least.</param>
    /// <param name="destination">[bands,h,w], planar, overwritten: numbers as stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window leaves the scene, or a band is not there.</exception>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length, or <typeparamref name="T"/> is another type.</exception>
    /// <exception cref="UnsupportedProductException">A file is cut off or damaged in this window.</exception>
    public abstract void Read<T>(OpticalPiece piece, Span<T> destination)
        where T : unmanaged;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Checks what <see cref="Read"/> is given.</summary>
    private protected static void Check<T>(OpticalPiece piece, Span<T> destination, RasterProfile profile)
        where T : unmanaged
    {
        Window window = piece.Window;
        if (!window.FitsIn(profile.Width, profile.Height) || piece.Bands.Any(b => b < 0 || b >= profile.BandCount))
        {
            throw new ArgumentOutOfRangeException(
                nameof(piece), $"Bands {string.Join(" ", piece.Bands)} (from 0) in {window} leave the scene, which has {profile.BandCount} bands of {profile.Width} x {profile.Height} pixels.");
        }

        if (destination.Length != piece.Length)
        {
            throw new ArgumentException($"The destination holds {destination.Length} samples; [{piece.Bands.Count},{window.Height},{window.Width}] needs {piece.Length}.", nameof(destination));
        }

        if (typeof(T) != TypeOf(profile.SampleType))
        {
            throw new ArgumentException($"The scene holds samples of type {profile.SampleType}; they cannot be read as {typeof(T).Name}.", nameof(destination));
        }
    }

    /// <summary>Closes the files.</summary>
    /// <param name="disposing">Always true.</param>
    protected abstract void Dispose(bool disposing);

    private static Type TypeOf(SampleType type) => type switch
    {
        SampleType.UInt8 => typeof(byte),
        SampleType.Int8 => typeof(sbyte),
        SampleType.UInt16 => typeof(ushort),
        SampleType.Int16 => typeof(short),
        SampleType.UInt32 => typeof(uint),
        SampleType.Int32 => typeof(int),
        SampleType.Float32 => typeof(float),
        _ => typeof(double),
    };
}
