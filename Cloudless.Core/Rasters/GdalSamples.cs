using Cloudless.Imagery;

namespace Cloudless.Rasters;

/// <summary>Sample types between .NET and GDAL, and the transfer of windows.</summary>
/// <remarks>
/// GDAL knows a signed 8-bit type from 3.7 on; before, such files are bytes with the mark PIXELTYPE=SIGNEDBYTE. Signed bytes
/// therefore travel as 16-bit integers, except in and out of marked files, where they travel as they are.
/// </remarks>
internal static unsafe class GdalSamples
{
    public const int Byte = 1, UInt16 = 2, Int16 = 3, UInt32 = 4, Int32 = 5, Float32 = 6, Float64 = 7, UInt64 = 12, Int64 = 13, Int8 = 14;

    private const int FirstVersionWithInt8 = 3_070_000;

    /// <summary>Whether signed bytes are stored as marked bytes.</summary>
    public static bool MarksInt8 => GdalLibrary.VersionNumber < FirstVersionWithInt8;

    /// <summary>GDAL's number of a file's sample type.</summary>
    public static int TypeOf(SampleType type) => type switch
    {
        SampleType.UInt8 => Byte,
        SampleType.Int8 => MarksInt8 ? Byte : Int8,
        SampleType.UInt16 => UInt16,
        SampleType.Int16 => Int16,
        SampleType.UInt32 => UInt32,
        SampleType.Int32 => Int32,
        SampleType.Float32 => Float32,
        SampleType.Float64 => Float64,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Not a sample type."),
    };

    /// <summary>Moves a window of bands (1-based) between a dataset and planar memory [C,h,w]; false when GDAL refused.</summary>
    /// <param name="dataset">The open file.</param>
    /// <param name="direction"><see cref="Gdal.Read"/> or <see cref="Gdal.Write"/>.</param>
    /// <param name="marked">The file holds signed bytes marked as such, GDAL before 3.7.</param>
    /// <param name="window">Where.</param>
    /// <param name="bands">Which bands.</param>
    /// <param name="samples">[C,h,w]; read from on writing.</param>
    public static bool Transfer<T>(GdalDataset dataset, int direction, bool marked, Window window, int[] bands, Span<T> samples)
        where T : unmanaged
    {
        if (typeof(T) == typeof(sbyte) && !marked)
        {
            var wide = new short[samples.Length];
            Span<sbyte> bytes = System.Runtime.InteropServices.MemoryMarshal.Cast<T, sbyte>(samples);
            if (direction == Gdal.Write)
            {
                Widen(bytes, wide);
                return TransferRaw(dataset, direction, window, bands, wide.AsSpan(), Int16);
            }

            bool done = TransferRaw(dataset, direction, window, bands, wide.AsSpan(), Int16);
            Narrow(wide, bytes);
            return done;
        }

        if (!marked || typeof(T) == typeof(sbyte))
        {
            return TransferRaw(dataset, direction, window, bands, samples, typeof(T) == typeof(sbyte) ? Byte : BufferType<T>());
        }

        var stored = new sbyte[samples.Length];
        var between = new short[samples.Length];
        if (direction == Gdal.Write)
        {
            Convert<T, short>(samples, BufferType<T>(), between, Int16);
            Narrow(between, stored);
            return TransferRaw(dataset, direction, window, bands, stored.AsSpan(), Byte);
        }

        bool read = TransferRaw(dataset, direction, window, bands, stored.AsSpan(), Byte);
        Widen(stored, between);
        Convert<short, T>(between, Int16, samples, BufferType<T>());
        return read;
    }

    private static int BufferType<T>() =>
        typeof(T) == typeof(byte) ? Byte
        : typeof(T) == typeof(ushort) ? UInt16
        : typeof(T) == typeof(short) ? Int16
        : typeof(T) == typeof(uint) ? UInt32
        : typeof(T) == typeof(int) ? Int32
        : typeof(T) == typeof(float) ? Float32
        : typeof(T) == typeof(double) ? Float64
        : throw new NotSupportedException(
            $"Samples of type {typeof(T).Name} cannot be read or written. Use byte, sbyte, ushort, short, uint, int, float or double.");

    /// <summary>Reads a window of all bands pixel after pixel, [h,w,C]; <typeparamref name="T"/> is no signed byte.</summary>
    public static bool ReadPixels<T>(GdalDataset dataset, Window window, int bandCount, Span<T> samples)
        where T : unmanaged
    {
        int[] bands = [.. Enumerable.Range(1, bandCount)];
        fixed (T* buffer = samples)
        fixed (int* list = bands)
        {
            long pixel = (long)bandCount * sizeof(T);
            return Gdal.GDALDatasetRasterIOEx(
                dataset, Gdal.Read, window.Column, window.Row, window.Width, window.Height, buffer, window.Width, window.Height,
                BufferType<T>(), bands.Length, list, pixel, pixel * window.Width, sizeof(T), null) == Gdal.Success;
        }
    }

    private static bool TransferRaw<T>(GdalDataset dataset, int direction, Window window, int[] bands, Span<T> samples, int type)
        where T : unmanaged
    {
        fixed (T* buffer = samples)
        fixed (int* list = bands)
        {
            return Gdal.GDALDatasetRasterIOEx(
                dataset, direction, window.Column, window.Row, window.Width, window.Height, buffer, window.Width, window.Height,
                type, bands.Length, list, 0, 0, 0, null) == Gdal.Success;
        }
    }

    private static void Convert<TFrom, TTo>(ReadOnlySpan<TFrom> source, int sourceType, Span<TTo> destination, int destinationType)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        fixed (TFrom* from = source)
        fixed (TTo* to = destination)
        {
            Gdal.GDALCopyWords64(from, sourceType, sizeof(TFrom), to, destinationType, sizeof(TTo), source.Length);
        }
    }

    private static void Widen(ReadOnlySpan<sbyte> source, Span<short> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = source[i];
        }
    }

    private static void Narrow(ReadOnlySpan<short> source, Span<sbyte> destination)
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = sbyte.CreateSaturating(source[i]);
        }
    }
}
