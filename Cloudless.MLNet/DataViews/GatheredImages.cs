using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Cloudless.MLNet.Kernels;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>Images of several rows one behind the other, and what a kernel makes of them; computed together when the first of them is asked for.</summary>
internal sealed class GatheredImages(ImageBinding binding, ImageReader reader)
{
    private readonly List<(ImageSize Size, int FirstChannels, long Position)> _rows = [];
    private float[] _first = [], _second = [], _output = [];
    private int _firstLength, _secondLength, _outputLength;
    private bool _computed;

    /// <summary>Forgets all rows; keeps the memory.</summary>
    public void Clear()
    {
        _rows.Clear();
        (_firstLength, _secondLength, _outputLength, _computed) = (0, 0, 0, false);
    }

    /// <summary>Copies the images of the row that the reader stands on.</summary>
    /// <returns>Their size.</returns>
    public ImageSize Add()
    {
        ImageSize size = reader.Read();
        _rows.Add((size, size.ChannelsIn(reader.Samples(0).Length), reader.Position));
        Append(ref _first, ref _firstLength, reader.Samples(0));
        if (reader.Columns > 1)
        {
            Append(ref _second, ref _secondLength, reader.Samples(1));
        }

        _outputLength = checked(_outputLength + (int)(binding.Kernel.OutputChannels * size.Pixels));
        return size;
    }

    /// <summary>Copies a row's result into the caller's buffer.</summary>
    public void Get(int slot, ref VBuffer<float> destination)
    {
        if (!_computed)
        {
            Compute();
            _computed = true;
        }

        int start = 0;
        for (int i = 0; i < slot; i++)
        {
            start += (int)(binding.Kernel.OutputChannels * _rows[i].Size.Pixels);
        }

        VBufferEditor<float> editor = VBufferEditor.Create(ref destination, (int)(binding.Kernel.OutputChannels * _rows[slot].Size.Pixels));
        _output.AsSpan(start, editor.Values.Length).CopyTo(editor.Values);
        destination = editor.Commit();
    }

    // Neighbors of one shape lie together already: each run of them is one batch.
    private void Compute()
    {
        Reserve(ref _output, _outputLength, 0);
        int first = 0, second = 0, output = 0;
        for (int row = 0, next; row < _rows.Count; row = next)
        {
            (ImageSize size, int channels, long position) = _rows[row];
            for (next = row + 1; next < _rows.Count && _rows[next].Size == size && _rows[next].FirstChannels == channels; next++)
            {
            }

            int images = (next - row) * (int)size.Pixels;
            int firstLength = images * channels, secondLength = _secondLength == 0 ? 0 : images, outputLength = images * binding.Kernel.OutputChannels;
            var batch = new ImageBatch(_first.AsSpan(first, firstLength), _second.AsSpan(second, secondLength), next - row, size, position);
            binding.Kernel.Run(batch, _output.AsSpan(output, outputLength));
            (first, second, output) = (first + firstLength, second + secondLength, output + outputLength);
        }
    }

    private static void Append(ref float[] buffer, ref int length, ReadOnlySpan<float> samples)
    {
        Reserve(ref buffer, checked(length + samples.Length), length);
        samples.CopyTo(buffer.AsSpan(length));
        length += samples.Length;
    }

    private static void Reserve(ref float[] buffer, int length, int kept)
    {
        if (length > buffer.Length)
        {
            float[] larger = GC.AllocateUninitializedArray<float>((int)Math.Min(Array.MaxLength, Math.Max(length, 2L * buffer.Length)));
            buffer.AsSpan(0, kept).CopyTo(larger);
            buffer = larger;
        }
    }
}
