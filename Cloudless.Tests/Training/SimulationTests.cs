using Cloudless.Imagery;
using Cloudless.Training.Datasets;
using Cloudless.Training.Simulation;

namespace Cloudless.Tests.Training;

[TestFixture]
public class SimulationTests
{
    private static readonly Raster<short> Ground = SyntheticSamples.Make("ground", 11, "G", input: false, side: 96).Target;

    [Test]
    public void Simulated_clouds_repeat_with_the_seed_and_leave_the_ground_untouched()
    {
        short[] before = (short[])Ground.Data.Clone();
        float[] first = Simulate(3).Data, again = Simulate(3).Data, other = Simulate(4).Data;
        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
        Assert.That(Ground.Data, Is.EqualTo(before));
    }

    [Test]
    public void Opaque_simulated_clouds_are_found_by_the_mask_and_cover_about_what_was_asked()
    {
        var options = new CloudSimulatorOptions { MinimumCover = 0.6, MaximumCover = 0.6, MinimumThickness = 10, MaximumThickness = 10, CirrusShare = 0, HazeShare = 0, ShadowShare = 0 };
        double cover = Enumerable.Range(1, 8).Average(seed =>
        {
            Raster<float> cloudy = CloudSimulator.Apply(Ground, new SeededRandom((ulong)seed), options);
            return CloudCover.Of(cloudy.Data, cloudy.Height, cloudy.Width).Cover;
        });
        // The mask misses thin edges and, with its zero-filled box, part of the frame.
        Assert.That(cover, Is.InRange(0.3, 0.62));
    }

    [Test]
    public void Shadows_darken_the_infrared_more_than_the_blue_and_nothing_brightens()
    {
        var options = new CloudSimulatorOptions { CirrusShare = 0, HazeShare = 0, ShadowShare = 1, MinimumCover = 0.3, MaximumCover = 0.3 };
        Raster<float> cloudy = CloudSimulator.Apply(Ground, new SeededRandom(21), options);
        double blue = 1, infrared = 1;
        for (int i = 0; i < Ground.PlaneLength; i++)
        {
            blue = Math.Min(blue, cloudy.Channel(1)[i] / Ground.Channel(1)[i]);
            infrared = Math.Min(infrared, cloudy.Channel(11)[i] / Ground.Channel(11)[i]);
        }

        Assert.That(infrared, Is.LessThan(blue).And.LessThan(0.8));
    }

    [Test]
    public void Values_stay_physical()
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            Assert.That(Simulate(seed).Data.All(v => v is >= 0 and < 14000), Is.True, $"seed {seed}");
        }
    }

    [Test]
    public void Pasting_keeps_the_ground_where_the_donor_is_clear_and_the_cloud_where_it_is_opaque()
    {
        Sample donor = SyntheticSamples.Make("donor", 12, "D", side: 64);
        float[] score = new float[64 * 64];
        Assert.That(CloudPaster.Apply(Ground, donor.Input!, score, new SeededRandom(2)).Data, Is.EqualTo(Ground.Data.Select(v => (float)v)));
        Array.Fill(score, 1f);
        Raster<float> overcast = CloudPaster.Apply(Ground, donor.Input!, score, new SeededRandom(2), shadowShare: 0);
        HashSet<short> band = [.. donor.Input!.Channel(3).ToArray()];
        float gain = overcast.Channel(3)[0] / band.MinBy(v => Math.Abs(v - overcast.Channel(3)[0]));
        Assert.That(gain, Is.InRange(0.84f, 1.16f));
        Assert.That(overcast.Data, Is.Not.EqualTo(CloudPaster.Apply(Ground, donor.Input!, score, new SeededRandom(3), 0).Data), "another seed places the donor elsewhere");
    }

    [Test]
    public void A_score_of_another_size_is_refused() => Assert.That(
        () => CloudPaster.Apply(Ground, SyntheticSamples.Make("d", 1, "D").Input!, new float[3], new SeededRandom(1)),
        Throws.ArgumentException.With.Message.Contains("3 values"));

    private static Raster<float> Simulate(ulong seed) => CloudSimulator.Apply(Ground, new SeededRandom(seed), new CloudSimulatorOptions());
}
