using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Temporal;

/// <summary>The image of one day, written window by window: the scene's stored samples, and what a method painted where they are covered.</summary>
internal abstract class SeriesOutput(SeriesScene scene, int date, RasterWriter writer, int height, int width) : IDisposable
{
    /// <summary>Index of the date in the series.</summary>
    public int Date => date;

    /// <summary>The scene.</summary>
    public SeriesScene Scene => scene;

    /// <summary>Pixels taken from the method.</summary>
    public long Repainted { get; private set; }

    /// <summary>Those of them that are clear on no date.</summary>
    public long Guessed { get; private set; }

    /// <summary>Pictures, once all is written.</summary>
    public SeriesPicture Picture { get; } = new(height, width);

    /// <summary>Begins a file.</summary>
    /// <param name="scene">The scene.</param>
    /// <param name="date">Its index in the series.</param>
    /// <param name="area">The part that is worked on.</param>
    /// <param name="path">Where to write: a file of the job's own, which is replaced.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="tags">Tags beside the scene's.</param>
    /// <exception cref="CloudlessException">The file cannot be made.</exception>
    public static SeriesOutput Open(SeriesScene scene, int date, Window area, string path, RasterWriteOptions layout, IReadOnlyDictionary<string, string> tags)
    {
        RasterProfile profile = Removal.Streaming.SceneArea.Crop(scene.Source.Profile, area);
        var all = new Dictionary<string, string>(profile.Tags);
        foreach ((string key, string value) in tags)
        {
            all[key] = value;
        }

        RasterWriter writer = RasterWriter.Create(path, ResultProfile.Of(profile, scene.Source.Radiometry, all), layout);
        return profile.SampleType switch
        {
            SampleType.UInt8 => new SeriesOutput<byte>(scene, date, area, writer),
            SampleType.Int8 => new SeriesOutput<sbyte>(scene, date, area, writer),
            SampleType.UInt16 => new SeriesOutput<ushort>(scene, date, area, writer),
            SampleType.Int16 => new SeriesOutput<short>(scene, date, area, writer),
            SampleType.UInt32 => new SeriesOutput<uint>(scene, date, area, writer),
            SampleType.Int32 => new SeriesOutput<int>(scene, date, area, writer),
            SampleType.Float32 => new SeriesOutput<float>(scene, date, area, writer),
            _ => new SeriesOutput<double>(scene, date, area, writer),
        };
    }

    /// <summary>Puts a window together. Thread-safe, each thread with a reader of its own.</summary>
    /// <param name="reader">A reader of the scene.</param>
    /// <param name="window">Where.</param>
    /// <param name="image">[13,h,w], signed DN; null where nothing is to be repainted.</param>
    /// <param name="weights">[h,w]: the image's share, 0..1.</param>
    /// <param name="clearDates">[h,w]: on how many dates each pixel is clear.</param>
    public abstract SeriesPiece Compose(OpticalReader reader, Window window, Raster<float>? image, float[] weights, ushort[] clearDates);

    /// <summary>Writes a piece; one at a time.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Put(SeriesPiece piece)
    {
        piece.Write(writer);
        Picture.Add(piece.Window, piece.Colors);
        (Repainted, Guessed) = (Repainted + piece.Repainted, Guessed + piece.Guessed);
    }

    /// <summary>Finishes the file.</summary>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    public void Complete() => writer.Commit();

    /// <inheritdoc/>
    public void Dispose() => writer.Dispose();
}

/// <summary>A window of an image, ready to be written.</summary>
/// <param name="Window">Where.</param>
/// <param name="Colors">[7,h,w], for <see cref="SeriesPicture.Add"/>.</param>
/// <param name="Repainted">Pixels taken from the method.</param>
/// <param name="Guessed">Those of them that are clear on no date.</param>
/// <param name="Write">Writes the samples.</param>
internal sealed record SeriesPiece(Window Window, byte[] Colors, long Repainted, long Guessed, Action<RasterWriter> Write);

/// <summary>A <see cref="SeriesOutput"/> of one sample type.</summary>
internal sealed class SeriesOutput<T>(SeriesScene scene, int date, Window area, RasterWriter writer) : SeriesOutput(scene, date, writer, area.Height, area.Width)
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override SeriesPiece Compose(OpticalReader reader, Window window, Raster<float>? image, float[] weights, ushort[] clearDates)
    {
        OpticalSource source = Scene.Source;
        (int bands, int plane) = (source.Profile.BandCount, window.Height * window.Width);
        double? noData = source.Profile.NoData;
        T[] samples = new T[bands * plane];
        reader.Read(new OpticalPiece([.. Enumerable.Range(0, bands)], SceneWindows.InScene(window, area)), samples.AsSpan());
        float[] own = new float[bands * plane];
        source.Radiometry.ToSignedDn<T>(samples, bands, noData, own);
        byte[] colors = new byte[7 * plane];
        Show(own, plane, colors);
        (long repainted, long guessed) = (0, 0);
        if (image is not null)
        {
            float[] blend = new float[plane];
            T[] stored = new T[plane];
            for (int b = 0; b < bands; b++)
            {
                Span<float> band = own.AsSpan(b * plane, plane);
                PixelBlend.Blend(weights, image.Channel(source.Bands[b].Index), band, blend);
                source.Radiometry.ToStored<T>(blend, noData, b, stored);
                PixelBlend.Choose<T>(weights, stored, samples.AsSpan(b * plane, plane));
                blend.CopyTo(band);
            }

            for (int i = 0; i < plane; i++)
            {
                repainted += weights[i] > 0 ? 1 : 0;
                guessed += weights[i] > 0 && clearDates[i] == 0 ? 1 : 0;
                colors[(6 * plane) + i] = (byte)MathF.Round(weights[i] * byte.MaxValue);
            }
        }

        Show(own, plane, colors.AsSpan(3 * plane));
        return new SeriesPiece(window, colors, repainted, guessed, file => file.Write<T>(window, samples));
    }

    // Red, green and blue come before B10, so they lie at the same place without it.
    private static void Show(float[] dn, int plane, Span<byte> colors) => Quicklook.Colors(
        dn.AsSpan(Sentinel2Band.B04.Index * plane, plane), dn.AsSpan(Sentinel2Band.B03.Index * plane, plane), dn.AsSpan(Sentinel2Band.B02.Index * plane, plane),
        Quicklook.DefaultMaximumDn, colors[..plane], colors.Slice(plane, plane), colors.Slice(2 * plane, plane));
}
