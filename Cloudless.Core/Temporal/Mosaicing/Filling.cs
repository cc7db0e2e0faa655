using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Temporal;

/// <summary>One window while it is filled, date after date, from the nearest on.</summary>
internal sealed class Filling
{
    private readonly int _channels;
    private readonly InnerPixels _pixels;
    private readonly MosaicOptions _options;
    private readonly float[] _sums, _weights;
    private readonly int[] _wanting;
    private readonly SeamFeather? _feather;
    private Raster<float>? _own, _corrections;
    private byte[]? _ownMask;

    public Filling(int channels, InnerPixels pixels, MosaicOptions options)
    {
        (_channels, _pixels, _options) = (channels, pixels, options);
        _sums = new float[channels * pixels.Length];
        _weights = new float[pixels.Length];
        _wanting = new int[pixels.Length];
        _feather = options.Feather == 0 ? null : new SeamFeather(options.Feather, pixels.Outer.Height, pixels.Outer.Width);
    }

    /// <summary>Whether pixels have nothing yet.</summary>
    public bool Unfilled => _weights.AsSpan().Contains(0);

    /// <summary>Counts the dates on which each pixel is clear.</summary>
    public void Count(byte[][] masks, Span<ushort> counts)
    {
        counts.Clear();
        foreach (byte[] mask in masks)
        {
            for (int y = 0, i = 0; y < _pixels.Inner.Height; y++)
            {
                ReadOnlySpan<byte> row = mask.AsSpan(_pixels.RowStart(y), _pixels.Inner.Width);
                for (int x = 0; x < row.Length; x++, i++)
                {
                    counts[i] += row[x] == PixelClass.Clear ? (ushort)1 : (ushort)0;
                }
            }
        }
    }

    /// <summary>Takes the wanted day's own clear pixels; null where it has none here.</summary>
    public void Begin(Raster<float>? own, byte[]? mask)
    {
        Array.Fill(_wanting, _options.Dates);
        if (own is not null)
        {
            (_own, _ownMask) = (own, mask);
            Take(own, null, mask!, 1, _options.Dates);
        }
    }

    /// <summary>Whether a date is clear somewhere where something is still wanted.</summary>
    public bool Wants(byte[] mask)
    {
        for (int y = 0, i = 0; y < _pixels.Inner.Height; y++)
        {
            ReadOnlySpan<byte> row = mask.AsSpan(_pixels.RowStart(y), _pixels.Inner.Width);
            for (int x = 0; x < row.Length; x++, i++)
            {
                if (row[x] == PixelClass.Clear && _wanting[i] > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Fills from a date, [C,H,W] of the outer window, already at the wanted level.</summary>
    public void Add(Raster<float> date, byte[] mask, float weight) => Take(date, Corrections(date, mask), mask, weight, 1);

    /// <summary>Writes the window, [C,h,w]; nothing is added any more.</summary>
    public void Finish(Raster<float> image)
    {
        for (int c = 0; c < _channels; c++)
        {
            Span<float> to = image.Channel(c);
            ReadOnlySpan<float> from = _sums.AsSpan(c * _pixels.Length, _pixels.Length);
            for (int i = 0; i < to.Length; i++)
            {
                to[i] = from[i] / _weights[i];
            }
        }

        if (_corrections is not null)
        {
            LargeArrays.Give(_corrections.Data);
            _corrections = null;
        }
    }

    private Raster<float>? Corrections(Raster<float> date, byte[] mask)
    {
        if (_feather is null || _own is null)
        {
            return null;
        }

        bool[] known = new bool[mask.Length];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = mask[i] == PixelClass.Clear && _ownMask![i] == PixelClass.Clear;
        }

        _feather.SetKnown(known);
        Raster<float> corrections = _corrections ??= new Raster<float>(
            _channels, date.Height, date.Width, LargeArrays.Take<float>(_channels * date.Height * date.Width));
        for (int c = 0; c < _channels; c++)
        {
            Span<float> plane = corrections.Channel(c);
            ReadOnlySpan<float> wanted = _own.Channel(c), present = date.Channel(c);
            for (int i = 0; i < plane.Length; i++)
            {
                plane[i] = wanted[i] - present[i];
            }

            _feather.Correct(known, plane);
        }

        return corrections;
    }

    private void Take(Raster<float> date, Raster<float>? corrections, byte[] mask, float weight, int satisfies)
    {
        float[] weights = new float[_pixels.Length];
        for (int y = 0, i = 0; y < _pixels.Inner.Height; y++)
        {
            ReadOnlySpan<byte> row = mask.AsSpan(_pixels.RowStart(y), _pixels.Inner.Width);
            for (int x = 0; x < row.Length; x++, i++)
            {
                if (row[x] == PixelClass.Clear && _wanting[i] > 0)
                {
                    weights[i] = weight;
                    _weights[i] += weight;
                    _wanting[i] -= satisfies;
                }
            }
        }

        for (int c = 0; c < _channels; c++)
        {
            Span<float> to = _sums.AsSpan(c * _pixels.Length, _pixels.Length);
            for (int y = 0; y < _pixels.Inner.Height; y++)
            {
                int start = _pixels.RowStart(y), width = _pixels.Inner.Width;
                ReadOnlySpan<float> from = date.Channel(c).Slice(start, width), w = weights.AsSpan(y * width, width);
                Span<float> row = to.Slice(y * width, width);
                if (corrections is null)
                {
                    AddWeighted(row, from, w);
                }
                else
                {
                    AddWeighted(row, from, corrections.Channel(c).Slice(start, width), w);
                }
            }
        }
    }

    private static void AddWeighted(Span<float> to, ReadOnlySpan<float> from, ReadOnlySpan<float> weights)
    {
        for (int x = 0; x < to.Length; x++)
        {
            to[x] += weights[x] == 0 ? 0 : weights[x] * from[x];
        }
    }

    private static void AddWeighted(Span<float> to, ReadOnlySpan<float> from, ReadOnlySpan<float> corrections, ReadOnlySpan<float> weights)
    {
        for (int x = 0; x < to.Length; x++)
        {
            to[x] += weights[x] == 0 ? 0 : weights[x] * (from[x] + corrections[x]);
        }
    }
}
