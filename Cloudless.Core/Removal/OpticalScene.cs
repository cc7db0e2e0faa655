using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Rasters;

namespace Cloudless.Removal;

/// <summary>The optical image of a job.</summary>
/// <typeparam name="T">The file's sample type.</typeparam>
/// <param name="Stored">[13,H,W], as stored; painted over by the job.</param>
/// <param name="SignedDn">[13,H,W], the same in signed DN; 0 in every band of a nodata pixel.</param>
internal sealed record OpticalScene<T>(Raster<T> Stored, Raster<float> SignedDn)
    where T : unmanaged, INumber<T>
{
    /// <summary>Reads and converts the whole image piece by piece on several threads.</summary>
    /// <param name="reader">The open file.</param>
    /// <param name="radiometry">How its numbers become signed DN.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="cancellationToken">Looked at before every piece.</param>
    /// <exception cref="UnsupportedProductException">The file is damaged, or holds reflectance in place of DN.</exception>
    public static OpticalScene<T> Read(RasterReader reader, Radiometry radiometry, int threads, CancellationToken cancellationToken = default)
    {
        RasterProfile profile = reader.Profile;
        int channels = profile.BandCount, height = profile.Height, width = profile.Width;
        var signedDn = new Raster<float>(channels, height, width, LargeArrays.Take<float>(checked(channels * height * width)));
        Raster<T> stored = ParallelReading.Read<T>(reader, threads, (image, piece) =>
        {
            for (int row = piece.Row; row < piece.Bottom; row++)
            {
                radiometry.ToSignedDn<T>(image.Data, channels, profile.NoData, signedDn.Data, (row * width) + piece.Column, piece.Width);
            }
        }, cancellationToken);
        if (profile.SampleType is SampleType.Float32 or SampleType.Float64)
        {
            JobInputs.RequireDn(JobInputs.LargestStored(signedDn.Data, radiometry), profile, reader.Path);
        }

        return new OpticalScene<T>(stored, signedDn);
    }

    /// <summary>Lets the next job have the memory; nobody may use the image any more.</summary>
    public void Forget()
    {
        LargeArrays.Give(Stored.Data);
        LargeArrays.Give(SignedDn.Data);
    }
}
