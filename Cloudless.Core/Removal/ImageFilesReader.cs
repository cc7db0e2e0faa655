using System.Buffers;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>Reads the images of one place into the caller's memory, in the units of the library; opens each file when it is asked for.</summary>
/// <remarks>Not thread-safe: one reader per thread; any number may be open on the same files.</remarks>
/// <param name="files">The files; one that is never asked for is never opened.</param>
/// <param name="radiometry">How the stored numbers of the optical image and its cloud-free partner become signed DN.</param>
public sealed class ImageFilesReader(ImageFiles files, Radiometry radiometry) : IDisposable
{
    private RasterReader? _optical;

    /// <summary>Height and width of the optical image, by its header.</summary>
    /// <exception cref="CloudlessException">The file cannot be opened, or has not the 13 bands in their order.</exception>
    public ImageSize Size => new(Optical.Profile.Height, Optical.Profile.Width);

    private RasterReader Optical => _optical ??= JobInputs.OpenOptical(files.OpticalPath);

    /// <summary>Reads the optical image.</summary>
    /// <param name="destination">[13,H,W], planar, overwritten: signed DN, 0 in all bands of a nodata pixel.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    /// <exception cref="CloudlessException">The file cannot be read, has not the 13 bands in their order, or holds reflectance.</exception>
    public void ReadOptical(Span<float> destination) => ReadSignedDn(Optical, destination);

    /// <summary>Reads the SAR image on the optical image's grid, of which only the header is read.</summary>
    /// <param name="destination">[2,H,W], planar, overwritten: VV and VH in dB; NaN where there are no data, everywhere where there is no file.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    /// <exception cref="CloudlessException">A file cannot be read, has not VV and VH, shows another place, or is in no plausible unit.</exception>
    public void ReadSar(Span<float> destination)
    {
        if (files.SarPath is not { } path)
        {
            destination.Fill(float.NaN);
            return;
        }

        RasterProfile grid = Optical.Profile;
        using SarReader reader = SarSource.Open([path], grid).OpenReader();
        reader.ReadDecibel(new Window(0, 0, grid.Width, grid.Height), destination);
    }

    /// <summary>Reads the cloud-free image; of the optical one only the header.</summary>
    /// <param name="destination">[13,H,W], planar, overwritten: signed DN, 0 in all bands of a nodata pixel; NaN everywhere where there is no file.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    /// <exception cref="RasterMismatchException">It lies on another grid than the optical image.</exception>
    /// <exception cref="CloudlessException">The file cannot be read, has not the 13 bands in their order, or holds reflectance.</exception>
    public void ReadTarget(Span<float> destination)
    {
        if (files.TargetPath is not { } path)
        {
            destination.Fill(float.NaN);
            return;
        }

        using RasterReader target = JobInputs.OpenOptical(path);
        RasterProfile found = target.Profile, grid = Optical.Profile;
        if (!RasterWarp.SharesGrid(found, grid))
        {
            throw new RasterMismatchException(
                $"'{path}' ({found.Width} x {found.Height} pixels) lies on another grid than '{files.OpticalPath}' ({grid.Width} x {grid.Height}). Warp one onto the other, or cut both to the same extent.");
        }

        ReadSignedDn(target, destination);
    }

    /// <inheritdoc/>
    public void Dispose() => _optical?.Dispose();

    private void ReadSignedDn(RasterReader reader, Span<float> destination)
    {
        RasterProfile profile = reader.Profile;
        float[] stored = ArrayPool<float>.Shared.Rent(destination.Length);
        try
        {
            Span<float> samples = stored.AsSpan(0, destination.Length);
            reader.Read(new Window(0, 0, profile.Width, profile.Height), null, samples);
            radiometry.ToSignedDn<float>(samples, profile.BandCount, profile.NoData, destination);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(stored);
        }

        if (profile.SampleType is SampleType.Float32 or SampleType.Float64 && radiometry.Scale == 1)
        {
            JobInputs.RequireDn(JobInputs.LargestStored(destination, radiometry), profile, reader.Path);
        }
    }
}
