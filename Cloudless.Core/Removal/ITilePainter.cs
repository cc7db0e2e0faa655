namespace Cloudless.Removal;

/// <summary>What a network's tiles come from and go to.</summary>
/// <remarks>Inputs of several tiles may be made at once, and while an earlier tile is painted; tiles are painted one at a time and in order.</remarks>
internal interface ITilePainter
{
    /// <summary>Makes a tile's input.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="input">[channels,tile.Input.Height,tile.Input.Width], overwritten: signed DN, then dB; finite. The buffer may be longer.</param>
    /// <param name="threads">Threads.</param>
    void Fill(Tile tile, float[] input, int threads);

    /// <summary>Takes the network's values for a tile.</summary>
    /// <param name="tile">The tile; only its core's values are valid.</param>
    /// <param name="prediction">
    /// [13,tile.Input.Height,tile.Input.Width], signed DN, finite in the core; where the uncertainty is wanted, the variance of each follows in squared DN. The buffer may be longer.
    /// </param>
    /// <param name="ahead">What is still to come.</param>
    /// <param name="threads">Threads.</param>
    void Paint(Tile tile, float[] prediction, TilesAhead ahead, int threads);
}

/// <summary>How far down a scene the tiles that are still to be painted begin; beyond every scene where there is none.</summary>
/// <param name="Input">First row that one of them reads; its input may be made right now.</param>
/// <param name="Core">First row that one of them paints.</param>
internal readonly record struct TilesAhead(int Input, int Core)
{
    /// <summary>No tile is to come.</summary>
    public static TilesAhead None { get; } = new(int.MaxValue, int.MaxValue);

    /// <summary>With one more tile.</summary>
    public TilesAhead With(Tile tile) => new(Math.Min(Input, tile.Input.Row), Math.Min(Core, tile.Core.Row));
}
