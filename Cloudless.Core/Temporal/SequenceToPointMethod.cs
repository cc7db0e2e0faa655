using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Temporal;

/// <summary>A trained network that makes one clear image of the images of several dates (Ebel et al. 2022, section IV-C): <see cref="Networks.SequenceToPoint"/>, run by ONNX Runtime.</summary>
/// <remarks>
/// Takes as many dates as asked for: of the nearest twice as many the ones with the least cloud, and the target's own date always. Tiles are computed by one thread each, so the bits do
/// not depend on the threads. Thread-safe until disposed.
/// </remarks>
public sealed class SequenceToPointMethod : ISeriesMethod, IDisposable
{
    // Beyond, a tile's memory grows and nothing gets faster: at five dates and 32 features about 150 MB.
    private const int Core = 128;

    private readonly SeriesModel _model;
    private readonly SeriesEngine _engine;
    private readonly int _dates, _threads;
    private readonly bool _keepClear;

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="dates">Dates that go into the network, within the card's; null for the most it knows. A shorter series gives fewer, down to the card's least.</param>
    /// <param name="keepClear">Whether pixels that are clear on the target's own date stay as they are; as published, every pixel is the network's.</param>
    /// <param name="options">Threads and engine.</param>
    /// <exception cref="ArgumentOutOfRangeException">The card does not know so many dates.</exception>
    /// <exception cref="CloudlessException">ONNX Runtime is missing or refuses the model.</exception>
    public SequenceToPointMethod(SeriesModel model, int? dates = null, bool keepClear = true, ExecutionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        SeriesCard card = model.Card.Series!;
        _dates = dates ?? card.MostDates;
        ArgumentOutOfRangeException.ThrowIfLessThan(_dates, card.LeastDates, nameof(dates));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_dates, card.MostDates, nameof(dates));
        options ??= new ExecutionOptions();
        (_model, _keepClear, _threads) = (model, keepClear, options.ResolvedThreads);
        _engine = new SeriesEngine(model, options with { Threads = 1 });
    }

    /// <inheritdoc/>
    public string Name => ArchitectureCard.SequenceToPoint;

    /// <summary>Whether the network takes VV and VH beside the bands.</summary>
    public bool TakesSar => _model.Card.Channels.Count > Sentinel2Band.Count;

    /// <inheritdoc/>
    /// <exception cref="BandMissingException">The images do not have 13 bands.</exception>
    public SeriesResult Run(ImageSeries series, SeriesTarget target, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(series);
        int least = _model.Card.Series!.LeastDates;
        if (series.Channels != Sentinel2Band.Count)
        {
            throw new BandMissingException($"The series has {series.Channels} bands; {_model.Source} takes all {Sentinel2Band.Count} of Level-1C. Take another method for this series.");
        }

        int[] usable = [.. Enumerable.Range(0, series.Dates.Count).Where(d => series.Masks[d].Data.AsSpan().ContainsAnyExcept(PixelClass.NoData))];
        if (usable.Length < least)
        {
            throw new CloudlessException($"The series has {usable.Length} dates with an image; {_model.Source} needs {least} at least. Give more dates, or take the method mosaic.");
        }

        Raster<float>?[] sar = [.. Enumerable.Range(0, series.Dates.Count).Select(d => usable.Contains(d) ? SarOf(series, d) : null)];
        SeriesImage[] images = [.. target.In(series).Select(day => new SeriesImage(day, Image(series, sar, SeriesDates.Choose(series, usable, day, _dates), day, cancellation)))];
        Raster<ushort> clear = ClearCount.Of(series.Masks);
        return new SeriesResult { Images = images, ClearDates = clear, Notes = ClearCount.Notes(clear) };
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private Raster<float> Image(ImageSeries series, Raster<float>?[] sar, int[] dates, DateOnly day, CancellationToken cancellation)
    {
        int height = series.Height, width = series.Width, channels = _model.Card.Channels.Count;
        var image = new Raster<float>(Sentinel2Band.Count, height, width);
        int across = (width + Core - 1) / Core, tiles = across * ((height + Core - 1) / Core);
        Workers.ForEach(tiles, _threads, tile =>
        {
            cancellation.ThrowIfCancellationRequested();
            int column = tile % across * Core, row = tile / across * Core;
            var core = new Window(column, row, Math.Min(Core, width - column), Math.Min(Core, height - row));
            Window seen = core.GrowWithin(_model.Card.Halo, width, height);
            int length = channels * seen.Width * seen.Height;
            float[] input = new float[dates.Length * length], output = new float[Sentinel2Band.Count * seen.Width * seen.Height];
            for (int i = 0; i < dates.Length; i++)
            {
                SarOpticalStack.Copy(series.Optical[dates[i]], sar[dates[i]], seen, input.AsSpan(i * length, length));
            }

            _engine.Run(input, new TensorShape(dates.Length, channels, seen.Height, seen.Width), output);
            Paste(output, seen, core, image);
        });

        int own = series.Dates.ToList().IndexOf(day);
        if (_keepClear && own >= 0)
        {
            KeepClear(series.Optical[own], series.Masks[own], image);
        }

        return image;
    }

    private Raster<float>? SarOf(ImageSeries series, int date)
    {
        ChannelCard[] channels = [.. _model.Card.Channels.Skip(Sentinel2Band.Count)];
        if (channels.Length == 0)
        {
            return null;
        }

        float?[] fill = [.. channels.Select(c => c.MissingFill)];
        if (series.Sar?[date] is { } given)
        {
            return SarOpticalStack.PrepareSar(given, SarScale.Decibel, $"the SAR image of {series.Dates[date]:yyyy-MM-dd}", fill is [{ } vv, { } vh] ? [vv, vh] : null).Decibel;
        }

        if (fill is not [{ } first, { } second])
        {
            throw new BandMissingException($"{series.Dates[date]:yyyy-MM-dd} has no SAR image, and {_model.Source} was not trained to do without. Give SAR for every date, or take a model without.");
        }

        var missing = new Raster<float>(SarOpticalStack.SarBands, series.Height, series.Width);
        missing.Channel(0).Fill(first);
        missing.Channel(1).Fill(second);
        return missing;
    }

    private static void Paste(float[] from, Window seen, Window core, Raster<float> image)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            for (int y = 0; y < core.Height; y++)
            {
                int source = (((c * seen.Height) + core.Row - seen.Row + y) * seen.Width) + core.Column - seen.Column;
                from.AsSpan(source, core.Width).CopyTo(image.Channel(c).Slice(((core.Row + y) * image.Width) + core.Column, core.Width));
            }
        }
    }

    private static void KeepClear(Raster<float> own, Raster<byte> mask, Raster<float> image)
    {
        for (int i = 0; i < image.Data.Length; i++)
        {
            image.Data[i] = mask.Data[i % mask.Data.Length] == PixelClass.Clear ? own.Data[i] : image.Data[i];
        }
    }
}
