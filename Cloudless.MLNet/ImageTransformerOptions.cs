using Cloudless.Imagery;

namespace Cloudless.MLNet;

/// <summary>How a transformer finds the size of the images, where their column does not tell it.</summary>
/// <remarks>
/// A column of type <c>Vector&lt;Single, C, H, W&gt;</c> tells its size. For any other vector, <see cref="Height"/> and <see cref="Width"/> count if they are given; else a vector of known size is
/// taken for a square image, and with a vector of variable size each row has to carry its size in two columns.
/// </remarks>
public abstract record ImageTransformerOptions
{
    /// <summary>H of all images in pixels, at least 1; null (default) where the column or the row tells it. Given together with <see cref="Width"/>.</summary>
    public int? Height { get; init; }

    /// <summary>W of all images in pixels, at least 1; null (default) where the column or the row tells it.</summary>
    public int? Width { get; init; }

    /// <summary>Column of <see cref="int"/> with each row's H, used with vectors of variable size.</summary>
    public string HeightColumnName { get; init; } = CloudlessColumns.Height;

    /// <summary>Column of <see cref="int"/> with each row's W, used with vectors of variable size.</summary>
    public string WidthColumnName { get; init; } = CloudlessColumns.Width;

    /// <summary>The size given; null where none is.</summary>
    internal ImageSize? Size => Height is { } height && Width is { } width ? new ImageSize(height, width) : null;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A name is empty, or a size is below 1 or given by half.</exception>
    internal virtual void Validate()
    {
        RequireName(HeightColumnName, nameof(HeightColumnName));
        RequireName(WidthColumnName, nameof(WidthColumnName));
        if (Height is null != Width is null)
        {
            throw new ArgumentException($"{nameof(Height)} and {nameof(Width)} are given together or not at all; found {Height?.ToString() ?? "none"} and {Width?.ToString() ?? "none"}.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(Height ?? 1, 1, nameof(Height));
        ArgumentOutOfRangeException.ThrowIfLessThan(Width ?? 1, 1, nameof(Width));
    }

    /// <summary>Refuses a column name that is none.</summary>
    private protected static void RequireName(string name, string property) => ArgumentException.ThrowIfNullOrWhiteSpace(name, property);
}
