using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>Writes the deviations that the network expects into a file, in whole DN.</summary>
internal sealed class SceneUncertainty : IDisposable
{
    private readonly ScratchSpace _space;
    private readonly SampleStore<ushort> _deviations;
    private readonly StoredOutput<ushort> _file;
    private ushort[] _samples = [];

    /// <summary>Begins the file: nothing is painted yet.</summary>
    /// <param name="targets">Where, and its layout.</param>
    /// <param name="profile">Profile of the image.</param>
    /// <param name="space">Room.</param>
    /// <exception cref="CloudlessException">The file cannot be made.</exception>
    public SceneUncertainty(StreamTargets targets, RasterProfile profile, ScratchSpace space)
    {
        _space = space;
        _deviations = StoredOutput<ushort>.Room(space, targets.Layout, "uncertainty", profile.BandCount, profile.Height, profile.Width);
        _file = new StoredOutput<ushort>(targets.Uncertainty!, CompanionBands.Uncertainty(profile), targets.Layout, _deviations, space, "uncertainty");
    }

    /// <summary>Clears a strip, before anything in it is painted.</summary>
    public void Clear(Window strip)
    {
        Span<ushort> zeros = Take(strip.Height * strip.Width);
        zeros.Clear();
        for (int band = 0; band < _deviations.Channels; band++)
        {
            _deviations.Write(band, strip, zeros, strip.Width);
        }
    }

    /// <summary>Takes a painted part of a tile.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="part">Whole rows of its core.</param>
    /// <param name="weights">[h,w] of the tile's core, 0..1.</param>
    /// <param name="prediction">[26,H,W] of the tile's input: DN, then squared DN.</param>
    /// <param name="channelOf">The network's channel of a band of the image.</param>
    /// <param name="threads">Threads.</param>
    public void Put(Tile tile, Window part, float[] weights, float[] prediction, Func<int, int> channelOf, int threads)
    {
        int plane = part.Height * part.Width, inputPlane = tile.Input.Height * tile.Input.Width;
        Take(_deviations.Channels * plane);
        Workers.ForEach(_deviations.Channels, threads, band =>
        {
            int variance = (Sentinel2Band.Count + channelOf(band)) * inputPlane;
            float[] deviations = new float[part.Width];
            Span<ushort> samples = _samples.AsSpan(band * plane, plane);
            for (int y = 0; y < part.Height; y++)
            {
                int row = part.Row + y, at = variance + ((row - tile.Input.Row) * tile.Input.Width) + part.Column - tile.Input.Column;
                ReadOnlySpan<float> share = weights.AsSpan((row - tile.Core.Row) * part.Width, part.Width);
                PixelBlend.Deviate(share, prediction.AsSpan(at, part.Width), deviations);
                for (int x = 0; x < part.Width; x++)
                {
                    // What was painted is told from what was observed, however sure the network is.
                    samples[(y * part.Width) + x] = share[x] == 0 ? (ushort)0 : (ushort)Math.Clamp(MathF.Round(deviations[x]), 1, ushort.MaxValue);
                }
            }

            _deviations.Write(band, part, samples, part.Width);
        });
    }

    /// <summary>Says that no row above this one will change any more.</summary>
    public void Finished(int rows) => _file.Finished(rows);

    /// <summary>Finishes the file.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete(CancellationToken cancellationToken)
    {
        _file.Complete(cancellationToken);
        _space.Free(_deviations);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Span<ushort> Take(int length)
    {
        _samples = _samples.Length >= length ? _samples : new ushort[length];
        return _samples.AsSpan(0, length);
    }
}
