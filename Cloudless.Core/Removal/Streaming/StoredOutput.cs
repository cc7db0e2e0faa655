using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal.Streaming;

/// <summary>Writes an image that a job holds: a GeoTIFF row by row as rows are finished, a cloud-optimized one at the end, straight from the job's own file.</summary>
/// <typeparam name="T">Sample type.</typeparam>
internal sealed class StoredOutput<T> : IDisposable
    where T : unmanaged
{
    private readonly string _path, _role;
    private readonly RasterProfile _profile;
    private readonly RasterWriteOptions _layout;
    private readonly SampleStore<T> _image;
    private readonly ScratchSpace _space;
    private readonly RasterWriter? _writer;
    private readonly RowQueue<T>? _rows;

    /// <summary>Begins.</summary>
    /// <param name="path">Where to write: a file of the job's own, which is replaced.</param>
    /// <param name="profile">Profile of the file.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="image">The image, by <see cref="Room"/>.</param>
    /// <param name="space">Room for overviews.</param>
    /// <param name="role">What the image is, in the names of temporary files.</param>
    /// <exception cref="CloudlessException">The file cannot be made.</exception>
    public StoredOutput(string path, RasterProfile profile, RasterWriteOptions layout, SampleStore<T> image, ScratchSpace space, string role)
    {
        (_path, _profile, _layout, _image, _space, _role) = (path, profile, layout, image, space, role);
        GeoTiffLayout.Validate(profile, layout);
        if (layout.Format == RasterFormat.GeoTiff)
        {
            _writer = RasterWriter.Create(path, profile, layout);
            _rows = new RowQueue<T>(_writer, image);
        }
    }

    /// <summary>Makes room for an image that will be written: in a file that GDAL can open where it is copied from there.</summary>
    public static SampleStore<T> Room(ScratchSpace space, RasterWriteOptions layout, string role, int channels, int height, int width) =>
        layout.Format == RasterFormat.Cog ? space.CreateFile<T>(role, channels, height, width, named: true) : space.Create<T>(role, channels, height, width);

    /// <summary>Says that no row above this one will change any more.</summary>
    /// <exception cref="CloudlessException">Writing failed meanwhile.</exception>
    public void Finished(int rows) => _rows?.Finished(rows);

    /// <summary>Writes what is left, overviews among it.</summary>
    /// <param name="cancellationToken">Looked at while a cloud-optimized file is written.</param>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete(CancellationToken cancellationToken)
    {
        _rows?.Complete();
        IReadOnlyList<SampleStore<T>> overviews = OverviewReducer.Make(
            _image, _profile, _layout, (level, size) => Room(_space, _layout, $"{_role}-{level}", _image.Channels, size.Height, size.Width));
        if (_writer is not null)
        {
            _writer.Stage(overviews);
        }
        else
        {
            using var source = RawImageFile.Describe(_profile.SampleType, [(FileSamples<T>)_image, .. overviews.Cast<FileSamples<T>>()]);
            CogCopy.Write(
                source.Path, _path, _path, _profile, _layout, dataset => ColorTables.Set(dataset, _layout.ColorTable) && ProfileIO.Apply(_profile, dataset), cancellationToken);
        }

        foreach (SampleStore<T> level in overviews)
        {
            _space.Free(level);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows?.Dispose();
        _writer?.Dispose();
    }
}
