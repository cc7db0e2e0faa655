using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal.Streaming;

namespace Cloudless.Scoring;

/// <summary>Sees to it that an item is begun only where its outputs will fit on the disk.</summary>
/// <remarks>Estimates are those of files that cannot be compressed, with all that is under way: too large as a rule, because a full disk harms others too. Safe from any thread.</remarks>
/// <param name="folder">A folder on the disk.</param>
/// <param name="reserve">Bytes that stay free.</param>
internal sealed class DiskReserve(string folder, long reserve)
{
    // Overviews are a third of the image; a cloud-optimized file is copied together from one that is whole already. A large scene's samples, SAR and weights lie in temporary files meanwhile.
    private const double WithOverviews = 4 / 3.0, PictureBytes = 2 * 3, ScratchBytes = 3 * sizeof(float);

    private const int LargestPicture = 2048;

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private long _promised;

    /// <summary>The most bytes that an item's outputs take while they are made.</summary>
    public static long Estimate(RasterProfile profile, ScoreRequest request)
    {
        double pixels = (double)profile.Width * profile.Height, bytes = profile.BandCount * BytesOf(profile.SampleType);
        double scratch = pixels * (bytes + ScratchBytes);
        bytes += request.Outputs.Mask ? sizeof(byte) : 0;
        bytes += request.Outputs.Weight ? sizeof(float) : 0;
        double files = pixels * bytes * (request.Layout.Overviews ? WithOverviews : 1) * (request.Layout.Format == RasterFormat.Cog ? 2 : 1);
        files += scratch > new StreamLimits().Memory ? scratch : 0;
        return (long)(files + (request.Outputs.Pictures ? Math.Min(pixels, (double)LargestPicture * LargestPicture) * PictureBytes : 0)) + (1 << 16);
    }

    /// <summary>Free bytes on the disk.</summary>
    public long Free => new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Whether the disk has become so full that an item of this size cannot have been written.</summary>
    public bool IsShortOf(long bytes) => Free < bytes;

    /// <summary>Sets space aside; waits for items under way where it is they who need it. Null where it is not there. Disposal gives back what was set aside.</summary>
    public async Task<Space?> SetAsideAsync(long bytes, CancellationToken abort)
    {
        while (true)
        {
            long promised = Interlocked.Add(ref _promised, bytes);
            if (Free - reserve >= promised)
            {
                return new Space(this, bytes);
            }

            Interlocked.Add(ref _promised, -bytes);
            if (promised == bytes)
            {
                return null;
            }

            await Task.Delay(Poll, abort).ConfigureAwait(false);
        }
    }

    private static int BytesOf(SampleType type) => type switch
    {
        SampleType.UInt8 or SampleType.Int8 => 1,
        SampleType.UInt16 or SampleType.Int16 => 2,
        SampleType.Float64 => 8,
        _ => 4,
    };

    /// <summary>Space for one item.</summary>
    internal sealed class Space(DiskReserve disk, long bytes) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Interlocked.Add(ref disk._promised, -bytes);
    }
}
