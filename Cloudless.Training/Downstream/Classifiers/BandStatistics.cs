using Cloudless.Imagery;
using Cloudless.Networks;
using Cloudless.Training.Downstream.Labels;

namespace Cloudless.Training.Downstream.Classifiers;

/// <summary>Mean and deviation of bands, in DN, for a network's z-scores.</summary>
internal static class BandStatistics
{
    private const int AtOnce = 16;

    /// <summary>The published numbers of those bands that have some, and for the others those of patches.</summary>
    public static (float[] Means, float[] Deviations) Of(IReadOnlyList<Sentinel2Band> bands, LabeledPatches data, IReadOnlyList<int> patches)
    {
        Sentinel2Band[] measured = [.. bands.Where(b => PublishedStatistics.Of(b) is null)];
        double[] sums = new double[measured.Length], squares = new double[measured.Length];
        foreach (int[] chosen in measured.Length == 0 ? [] : patches.Chunk(AtOnce))
        {
            PatchBatch batch = data.Read(chosen, measured, null);
            int plane = data.Side * data.Side;
            for (int i = 0; i < batch.Images.Length; i++)
            {
                int band = i / plane % measured.Length;
                sums[band] += batch.Images[i];
                squares[band] += (double)batch.Images[i] * batch.Images[i];
            }
        }

        double count = (double)patches.Count * data.Side * data.Side;
        (float, float) Measured(int at)
        {
            double mean = sums[at] / count;

            // A band without contrast must not divide by 0.
            return ((float)mean, (float)Math.Max(Math.Sqrt(Math.Max((squares[at] / count) - (mean * mean), 0)), 1));
        }

        (float Mean, float Deviation)[] found = [.. bands.Select(b => PublishedStatistics.Of(b) ?? Measured(Array.IndexOf(measured, b)))];
        return ([.. found.Select(f => f.Mean)], [.. found.Select(f => f.Deviation)]);
    }
}
