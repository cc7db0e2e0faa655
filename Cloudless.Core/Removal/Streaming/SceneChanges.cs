using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>Marks the pixels whose stored bits the job changes, into a file.</summary>
internal sealed class SceneChanges : IDisposable
{
    private readonly ScratchSpace _space;
    private readonly SampleStore<byte> _changed;
    private readonly StoredOutput<byte> _file;
    private byte[] _marks = [];

    /// <summary>Begins the file: nothing is changed yet.</summary>
    /// <param name="targets">Where, and its layout.</param>
    /// <param name="profile">Profile of the image.</param>
    /// <param name="space">Room.</param>
    /// <exception cref="CloudlessException">The file cannot be made.</exception>
    public SceneChanges(StreamTargets targets, RasterProfile profile, ScratchSpace space)
    {
        RasterWriteOptions layout = CompanionBands.ChangedLayout(targets.Layout);
        _space = space;
        _changed = StoredOutput<byte>.Room(space, layout, "changed", 1, profile.Height, profile.Width);
        _file = new StoredOutput<byte>(targets.Changed!, CompanionBands.Changed(profile), layout, _changed, space, "changed");
    }

    /// <summary>Clears a strip, before anything in it is painted.</summary>
    public void Clear(Window strip)
    {
        Span<byte> zeros = Take(strip);
        zeros.Clear();
        _changed.Write(0, strip, zeros, strip.Width);
    }

    /// <summary>Takes a painted window.</summary>
    /// <param name="window">Where.</param>
    /// <param name="before">[C,h,w], as it was stored.</param>
    /// <param name="after">[C,h,w], as it will be stored.</param>
    public void Put<T>(Window window, ReadOnlySpan<T> before, ReadOnlySpan<T> after)
        where T : unmanaged
    {
        Span<byte> marks = Take(window);
        ChangedPixels.Mark(before, after, marks);
        _changed.Write(0, window, marks, window.Width);
    }

    /// <summary>Says that no row above this one will change any more.</summary>
    public void Finished(int rows) => _file.Finished(rows);

    /// <summary>Finishes the file.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete(CancellationToken cancellationToken)
    {
        _file.Complete(cancellationToken);
        _space.Free(_changed);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Span<byte> Take(Window window)
    {
        int length = window.Height * window.Width;
        _marks = _marks.Length >= length ? _marks : new byte[length];
        return _marks.AsSpan(0, length);
    }
}
