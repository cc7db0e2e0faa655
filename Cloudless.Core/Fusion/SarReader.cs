using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Fusion;

/// <summary>Reads windows of Sentinel-1 backscatter on the grid of an optical image; a window has the same bits however the grid is cut into windows.</summary>
/// <remarks>Made by <see cref="SarSource.OpenReader"/>. Not thread-safe: one reader per thread.</remarks>
public sealed class SarReader : IDisposable
{
    private readonly SarScale _scale;
    private readonly List<RasterReader> _readers = [];
    private readonly List<GridWarp> _warps = [];

    internal SarReader(SarFiles files, RasterProfile grid, SarScale scale)
    {
        _scale = scale;
        try
        {
            RasterReader vv = Open(files.Vv.Path);
            if (files.Vh.Path == files.Vv.Path)
            {
                _warps.Add(new GridWarp([new RasterChannels(vv, [files.Vv.Band, files.Vh.Band])], grid));
                return;
            }

            RasterReader vh = Open(files.Vh.Path);
            RasterChannels first = new(vv, [files.Vv.Band]), second = new(vh, [files.Vh.Band]);
            if (RasterWarp.SharesGrid(vv.Profile, vh.Profile))
            {
                _warps.Add(new GridWarp([first, second], grid));
                return;
            }

            _warps.Add(new GridWarp([first], grid));
            _warps.Add(new GridWarp([second], grid));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads a window; what lies between the files' pixels is interpolated in linear power.</summary>
    /// <param name="window">Which part of the optical image's grid.</param>
    /// <param name="decibel">[2,window.Height,window.Width], planar, overwritten: VV and VH in dB; NaN where there are no data.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="UnsupportedProductException">A file is damaged.</exception>
    public void ReadDecibel(Window window, Span<float> decibel)
    {
        int plane = checked(window.Width * window.Height);
        if (decibel.Length != SarOpticalStack.SarBands * plane)
        {
            throw new ArgumentException($"The destination holds {decibel.Length} samples; [2,{window.Height},{window.Width}] needs {SarOpticalStack.SarBands * plane}.", nameof(decibel));
        }

        Read(window, _scale == SarScale.Decibel, Clean, decibel);
        if (_scale == SarScale.Linear)
        {
            Decibels.FromPower(decibel);
        }
    }

    /// <summary>Reads a window without knowing the unit, to tell it.</summary>
    /// <returns>[2,window.Height,window.Width] in the files' unit; NaN where there are no data.</returns>
    internal float[] ReadAsStored(Window window)
    {
        float[] samples = new float[checked(SarOpticalStack.SarBands * window.Width * window.Height)];
        Read(window, interpolatePower: false, null, samples);
        return samples;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _warps.ForEach(w => w.Dispose());
        _readers.ForEach(r => r.Dispose());
    }

    private RasterReader Open(string path)
    {
        RasterReader reader = RasterReader.Open(path);
        _readers.Add(reader);
        return reader;
    }

    private void Read(Window window, bool interpolatePower, Action<Raster<float>>? clean, Span<float> destination)
    {
        foreach (GridWarp warp in _warps)
        {
            Raster<float> part = warp.Read(window, interpolatePower, clean);
            part.Data.CopyTo(destination);
            destination = destination[part.Data.Length..];
            LargeArrays.Give(part.Data);
        }
    }

    private void Clean(Raster<float> samples)
    {
        float lowest = _scale == SarScale.Decibel ? SarOpticalStack.LowestDecibel : SarOpticalStack.LowestPower;
        foreach (ref float sample in samples.Data.AsSpan())
        {
            sample = sample >= lowest ? sample : float.NaN;
        }

        if (_scale != SarScale.Decibel)
        {
            return;
        }

        // Beyond the swath's edge every band is 0; in one band 0 dB is a bright target.
        Span<float> vv = samples.Channel(0), last = samples.Channel(samples.Channels - 1);
        for (int i = 0; i < vv.Length; i++)
        {
            if (vv[i] == 0 && last[i] == 0)
            {
                vv[i] = last[i] = float.NaN;
            }
        }
    }
}
