using Cloudless.Imagery;

namespace Cloudless.Training.Downstream;

/// <summary>Pixels of patches that hold no data.</summary>
internal static class StudyGaps
{
    /// <summary>Whether a patch has a pixel without data: the same number of 0 or below in all bands, for where an offset was taken out of an image whole, its 0 became -1000.</summary>
    /// <param name="image">[13,H,W], signed DN.</param>
    /// <param name="window">The patch.</param>
    public static bool Has(Raster<float> image, Window window)
    {
        for (int i = 0; i < window.Height * window.Width; i++)
        {
            (int row, int column) = (window.Row + (i / window.Width), window.Column + (i % window.Width));
            float first = image[0, row, column];
            int band = 1;
            while (first <= 0 && band < image.Channels && image[band, row, column] == first)
            {
                band++;
            }

            if (band == image.Channels)
            {
                return true;
            }
        }

        return false;
    }
}
