using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Carries a <see cref="RasterProfile"/> between GDAL datasets and memory. Call inside a <see cref="GdalScope"/>.</summary>
internal static unsafe class ProfileIO
{
    /// <summary>Whether the samples are signed bytes stored as marked bytes (GDAL before 3.7).</summary>
    public static bool HoldsMarkedInt8(GdalDataset dataset)
    {
        nint band = Gdal.GDALGetRasterBand(dataset, 1);
        return GdalSamples.MarksInt8 && Gdal.GDALGetRasterDataType(band) == GdalSamples.Byte
            && Marshal.PtrToStringUTF8(Gdal.GDALGetMetadataItem(band, "PIXELTYPE", "IMAGE_STRUCTURE")) == "SIGNEDBYTE";
    }

    /// <summary>Reads everything but the samples; a nodata value that no sample can have is left out.</summary>
    /// <exception cref="UnsupportedProductException">No bands, or complex samples.</exception>
    public static RasterProfile Read(GdalDataset dataset, string path)
    {
        int count = Gdal.GDALGetRasterCount(dataset);
        if (count == 0)
        {
            throw new UnsupportedProductException($"'{path}' holds no raster bands. Name the image itself, not its container.");
        }

        nint[] bands = [.. Enumerable.Range(1, count).Select(b => Gdal.GDALGetRasterBand(dataset, b))];
        SampleType type = SampleTypeOf(dataset, bands, path);
        double noData = Gdal.GDALGetRasterNoDataValue(bands[0], out int hasNoData);
        string?[] names = [.. bands.Select(b => Marshal.PtrToStringUTF8(Gdal.GDALGetDescription(b))).Select(n => string.IsNullOrEmpty(n) ? null : n)];
        (double[] scales, bool anyScale) = Numbers(bands, Gdal.GDALGetRasterScale, 1);
        (double[] offsets, bool anyOffset) = Numbers(bands, Gdal.GDALGetRasterOffset, 0);
        return new RasterProfile
        {
            Width = Gdal.GDALGetRasterXSize(dataset),
            Height = Gdal.GDALGetRasterYSize(dataset),
            BandCount = count,
            SampleType = type,
            Crs = Crs(dataset),
            Transform = Transform(dataset),
            NoData = hasNoData != 0 && GeoTiffLayout.Fits(noData, type) ? noData : null,
            BandNames = names.All(n => n is null) ? [] : names,
            BandScales = anyScale || anyOffset ? scales : [],
            BandOffsets = anyScale || anyOffset ? offsets : [],
            Tags = Tags(dataset),
        };
    }

    /// <summary>Writes everything but size, type and samples into a new dataset; false when GDAL refused a part.</summary>
    public static bool Apply(RasterProfile profile, GdalDataset dataset)
    {
        bool done = true;
        if (profile.Crs is not null)
        {
            done &= Gdal.GDALSetProjection(dataset, profile.Crs) == Gdal.Success;
        }

        if (profile.Transform is not null)
        {
            fixed (double* six = profile.Transform.ToArray())
            {
                done &= Gdal.GDALSetGeoTransform(dataset, six) == Gdal.Success;
            }
        }

        foreach ((string key, string value) in profile.Tags)
        {
            done &= Gdal.GDALSetMetadataItem(dataset, key, value, null) == Gdal.Success;
        }

        for (int b = 0; b < profile.BandCount; b++)
        {
            nint band = Gdal.GDALGetRasterBand(dataset, b + 1);
            if (profile.NoData is double noData)
            {
                done &= Gdal.GDALSetRasterNoDataValue(band, noData) == Gdal.Success;
            }

            if (profile.BandNames.Count > b && profile.BandNames[b] is string name)
            {
                Gdal.GDALSetDescription(band, name);
            }

            if (profile.BandScales.Count == profile.BandCount && profile.BandOffsets.Count == profile.BandCount)
            {
                done &= Gdal.GDALSetRasterScale(band, profile.BandScales[b]) == Gdal.Success;
                done &= Gdal.GDALSetRasterOffset(band, profile.BandOffsets[b]) == Gdal.Success;
            }
        }

        return done;
    }

    private delegate double Getter(nint band, out int declared);

    private static (double[] Values, bool Any) Numbers(nint[] bands, Getter get, double standard)
    {
        bool any = false;
        double[] values = [.. bands.Select(b =>
        {
            double value = get(b, out int declared);
            any |= declared != 0 && value != standard;
            return declared != 0 ? value : standard;
        })];
        return (values, any);
    }

    private static SampleType SampleTypeOf(GdalDataset dataset, nint[] bands, string path)
    {
        int type = bands.Select(Gdal.GDALGetRasterDataType).Aggregate(Gdal.GDALDataTypeUnion);
        if (Gdal.GDALDataTypeIsComplex(type) != 0)
        {
            throw new UnsupportedProductException(
                $"'{path}' holds complex samples (a single-look SAR product?). Expected real numbers: calibrate it to backscatter first.");
        }

        return type switch
        {
            GdalSamples.Byte => HoldsMarkedInt8(dataset) ? SampleType.Int8 : SampleType.UInt8,
            GdalSamples.Int8 => SampleType.Int8,
            GdalSamples.UInt16 => SampleType.UInt16,
            GdalSamples.Int16 => SampleType.Int16,
            GdalSamples.UInt32 => SampleType.UInt32,
            GdalSamples.Int32 => SampleType.Int32,
            GdalSamples.Float32 => SampleType.Float32,
            _ => SampleType.Float64,
        };
    }

    private static string? Crs(GdalDataset dataset)
    {
        nint crs = Gdal.GDALGetSpatialRef(dataset);
        if (crs == 0)
        {
            return null;
        }

        // WKT2 keeps what WKT1 cannot say (datum ensembles, exact methods), so the round trip is whole.
        using var options = new GdalStringList(["FORMAT=WKT2_2019"]);
        int result = Gdal.OSRExportToWktEx(crs, out nint text, options.Pointer);
        string? wkt = Marshal.PtrToStringUTF8(text);
        Gdal.VSIFree(text);
        return result == Gdal.Success && !string.IsNullOrEmpty(wkt) ? wkt : null;
    }

    private static double[]? Transform(GdalDataset dataset)
    {
        var six = new double[6];
        fixed (double* p = six)
        {
            return Gdal.GDALGetGeoTransform(dataset, p) == Gdal.Success ? six : null;
        }
    }

    private static Dictionary<string, string> Tags(GdalDataset dataset)
    {
        var tags = new Dictionary<string, string>();
        byte** list = Gdal.GDALGetMetadata(dataset, null);
        for (int i = 0; list is not null && list[i] is not null; i++)
        {
            string pair = Marshal.PtrToStringUTF8((nint)list[i])!;
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                tags[pair[..equals]] = pair[(equals + 1)..];
            }
        }

        return tags;
    }
}
