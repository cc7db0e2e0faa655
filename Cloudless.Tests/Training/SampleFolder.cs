using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Training.Datasets;

namespace Cloudless.Tests.Training;

/// <summary>The two synthetic triplets as files, in folds 1 and 2.</summary>
internal static class SampleFolder
{
    /// <summary>Writes them into a new folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (Sample sample in SyntheticSamples.Few.Where(s => s.Sar is not null && s.Input is not null))
        {
            Write(folder, sample.Id + "_s2_cloudy.tif", sample.Input!, SampleType.UInt16);
            Write(folder, sample.Id + "_s2_clear.tif", sample.Target, SampleType.UInt16);
            Write(folder, sample.Id + "_s1.tif", sample.Sar!, SampleType.Float32);
        }

        string set = Path.GetFileName(folder);
        File.WriteAllText(Path.Combine(folder, "folds.csv"), $"set,id,group,fold\n{set},one,A,1\n{set},two,B,2\n");
    }

    private static void Write<T>(string folder, string name, Raster<T> raster, SampleType type)
        where T : unmanaged
    {
        var profile = new RasterProfile { Width = raster.Width, Height = raster.Height, BandCount = raster.Channels, SampleType = type };
        using RasterWriter writer = RasterWriter.Create(Path.Combine(folder, name), profile);
        writer.Write(raster);
        writer.Commit();
    }
}
