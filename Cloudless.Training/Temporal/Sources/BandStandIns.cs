using Cloudless.Fusion;
using Cloudless.Imagery;

namespace Cloudless.Training.Temporal.Sources;

/// <summary>Gives images that lack bands to networks that want all 13: B01 is B02, B09 is B8A, B10 the constant that training puts in place of a dropped one.</summary>
/// <remarks>What a network makes of stand-ins is no image of those bands, so they are taken out again and never judged.</remarks>
internal static class BandStandIns
{
    private static readonly (Sentinel2Band Missing, Sentinel2Band From)[] Neighbors = [(Sentinel2Band.B01, Sentinel2Band.B02), (Sentinel2Band.B09, Sentinel2Band.B8A)];

    /// <summary>What to tell of it.</summary>
    /// <param name="bands">Ids of the bands that are there.</param>
    public static string Note(IReadOnlyList<string> bands) =>
        $"Networks of 13 bands were given stand-ins for {string.Join(", ", Sentinel2Band.All.Where(b => !bands.Contains(b.Id)).Select(b => b.Id))} (B01 by B02, B09 by B8A, B10 by {MissingCirrus.Fill} DN); what they make of these is not looked at.";

    /// <summary>Puts them in.</summary>
    /// <param name="image">[C,H,W], signed DN; 0 in every band is nodata and stays so.</param>
    /// <param name="bands">Ids of the C bands.</param>
    /// <returns>[13,H,W]; the image itself where nothing is missing.</returns>
    /// <exception cref="BandMissingException">Another band than B01, B09 and B10 is missing.</exception>
    public static Raster<float> Fill(Raster<float> image, IReadOnlyList<string> bands)
    {
        if (image.Channels == Sentinel2Band.Count)
        {
            return image;
        }

        var full = new Raster<float>(Sentinel2Band.Count, image.Height, image.Width);
        foreach (Sentinel2Band band in Sentinel2Band.All.Where(b => b != Sentinel2Band.B10))
        {
            string from = bands.Contains(band.Id) ? band.Id : Neighbors.FirstOrDefault(n => n.Missing == band).From?.Id ?? band.Id;
            int channel = bands.ToList().IndexOf(from);
            if (channel < 0)
            {
                throw new BandMissingException($"The series has {string.Join(" ", bands)}; {from} is missing, and nothing stands for it. Take a method that needs no band, e.g. mosaic.");
            }

            image.Channel(channel).CopyTo(full.Channel(band.Index));
        }

        if (bands.ToList().IndexOf(Sentinel2Band.B10.Id) is >= 0 and var cirrus)
        {
            image.Channel(cirrus).CopyTo(full.Channel(Sentinel2Band.B10.Index));
        }
        else
        {
            MissingCirrus.Replace(full, MissingCirrus.Fill);
        }

        return full;
    }

    /// <summary>Takes them out.</summary>
    /// <param name="image">[13,H,W].</param>
    /// <param name="bands">Ids of the bands that were there.</param>
    /// <returns>[C,H,W].</returns>
    public static Raster<float> Remove(Raster<float> image, IReadOnlyList<string> bands)
    {
        if (bands.Count == Sentinel2Band.Count)
        {
            return image;
        }

        var part = new Raster<float>(bands.Count, image.Height, image.Width);
        for (int c = 0; c < bands.Count; c++)
        {
            image.Channel(Sentinel2Band.All.First(b => b.Id == bands[c]).Index).CopyTo(part.Channel(c));
        }

        return part;
    }
}
