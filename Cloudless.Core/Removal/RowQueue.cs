using System.Collections.Concurrent;
using Cloudless.Rasters;
using Cloudless.Rasters.Scratch;

namespace Cloudless.Removal;

/// <summary>Writes the finished rows of an image on a thread of its own while later rows are still being painted.</summary>
/// <typeparam name="T">Sample type of the image and of the file.</typeparam>
/// <remarks>Rows go to the file in whole blocks and in order, so the file is the same however fast they come. Disposal stops it before its next rows.</remarks>
internal sealed class RowQueue<T> : IDisposable
    where T : unmanaged
{
    private readonly BlockingCollection<int> _rows = [];
    private readonly BackgroundWork _thread = new();
    private readonly RasterWriter _writer;
    private readonly SampleStore<T> _image;
    private readonly Task<bool> _written;
    private volatile bool _failed, _abandoned;

    /// <summary>Starts the thread.</summary>
    /// <param name="writer">Used by that thread alone until <see cref="Complete"/> returns or disposal.</param>
    /// <param name="image">As large as the file.</param>
    public RowQueue(RasterWriter writer, SampleStore<T> image)
    {
        (_writer, _image) = (writer, image);
        _written = _thread.Start(Write);
    }

    /// <summary>Says that no row above this one will change any more.</summary>
    /// <exception cref="CloudlessException">Writing failed meanwhile.</exception>
    public void Finished(int rows)
    {
        if (_failed)
        {
            BackgroundWork.Result(_written);
        }

        _rows.Add(rows);
    }

    /// <summary>Waits until all rows said to be finished are with GDAL.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete()
    {
        _rows.CompleteAdding();
        BackgroundWork.Result(_written);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _abandoned = true;
        _rows.CompleteAdding();
        _thread.Dispose();
        _rows.Dispose();
    }

    private bool Write()
    {
        try
        {
            int row = 0;
            T[]? buffer = null;
            foreach (int finished in _rows.GetConsumingEnumerable())
            {
                int end = finished == _image.Height ? finished : finished / _writer.BlockRows * _writer.BlockRows;
                if (end > row && !_abandoned)
                {
                    _writer.WriteRows(_image, row, end - row, ref buffer);
                    row = end;
                }
            }

            return true;
        }
        catch
        {
            _failed = true;
            throw;
        }
    }
}
