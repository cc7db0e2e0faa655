using Cloudless.Imagery;

namespace Cloudless.MLNet;

/// <summary>How <c>mlContext.Data.LoadFromRasters</c> reads files.</summary>
/// <remarks>
/// By default the headers of all optical images are read first: where all have one size, image columns are vectors of known size, which trainers can use; else of variable size, and
/// <see cref="CloudlessColumns.Height"/> and <see cref="CloudlessColumns.Width"/> tell each row's. Of very many files that takes a while: say <see cref="Size"/> or <see cref="VariableSize"/> then.
/// </remarks>
public sealed record RasterLoadOptions
{
    /// <summary>How stored numbers become signed DN; by default they are that.</summary>
    public Radiometry Radiometry { get; init; } = Radiometry.Dn;

    /// <summary>The size that all images have; null (default) where the headers shall tell. An image of another size is an error when its row is read.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Whether image columns are of variable size whatever the files are; no header is read before its row. Not with <see cref="Size"/>.</summary>
    public bool VariableSize { get; init; }

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">They contradict each other, or the size is none.</exception>
    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Radiometry);
        if (Size is { } size && (VariableSize || size.Height < 1 || size.Width < 1))
        {
            throw new ArgumentException(
                VariableSize ? $"{nameof(Size)} says that all images have {size} pixels, {nameof(VariableSize)} that they differ. Leave one of them out." : $"No image has {size} pixels.", nameof(Size));
        }
    }
}
