using Cloudless.Rasters;

namespace Cloudless.Training.Datasets.Images;

/// <summary>Opens the files of patches.</summary>
internal static class ImageFiles
{
    /// <summary>Opens a file that must have so many bands.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bands">How many.</param>
    /// <param name="open">How it is opened; null for the way that suits reading band by band.</param>
    /// <exception cref="BandMissingException">It has not.</exception>
    /// <exception cref="CloudlessException">It cannot be opened.</exception>
    public static RasterReader Open(string path, int bands, Func<string, RasterReader>? open = null)
    {
        RasterReader reader = (open ?? RasterReader.Open)(path);
        int found = reader.Profile.BandCount;
        if (found == bands)
        {
            return reader;
        }

        reader.Dispose();
        throw new BandMissingException($"{path}: found {found} bands, expected {bands}. Training takes 13-band Sentinel-2 L1C images and 2-band (VV, VH) Sentinel-1 images.");
    }
}
