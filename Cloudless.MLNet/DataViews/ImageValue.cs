using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Cloudless.MLNet.Kernels;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>The added column of a row: computed when it is asked for, straight into the caller's buffer.</summary>
/// <remarks>
/// Where more than one getter was handed out, or the same row is asked for again, the image is kept until the row changes, so that the network runs once a row. Not
/// thread-safe, as rows are not.
/// </remarks>
internal sealed class ImageValue(ImageBinding binding, DataViewRow row)
{
    private const long None = -1;

    private readonly ImageReader _reader = new(binding, row);
    private VBuffer<float> _kept;
    private long _keptPosition = None, _givenPosition = None;
    private int _getters;

    /// <summary>A getter of the column.</summary>
    public ValueGetter<VBuffer<float>> Getter()
    {
        _getters++;
        return Get;
    }

    private void Get(ref VBuffer<float> destination)
    {
        long position = row.Position;
        if (position == None)
        {
            throw SchemaErrors.NotOnRow();
        }

        if (_keptPosition != position && _getters == 1 && _givenPosition != position)
        {
            Compute(ref destination);
            _givenPosition = position;
            return;
        }

        if (_keptPosition != position)
        {
            _keptPosition = None;
            Compute(ref _kept);
            _keptPosition = position;
        }

        _kept.CopyTo(ref destination);
    }

    private void Compute(ref VBuffer<float> destination)
    {
        ImageSize size = _reader.Read();
        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, checked((int)(binding.Kernel.OutputChannels * size.Pixels)));
        ReadOnlySpan<float> second = _reader.Columns > 1 ? _reader.Samples(1) : default;
        binding.Kernel.Run(new ImageBatch(_reader.Samples(0), second, 1, size, row.Position), editor.Values);
        destination = editor.Commit();
    }
}
