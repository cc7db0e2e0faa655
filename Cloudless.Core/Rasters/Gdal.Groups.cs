using System.Runtime.InteropServices;

namespace Cloudless.Rasters;

/// <content>The multidimensional side of the API: groups, attributes and arrays.</content>
internal static unsafe partial class Gdal
{
    public const int OpenMultidimensional = 0x10, NumericClass = 0;

    [LibraryImport(Library)]
    public static partial nint GDALDatasetGetRootGroup(GdalDataset dataset);

    [LibraryImport(Library)]
    public static partial void GDALGroupRelease(nint group);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGroupOpenGroup(nint group, string name, nint options);

    [LibraryImport(Library)]
    public static partial byte** GDALGroupGetGroupNames(nint group, nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGroupGetAttribute(nint group, string name);

    [LibraryImport(Library)]
    public static partial byte** GDALAttributeReadAsStringArray(nint attribute);

    [LibraryImport(Library)]
    public static partial nuint GDALAttributeGetTotalElementsCount(nint attribute);

    [LibraryImport(Library)]
    public static partial void GDALAttributeRelease(nint attribute);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint GDALGroupOpenMDArray(nint group, string name, nint options);

    [LibraryImport(Library)]
    public static partial void GDALMDArrayRelease(nint array);

    [LibraryImport(Library)]
    public static partial nint* GDALMDArrayGetDimensions(nint array, nuint* count);

    [LibraryImport(Library)]
    public static partial ulong GDALDimensionGetSize(nint dimension);

    [LibraryImport(Library)]
    public static partial void GDALReleaseDimensions(nint* dimensions, nuint count);

    [LibraryImport(Library)]
    public static partial nint GDALMDArrayGetDataType(nint array);

    [LibraryImport(Library)]
    public static partial nint GDALExtendedDataTypeCreate(int type);

    [LibraryImport(Library)]
    public static partial int GDALExtendedDataTypeGetClass(nint type);

    [LibraryImport(Library)]
    public static partial void GDALExtendedDataTypeRelease(nint type);

    [LibraryImport(Library)]
    public static partial int GDALMDArrayRead(
        nint array, ulong* start, nuint* count, long* step, nint* stride, nint bufferType, void* buffer, void* allocation, nuint allocationSize);

    [LibraryImport(Library)]
    public static partial void CSLDestroy(byte** list);
}
