using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <summary>The part of GDAL's C API that Cloudless uses; valid from GDAL 3.6 on.</summary>
/// <remarks>
/// Call only inside a <see cref="GdalScope"/>, which finds the library first and keeps GDAL's messages off the console.
/// GDALClose and GDALFlushCache return nothing before 3.7, so their results are never looked at; their errors come through the scope.
/// </remarks>
internal static unsafe partial class Gdal
{
    /// <summary>Name by which <see cref="GdalLibrary"/>'s resolver knows the library.</summary>
    public const string Library = "gdal";

    public const int Success = 0, ReadOnly = 0, OpenUpdate = 0x01, OpenRaster = 0x02, VerboseError = 0x40, Read = 0, Write = 1;

    [LibraryImport(Library)]
    public static partial void GDALAllRegister();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALVersionInfo(string request);

    [LibraryImport(Library)]
    public static partial void CPLPushErrorHandlerEx(delegate* unmanaged<int, int, byte*, void> handler, nint userData);

    [LibraryImport(Library)]
    public static partial void CPLPopErrorHandler();

    [LibraryImport(Library)]
    public static partial void VSIFree(nint memory);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void CPLSetThreadLocalConfigOption(string key, string? value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint CPLGetConfigOption(string key, string? standard);

    [LibraryImport(Library)]
    public static partial void GDALSetCacheMax64(long bytes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetDriverByName(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALOpenEx(string path, uint flags, nint drivers, nint options, nint siblings);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALCreate(nint driver, string path, int width, int height, int bands, int type, nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALCreateCopy(nint driver, string path, GdalDataset source, int strict, nint options, nint progress, nint data);

    [LibraryImport(Library)]
    public static partial void GDALClose(nint dataset);

    [LibraryImport(Library)]
    public static partial void GDALFlushCache(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial int GDALFlushRasterCache(nint band);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GDALBuildOverviews(
        GdalDataset dataset, string resampling, int count, int* levels, int bandCount, int* bands, nint progress, nint data);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GDALRegenerateOverviews(nint band, int count, nint* overviews, string resampling, nint progress, nint data);

    [LibraryImport(Library)]
    public static partial nint GDALGetOverview(nint band, int index);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterBandXSize(nint band);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterBandYSize(nint band);

    [LibraryImport(Library)]
    public static partial int GDALAddBand(GdalDataset dataset, int type, nint options);

    [LibraryImport(Library)]
    public static partial int GDALRasterIO(
        nint band, int direction, int column, int row, int width, int height, void* buffer, int bufferWidth, int bufferHeight,
        int bufferType, int pixelSpace, int lineSpace);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterXSize(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterYSize(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterCount(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial nint GDALGetRasterBand(GdalDataset dataset, int band);

    [LibraryImport(Library)]
    public static partial int GDALDatasetRasterIOEx(
        GdalDataset dataset, int direction, int column, int row, int width, int height, void* buffer, int bufferWidth, int bufferHeight,
        int bufferType, int bandCount, int* bands, long pixelSpace, long lineSpace, long bandSpace, void* extra);

    [LibraryImport(Library)]
    public static partial void GDALGetBlockSize(nint band, out int width, out int height);

    [LibraryImport(Library)]
    public static partial void GDALCopyWords64(
        void* source, int sourceType, int sourceStep, void* destination, int destinationType, int destinationStep, nint count);

    [LibraryImport(Library)]
    public static partial int GDALGetRasterDataType(nint band);

    [LibraryImport(Library)]
    public static partial int GDALDataTypeUnion(int a, int b);

    [LibraryImport(Library)]
    public static partial int GDALDataTypeIsComplex(int type);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterNoDataValue(nint band, out int declared);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterNoDataValue(nint band, double value);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterScale(nint band, out int declared);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterScale(nint band, double value);

    [LibraryImport(Library)]
    public static partial double GDALGetRasterOffset(nint band, out int declared);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterOffset(nint band, double value);

    [LibraryImport(Library)]
    public static partial nint GDALGetDescription(nint band);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial void GDALSetDescription(nint band, string description);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial byte** GDALGetMetadata(GdalDataset dataset, string? domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGetMetadataItem(nint item, string name, string? domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GDALSetMetadataItem(GdalDataset dataset, string name, string value, string? domain);

    [LibraryImport(Library)]
    public static partial nint GDALCreateColorTable(int interpretation);

    [LibraryImport(Library)]
    public static partial void GDALSetColorEntry(nint table, int index, short* rgba);

    [LibraryImport(Library)]
    public static partial int GDALSetRasterColorTable(nint band, nint table);

    [LibraryImport(Library)]
    public static partial void GDALDestroyColorTable(nint table);

    [LibraryImport(Library)]
    public static partial int GDALGetGeoTransform(GdalDataset dataset, double* transform);

    [LibraryImport(Library)]
    public static partial int GDALSetGeoTransform(GdalDataset dataset, double* transform);

    [LibraryImport(Library)]
    public static partial nint GDALGetSpatialRef(GdalDataset dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int GDALSetProjection(GdalDataset dataset, string wkt);

    [LibraryImport(Library)]
    public static partial int OSRExportToWktEx(nint crs, out nint wkt, nint options);

    [LibraryImport(Library)]
    public static partial nint OSRNewSpatialReference(nint wkt);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OSRSetFromUserInput(nint crs, string text);

    [LibraryImport(Library)]
    public static partial int OSRIsSame(nint crs, nint other);

    [LibraryImport(Library)]
    public static partial void OSRDestroySpatialReference(nint crs);

    [LibraryImport(Library)]
    public static partial int GDALGetGCPCount(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial nint GDALCreateGenImgProjTransformer2(GdalDataset source, nint destination, nint options);

    [LibraryImport(Library)]
    public static partial int GDALGenImgProjTransform(
        nint transformer, int toSource, int count, double* x, double* y, double* z, int* success);

    [LibraryImport(Library)]
    public static partial void GDALDestroyGenImgProjTransformer(nint transformer);
}
