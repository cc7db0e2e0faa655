using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Cloudless.Imagery;

namespace Cloudless.Rasters.Products;

/// <summary>Reads a scene whose bands lie in files of their own.</summary>
internal sealed class BandFilesReader(IReadOnlyList<BandFile> files, RasterProfile grid, CellCache cells, BandResampling resampling) : OpticalReader
{
    private readonly RasterReader?[] _readers = new RasterReader?[files.Count];

    /// <inheritdoc/>
    public override void Read<T>(OpticalPiece piece, Span<T> destination)
    {
        Check(piece, destination, grid);
        Window window = piece.Window;
        int plane = window.Height * window.Width;
        for (int i = 0; i < piece.Bands.Count; i++)
        {
            ReadBand(piece.Bands[i], window, destination.Slice(i * plane, plane));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (RasterReader? reader in _readers)
        {
            reader?.Dispose();
        }
    }

    private void ReadBand<T>(int band, Window window, Span<T> destination)
        where T : unmanaged
    {
        BandFile file = files[band];
        if (file.Factor == 1)
        {
            Decode(band, window, destination);
            return;
        }

        Window needed = BandUpsampler.SourceOf(window, file.Factor, resampling, file.Profile.Width, file.Profile.Height);
        T[] source = ArrayPool<T>.Shared.Rent(needed.Width * needed.Height);
        try
        {
            Span<T> part = source.AsSpan(0, needed.Width * needed.Height);
            Gather(band, needed, part);
            Upsample<T>(part, needed, file, window, destination);
        }
        finally
        {
            ArrayPool<T>.Shared.Return(source);
        }
    }

    private void Decode<T>(int band, Window window, Span<T> destination)
        where T : unmanaged
    {
        RasterReader reader = _readers[band] ??= RasterReader.OpenBand(files[band].Path);
        reader.ReadByBlocks(window, [0], destination);
    }

    private void Gather<T>(int band, Window needed, Span<T> destination)
        where T : unmanaged
    {
        BandFile file = files[band];
        Window first = file.Cells[0];
        for (int row = needed.Row / first.Height; row * first.Height < needed.Bottom; row++)
        {
            for (int column = needed.Column / first.Width; column * first.Width < needed.Right; column++)
            {
                int index = (row * file.CellColumns) + column;
                Window cell = file.Cells[index];
                T[] samples = cells.Get(band, index, () =>
                {
                    T[] decoded = GC.AllocateUninitializedArray<T>(cell.Width * cell.Height);
                    Decode<T>(band, cell, decoded);
                    return decoded;
                });
                int left = Math.Max(cell.Column, needed.Column), right = Math.Min(cell.Right, needed.Right);
                for (int y = Math.Max(cell.Row, needed.Row); y < Math.Min(cell.Bottom, needed.Bottom); y++)
                {
                    samples.AsSpan(((y - cell.Row) * cell.Width) + left - cell.Column, right - left)
                        .CopyTo(destination[(((y - needed.Row) * needed.Width) + left - needed.Column)..]);
                }
            }
        }
    }

    private void Upsample<T>(Span<T> source, Window needed, BandFile file, Window window, Span<T> destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(ushort))
        {
            As<T, ushort>(source, needed, file, window, destination);
        }
        else if (typeof(T) == typeof(short))
        {
            As<T, short>(source, needed, file, window, destination);
        }
        else if (typeof(T) == typeof(byte))
        {
            As<T, byte>(source, needed, file, window, destination);
        }
        else if (typeof(T) == typeof(sbyte))
        {
            As<T, sbyte>(source, needed, file, window, destination);
        }
        else if (typeof(T) == typeof(uint))
        {
            As<T, uint>(source, needed, file, window, destination);
        }
        else if (typeof(T) == typeof(int))
        {
            As<T, int>(source, needed, file, window, destination);
        }
        else if (typeof(T) == typeof(float))
        {
            As<T, float>(source, needed, file, window, destination);
        }
        else
        {
            As<T, double>(source, needed, file, window, destination);
        }
    }

    private void As<T, TNumber>(Span<T> source, Window needed, BandFile file, Window window, Span<T> destination)
        where T : unmanaged
        where TNumber : unmanaged, INumber<TNumber>, IMinMaxValue<TNumber> =>
        new BandUpsampler<TNumber>(file.Factor, resampling, grid.NoData ?? 0).Run(
            MemoryMarshal.Cast<T, TNumber>(source), needed, file.Profile.Width, file.Profile.Height, window, MemoryMarshal.Cast<T, TNumber>(destination));
}
