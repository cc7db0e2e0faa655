using Cloudless.Imagery;
using Cloudless.Temporal;

namespace Cloudless.Tests.Temporal.Decomposition;

[TestFixture]
public class TensorDecompositionTests
{
    [Test]
    public void A_ground_that_stays_is_learned_and_what_crosses_it_is_not()
    {
        // Rank 1 in each unfolding: rows times columns times bands.
        const int Side = 24, Dates = 12;
        Raster<float> ground = new(2, Side, Side, [.. Enumerable.Range(0, 2 * Side * Side).Select(i => 2000f * (1 + (i / (Side * Side))) * (1 + (i % Side)) * (10 + (i / Side % Side)) / (Side * 34f))]);
        var images = new Raster<float>[Dates];
        for (int t = 0; t < Dates; t++)
        {
            images[t] = new Raster<float>(2, Side, Side, [.. ground.Data]);
            for (int k = 0; k < 6; k++)
            {
                images[t][0, (2 * t) % Side, (t + k) % Side] = images[t][1, (2 * t) % Side, (t + k) % Side] = 9000;
            }
        }

        ImageSeries series = ImageSeries.Of([.. Enumerable.Range(0, Dates).Select(SmallSeries.Day)], images, [.. images.Select(_ => new Raster<byte>(1, Side, Side))]);
        SeriesResult result = new TensorDecomposition(new TensorOptions { Masked = false, KeepClear = false, Rank = 2, Shrinkage = 0.01, Sparsity = 0.05 })
            .Run(series, new SeriesTarget(SmallSeries.Day(Dates - 1)), default);

        // Part of a cloud is learned as ground, but well under half of it.
        Raster<float> last = result.Images[0].Optical;
        int[] clouds = [.. Enumerable.Range(0, last.Data.Length).Where(i => images[^1].Data[i] != ground.Data[i])];
        Assert.That(clouds.Average(i => last.Data[i] - ground.Data[i]), Is.LessThan(0.4 * clouds.Average(i => images[^1].Data[i] - ground.Data[i])));
        Assert.That(last.Data.Zip(ground.Data, (a, b) => Math.Abs(a - b)).Average(), Is.LessThan(120));
    }

    [Test]
    public void The_seed_alone_decides()
    {
        MadeSeries made = MadeSeries.Of(dates: 4, rank: 2, share: 0.2, told: true, side: 40);
        float[] Run(ulong seed, int threads) => new TensorDecomposition(new TensorOptions { Seed = seed, Threads = threads })
            .Run(made.Series, new SeriesTarget(made.Series.Dates[3]), default).Images[0].Optical.Data;
        float[] one = Run(7, 1);
        Assert.That(Run(7, 3), Is.EqualTo(one));
        Assert.That(Run(8, 1), Is.Not.EqualTo(one));
    }

    [Test]
    public void Unfoldings_hold_every_sample_once()
    {
        float[] image = [.. Enumerable.Range(0, 3 * 5 * 7).Select(i => (float)i)];
        foreach (TensorUnfolding unfolding in TensorUnfolding.Of(3, 5, 7))
        {
            float[] back = new float[image.Length];
            for (int p = 0; p < unfolding.Pieces.Count; p++)
            {
                float[] piece = new float[unfolding.Height * unfolding.Pieces[p].Columns];
                unfolding.Gather(image, p, piece);
                unfolding.Scatter(piece, p, 1, back);
            }

            Assert.That(back, Is.EqualTo(image));
        }
    }
}
