using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Networks;
using Cloudless.Temporal;

namespace Cloudless.Training.Temporal;

/// <summary>A series as a fit takes it: padded to what the network can halve, with what drives the network and what counts.</summary>
/// <remarks>What is padded repeats the last row and column, and never counts.</remarks>
internal sealed class FitData
{
    private FitData(int dates, int inputs, int bands, int height, int width)
    {
        (Dates, Inputs, Bands, Height, Width) = (dates, inputs, bands, height, width);
        Input = new float[dates * inputs * height * width];
        Target = new float[dates * bands * height * width];
        Use = new float[dates * height * width];
    }

    /// <summary>T.</summary>
    public int Dates { get; }

    /// <summary>Channels of the input.</summary>
    public int Inputs { get; }

    /// <summary>Optical bands, B.</summary>
    public int Bands { get; }

    /// <summary>H, padded.</summary>
    public int Height { get; }

    /// <summary>W, padded.</summary>
    public int Width { get; }

    /// <summary>[T,C,H,W]: dB, or noise.</summary>
    public float[] Input { get; }

    /// <summary>[T,B,H,W], DN.</summary>
    public float[] Target { get; }

    /// <summary>[T,H,W]: 1 where the fit is to hold, else 0.</summary>
    public float[] Use { get; }

    /// <summary>[T,H,W]: 1 where a clear pixel is withheld.</summary>
    public float[] Withheld { get; private set; } = [];

    /// <summary>Prepares a series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="network">The network, with as many bands.</param>
    /// <param name="options">What is withheld, and the seed.</param>
    /// <exception cref="CloudlessException">No pixel is clear.</exception>
    public static FitData Of(ImageSeries series, SequenceToSequenceOptions network, InternalLearningOptions options)
    {
        int multiple = 1 << network.Levels;
        var data = new FitData(series.Dates.Count, network.InputChannels, network.Bands, Up(series.Height, multiple), Up(series.Width, multiple));
        var noise = new SeededRandom(options.Seed + 1);
        for (int d = 0; d < data.Dates; d++)
        {
            data.AddTarget(series, d);
            if (network.Sar)
            {
                data.Pad(Nearest(series, d), data.Input, d);
                data.FillSar(d);
            }
        }

        for (int i = 0; i < data.Input.Length && !network.Sar; i++)
        {
            data.Input[i] = (float)noise.NextGaussian();
        }

        if (!data.Use.Contains(1))
        {
            throw new CloudlessException($"No pixel of the series is clear on any of its {data.Dates} dates, so there is nothing to learn from. Give dates with clear pixels, or another mask.");
        }

        data.Withheld = HeldOutPatches.Take(
            data.Use, data.Dates, data.Height, data.Width, Math.Min(options.HeldOutSide, Math.Max(1, Math.Min(series.Height, series.Width) / 4)), options.HeldOutShare, options.Seed + 2);
        return data;
    }

    /// <summary>The mean of a band where the fit is to hold, DN.</summary>
    public double Mean(int band)
    {
        double sum = 0, count = 0;
        int plane = Height * Width;
        for (int d = 0; d < Dates; d++)
        {
            ReadOnlySpan<float> values = Target.AsSpan(((d * Bands) + band) * plane, plane), use = Use.AsSpan(d * plane, plane);
            for (int i = 0; i < plane; i++)
            {
                sum += values[i] * use[i];
                count += use[i];
            }
        }

        return sum / count;
    }

    private static int Up(int size, int multiple) => (size + multiple - 1) / multiple * multiple;

    // A date without SAR is driven by the SAR of the day nearest to it.
    private static Raster<float> Nearest(ImageSeries series, int date) => Enumerable.Range(0, series.Dates.Count)
        .Where(d => series.Sar![d] is not null)
        .OrderBy(d => Math.Abs(series.Dates[d].DayNumber - series.Dates[date].DayNumber))
        .Select(d => series.Sar![d]!)
        .First();

    private void AddTarget(ImageSeries series, int date)
    {
        Pad(series.Optical[date], Target, date);
        byte[] mask = series.Masks[date].Data;
        for (int y = 0; y < series.Height; y++)
        {
            Span<float> row = Use.AsSpan(((date * Height) + y) * Width);
            for (int x = 0; x < series.Width; x++)
            {
                row[x] = mask[(y * series.Width) + x] == PixelClass.Clear ? 1 : 0;
            }
        }
    }

    // What Sentinel-1 did not see is land like any other.
    private void FillSar(int date)
    {
        int plane = Height * Width;
        for (int c = 0; c < Inputs; c++)
        {
            foreach (ref float value in Input.AsSpan(((date * Inputs) + c) * plane, plane))
            {
                value = float.IsFinite(value) ? value : SarFill.Of(c);
            }
        }
    }

    private void Pad(Raster<float> from, float[] to, int date)
    {
        for (int c = 0; c < from.Channels; c++)
        {
            for (int y = 0; y < Height; y++)
            {
                ReadOnlySpan<float> source = from.Channel(c).Slice(Math.Min(y, from.Height - 1) * from.Width, from.Width);
                Span<float> row = to.AsSpan(((((date * from.Channels) + c) * Height) + y) * Width, Width);
                source.CopyTo(row);
                row[from.Width..].Fill(source[^1]);
            }
        }
    }
}
