namespace Cloudless.Removal;

/// <summary>What a removal did, in numbers.</summary>
public sealed record RemovalStatistics
{
    /// <summary>Tiles the image was cut into.</summary>
    public required int Tiles { get; init; }

    /// <summary>Tiles that were not computed because nothing in them was to be repainted.</summary>
    public required int SkippedTiles { get; init; }

    /// <summary>Pixels with data.</summary>
    public required long DataPixels { get; init; }

    /// <summary>Pixels without data, which stay so.</summary>
    public required long NoDataPixels { get; init; }

    /// <summary>Pixels repainted, wholly or in part.</summary>
    public required long ChangedPixels { get; init; }

    /// <summary><see cref="ChangedPixels"/> in percent of <see cref="DataPixels"/>; 0 where there is no data.</summary>
    public double ChangedPercent => DataPixels == 0 ? 0 : 100.0 * ChangedPixels / DataPixels;
}
