using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Writes a cloud-optimized GeoTIFF from a finished image: that format is laid out back to front, so it cannot be written as the pixels come.</summary>
internal static unsafe class CogCopy
{
    /// <summary>Copies an image file that GDAL can open, with its overviews where it has any.</summary>
    /// <param name="source">The file.</param>
    /// <param name="path">Where to write.</param>
    /// <param name="output">The output's name, for errors.</param>
    /// <param name="profile">Profile of the image.</param>
    /// <param name="options">Layout.</param>
    /// <param name="prepare">Completes the opened source, e.g. by what its format does not hold; null for nothing.</param>
    /// <param name="cancellationToken">Looked at while GDAL copies.</param>
    /// <exception cref="CloudlessException">Writing failed, e.g. the disk is full.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static void Write(
        string source, string path, string output, RasterProfile profile, RasterWriteOptions options, Func<GdalDataset, bool>? prepare = null,
        CancellationToken cancellationToken = default)
    {
        using GdalScope scope = GdalScope.Enter();
        uint flags = Gdal.OpenRaster | Gdal.VerboseError | (prepare is null ? 0u : Gdal.OpenUpdate);
        using var from = new GdalDataset(Gdal.GDALOpenEx(source, flags, 0, 0, 0));
        bool done = !from.IsInvalid && (prepare is null || prepare(from));
        if (done)
        {
            using var creation = new GdalStringList(GeoTiffLayout.Cog(profile, options));
            nint driver = GeoTiffLayout.Driver("COG", options.Compression);
            GCHandle token = GCHandle.Alloc(cancellationToken);
            using var flush = new EarlyFlush(path);
            var copy = new GdalDataset(Gdal.GDALCreateCopy(
                driver, path, from, 0, creation.Pointer, (nint)(delegate* unmanaged[Cdecl]<double, byte*, nint, int>)&GoesOn, GCHandle.ToIntPtr(token)));
            done = !copy.IsInvalid;
            copy.Dispose();
            token.Free();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!done || scope.Failed)
        {
            throw AtomicFile.WriteFailed(output, $"{scope.Reason}.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int GoesOn(double done, byte* message, nint token) =>
        ((CancellationToken)GCHandle.FromIntPtr(token).Target!).IsCancellationRequested ? 0 : 1;
}
