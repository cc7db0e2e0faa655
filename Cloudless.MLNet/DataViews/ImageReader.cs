using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>Reads a transformer's images from the row that a cursor or a prediction engine stands on; keeps them until the next row is read.</summary>
/// <remarks>Not thread-safe: one reader for each row object.</remarks>
internal sealed class ImageReader
{
    private readonly ImageBinding _binding;
    private readonly DataViewRow _row;
    private readonly ValueGetter<VBuffer<float>>[] _getters;
    private readonly ValueGetter<int>? _height, _width;
    private readonly VBuffer<float>[] _images, _dense;

    public ImageReader(ImageBinding binding, DataViewRow row)
    {
        (_binding, _row) = (binding, row);
        _getters = [.. binding.Images.Select(i => row.GetGetter<VBuffer<float>>(i.Column))];
        _images = new VBuffer<float>[_getters.Length];
        _dense = new VBuffer<float>[_getters.Length];
        _height = binding.Height is { } height ? row.GetGetter<int>(height) : null;
        _width = binding.Width is { } width ? row.GetGetter<int>(width) : null;
    }

    /// <summary>Number of image columns.</summary>
    public int Columns => _getters.Length;

    /// <summary>Position of the row.</summary>
    public long Position => _row.Position;

    /// <summary>Reads the current row.</summary>
    /// <returns>The size of its images.</returns>
    /// <exception cref="RasterMismatchException">A vector does not hold images of this size; the message names the column and the row.</exception>
    public ImageSize Read()
    {
        ImageSize size = ReadSize();
        for (int i = 0; i < _getters.Length; i++)
        {
            _getters[i](ref _images[i]);
            BoundColumn column = _binding.Images[i];
            if (!column.Input.Channels.Contains(size.ChannelsIn(_images[i].Length)))
            {
                throw new RasterMismatchException(
                    $"Column '{column.Input.Name}' of row {Position} holds {_images[i].Length} values; expected {string.Join(" or ", column.Input.Channels.Select(c => c * size.Pixels))}: "
                    + $"{string.Join(" or ", column.Input.Channels)} planes of {size} pixels.");
            }

            if (!_images[i].IsDense)
            {
                _images[i].CopyToDense(ref _dense[i]);
            }
        }

        return size;
    }

    /// <summary>The samples of a column in the row read last, [C,H,W].</summary>
    public ReadOnlySpan<float> Samples(int column) => _images[column].IsDense ? _images[column].GetValues() : _dense[column].GetValues();

    private ImageSize ReadSize()
    {
        if (_binding.Size is { } known)
        {
            return known;
        }

        int height = 0, width = 0;
        _height!(ref height);
        _width!(ref width);
        return height >= 1 && width >= 1
            ? new ImageSize(height, width)
            : throw new RasterMismatchException(
                $"Columns '{_binding.Height!.Value.Name}' and '{_binding.Width!.Value.Name}' of row {Position} hold {height} and {width}; expected the height and width of its images in pixels, at least 1.");
    }
}
