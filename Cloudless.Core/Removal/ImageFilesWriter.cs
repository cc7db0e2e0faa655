using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>Writes images that were computed from a raster as GeoTIFFs on its grid. Each file appears whole or not at all.</summary>
/// <remarks>Static; safe from several threads with different outputs.</remarks>
public static class ImageFilesWriter
{
    /// <summary>Writes a 13-band image with everything that the raster it was made of has: grid, sample type, nodata, band names and tags.</summary>
    /// <remarks>
    /// A sample whose signed DN are still those of the source gets the number stored there, whatever it is; others are rounded and clamped as <see cref="Radiometry"/> says. A pixel
    /// that is 0 in all bands is nodata.
    /// </remarks>
    /// <param name="path">File to make.</param>
    /// <param name="signedDn">[C,H,W], planar, bands of the source: signed DN, finite; nodata where all bands are 0.</param>
    /// <param name="sourcePath">The raster it was made of.</param>
    /// <param name="radiometry">How that raster was read.</param>
    /// <param name="layout">Layout, and whether a file that is there is replaced.</param>
    /// <exception cref="RasterMismatchException">The image has not as many samples as the source.</exception>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">A sample is not finite, or a file cannot be read or written.</exception>
    public static void WriteOptical(string path, ReadOnlySpan<float> signedDn, string sourcePath, Radiometry radiometry, RasterWriteOptions layout)
    {
        ArgumentNullException.ThrowIfNull(radiometry);
        using RasterReader source = RasterReader.Open(sourcePath);
        RequireLength(signedDn.Length, source.Profile.BandCount, source.Profile, path, sourcePath);
        if (SampleConversion.IndexOfNonFinite(signedDn) is var i and >= 0)
        {
            throw new CloudlessException($"'{path}' cannot be written: sample {i} of the image made of '{sourcePath}' is {signedDn[i]}; expected signed DN.");
        }

        switch (source.Profile.SampleType)
        {
            case SampleType.UInt8: Write<byte>(path, signedDn, source, radiometry, layout); break;
            case SampleType.Int8: Write<sbyte>(path, signedDn, source, radiometry, layout); break;
            case SampleType.UInt16: Write<ushort>(path, signedDn, source, radiometry, layout); break;
            case SampleType.Int16: Write<short>(path, signedDn, source, radiometry, layout); break;
            case SampleType.UInt32: Write<uint>(path, signedDn, source, radiometry, layout); break;
            case SampleType.Int32: Write<int>(path, signedDn, source, radiometry, layout); break;
            case SampleType.Float32: Write<float>(path, signedDn, source, radiometry, layout); break;
            default: Write<double>(path, signedDn, source, radiometry, layout); break;
        }
    }

    /// <summary>Writes planes of any meaning (a mask, a score, a stack) on the grid of a raster; no nodata is declared.</summary>
    /// <param name="path">File to make.</param>
    /// <param name="planes">[C,H,W], planar, any number of channels.</param>
    /// <param name="gridPath">The raster whose size, CRS and transform are taken.</param>
    /// <param name="sampleType">Type of the file; integers are rounded to nearest and clamped to the type's range.</param>
    /// <param name="layout">Layout, and whether a file that is there is replaced.</param>
    /// <exception cref="RasterMismatchException">The samples are no whole number of planes of the raster's size.</exception>
    /// <exception cref="OutputExistsException">The file exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">A file cannot be read or written.</exception>
    public static void WritePlanes(string path, ReadOnlySpan<float> planes, string gridPath, SampleType sampleType, RasterWriteOptions layout)
    {
        using RasterReader grid = RasterReader.Open(gridPath);
        int channels = new ImageSize(grid.Profile.Height, grid.Profile.Width).ChannelsIn(planes.Length);
        RequireLength(planes.Length, Math.Max(1, channels), grid.Profile, path, gridPath);
        var profile = new RasterProfile
        {
            Width = grid.Profile.Width,
            Height = grid.Profile.Height,
            BandCount = channels,
            SampleType = sampleType,
            Crs = grid.Profile.Crs,
            Transform = grid.Profile.Transform,
        };
        using RasterWriter writer = RasterWriter.Create(path, profile, layout);
        writer.Write(Whole(profile), planes);
        writer.Commit();
    }

    private static void Write<T>(string path, ReadOnlySpan<float> signedDn, RasterReader source, Radiometry radiometry, RasterWriteOptions layout)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        RasterProfile profile = source.Profile;
        Raster<T> stored = source.Read<T>();
        var before = new Raster<float>(stored.Channels, stored.Height, stored.Width);
        radiometry.ToSignedDn<T>(stored.Data, stored.Channels, profile.NoData, before.Data);
        for (int i = 0; i < signedDn.Length; i++)
        {
            stored.Data[i] = signedDn[i] == before.Data[i] ? stored.Data[i] : radiometry.ToStored<T>(signedDn[i], profile.NoData, i / stored.PlaneLength);
        }

        T noData = T.CreateSaturating(profile.NoData ?? 0);
        for (int p = 0; p < stored.PlaneLength; p++)
        {
            if (IsZero(signedDn, p, stored.PlaneLength) && !IsZero(before.Data, p, stored.PlaneLength))
            {
                for (int i = p; i < stored.Data.Length; i += stored.PlaneLength)
                {
                    stored.Data[i] = noData;
                }
            }
        }

        using RasterWriter writer = RasterWriter.Create(path, profile, layout);
        writer.Write(stored);
        writer.Commit();
    }

    private static bool IsZero(ReadOnlySpan<float> image, int pixel, int plane)
    {
        int i = pixel;
        while (i < image.Length && image[i] == 0)
        {
            i += plane;
        }

        return i >= image.Length;
    }

    private static void RequireLength(int length, int channels, RasterProfile profile, string path, string sourcePath)
    {
        if (length != (long)channels * profile.Height * profile.Width)
        {
            throw new RasterMismatchException(
                $"'{path}' cannot be written: the image holds {length} samples; '{sourcePath}', whose grid it should have, {profile.BandCount} bands of {profile.Width} x {profile.Height} pixels.");
        }
    }

    private static Window Whole(RasterProfile profile) => new(0, 0, profile.Width, profile.Height);
}
