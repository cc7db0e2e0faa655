namespace Cloudless.Removal;

/// <summary>What a network's tiles come from and go to.</summary>
/// <remarks>While one thread paints a tile, another may fill a later one's input; no two threads fill, and no two paint.</remarks>
internal interface ITilePainter
{
    /// <summary>Makes a tile's input.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="input">[channels,tile.Input.Height,tile.Input.Width], overwritten: signed DN, then dB; finite.</param>
    void Fill(Tile tile, Span<float> input);

    /// <summary>Takes the network's values for a tile.</summary>
    /// <param name="tile">The tile; only its core's values are valid.</param>
    /// <param name="prediction">[13,tile.Input.Height,tile.Input.Width], signed DN, finite in the core.</param>
    /// <param name="next">The tile after it, whose input may be made right now; null where there is none.</param>
    void Paint(Tile tile, ReadOnlySpan<float> prediction, Tile? next);
}
