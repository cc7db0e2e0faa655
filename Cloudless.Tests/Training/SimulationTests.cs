using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Training.Datasets;
using Cloudless.Training.Simulation;

namespace Cloudless.Tests.Training;

[TestFixture]
public class SimulationTests
{
    private const int Side = 96;

    private static readonly Raster<short> Ground = SyntheticSamples.Make("ground", 11, "G", input: false, side: Side).Target;

    /// <summary>Low clouds alone: no cirrus, haze or shadow.</summary>
    private static readonly CloudSimulatorOptions Low = new() { CirrusShare = 0, VeilShare = 0, HazeShare = 0, Shadow = new ShadowOptions { Share = 0 } };

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
    public void Opaque_clouds_are_found_by_the_mask_and_cover_about_what_was_asked()
    {
        CloudSimulatorOptions options = Low with { MinimumCover = 0.6, MaximumCover = 0.6, MinimumThickness = 10, MaximumThickness = 10 };
        Raster<float>[] images = [.. Enumerable.Range(1, 8).Select(seed => Simulate((ulong)seed, options))];

        // The mask misses thin edges and, with its zero-filled box, part of the frame; the removal mask is grown by 5 pixels.
        Assert.That(images.Average(i => CloudCover.Of(i.Data, Side, Side).Cover), Is.InRange(0.4, 0.62));
        Assert.That(images.Average(i => Share(RemovalMask.Compute(i).Data, w => w > 0)), Is.InRange(0.55, 0.95));
        Assert.That(images.Average(i => Share(Changed(i), c => c)), Is.EqualTo(0.6).Within(0.01), "the cover is exact");
    }

    [TestCase(0.3, 0.45, 0.8)]
    [TestCase(8, 0, 0.01)]
    public void The_ground_shows_through_as_thickness_says(double thickness, double least, double most)
    {
        CloudSimulatorOptions options = Low with { MinimumCover = 1, MaximumCover = 1, MinimumThickness = thickness, MaximumThickness = thickness };
        Raster<short> dark = Flat(0), bright = Flat(4000);
        double[] shares = [.. Enumerable.Range(1, 6).Select(seed =>
        {
            // Two grounds under one sky differ by what comes through; at the cloud's thickest pixel.
            Raster<float> a = Simulate((ulong)seed, options, dark), b = Simulate((ulong)seed, options, bright);
            return Enumerable.Range(0, a.PlaneLength).Min(i => (b.Channel(2)[i] - a.Channel(2)[i]) / 4000.0);
        })];

        // exp(-0.3) = 0.74 and exp(-8) = 0.0003 in the green; B03 has the thickness itself.
        Assert.That(shares, Is.All.EqualTo(Math.Exp(-thickness)).Within(1e-3));
        Assert.That(shares, Is.All.InRange(least, most));
    }

    [TestCase(0, 20, 0)]
    [TestCase(90, 0, -20)]
    [TestCase(135, -14, -14)]
    [TestCase(-60, 10, 17)]
    public void Shadows_lie_away_from_the_sun_by_the_given_pixels(double azimuth, int rows, int columns)
    {
        var shadow = new ShadowOptions { Share = 1, MinimumShift = 20, MaximumShift = 20, SunAzimuth = azimuth };
        CloudSimulatorOptions options = Low with { MinimumCover = 0.15, MaximumCover = 0.15, MinimumThickness = 8, MaximumThickness = 8, Shadow = shadow };
        for (ulong seed = 1; seed <= 2; seed++)
        {
            // Of these seeds the shadows lie inside the patch.
            Raster<float> cloudy = Simulate(seed, options, Flat(2000));
            Assert.That(Displacement(cloudy.Channel(7).ToArray(), 2000), Is.EqualTo((rows, columns)), $"seed {seed}");
        }

        Sample donor = SyntheticSamples.Make("donor", 12, "D", side: 64);
        float[] score = new float[64 * 64];
        for (int i = 0; i < score.Length; i++)
        {
            score[i] = i % 64 is > 20 and < 34 && i / 64 is > 30 and < 40 ? 1 : 0;
        }

        Raster<float> pasted = CloudPaster.Apply(Flat(2000), donor.Input!, score, new SeededRandom(5), shadow);
        Assert.That(Displacement(pasted.Channel(7).ToArray(), 2000), Is.EqualTo((rows, columns)), "pasted");
    }

    [Test]
    public void Shadows_darken_the_infrared_more_than_the_blue_and_leave_B10()
    {
        CloudSimulatorOptions options = Low with { MinimumCover = 0.3, MaximumCover = 0.3, MinimumThickness = 8, MaximumThickness = 8, Shadow = new ShadowOptions { Share = 1 } };
        Raster<short> flat = Flat(2000);
        Raster<float> cloudy = Simulate(21, options, flat);
        double[] darkest = [.. Enumerable.Range(0, 13).Select(c => cloudy.Channel(c).ToArray().Min() / 2000.0)];
        Assert.Multiple(() =>
        {
            Assert.That(darkest[10], Is.GreaterThan(0.05), "clouds dim B10, shadows do not");
            Assert.That(darkest[1], Is.InRange(0.5, 0.95));
            Assert.That(darkest[7], Is.LessThan(darkest[3]).And.GreaterThan(0.2));
            Assert.That(darkest[12], Is.LessThan(darkest[7]).And.GreaterThan(0.1));
        });
    }

    [Test]
    public void Shadows_of_thick_clouds_are_found_by_the_masks()
    {
        CloudSimulatorOptions options = Low with
        {
            MinimumCover = 0.2, MaximumCover = 0.2, MinimumThickness = 8, MaximumThickness = 8, Shadow = new ShadowOptions { Share = 1, MinimumShift = 20, MaximumShift = 20 },
        };
        double papers = 0, removal = 0;
        Raster<short> land = Land();
        for (ulong seed = 1; seed <= 4; seed++)
        {
            Raster<float> cloudy = Simulate(seed, options, land);
            byte[] classes = CloudCover.Of(cloudy.Data, Side, Side).PixelClass;
            float[] weight = RemovalMask.Compute(cloudy).Data;
            int[] shaded = [.. Enumerable.Range(0, Side * Side).Where(i => cloudy.Channel(7)[i] < 0.72 * land.Channel(7)[i])];
            Assert.That(shaded, Has.Length.GreaterThan(200));
            papers += shaded.Count(i => classes[i] == PixelClass.Shadow) / (4.0 * shaded.Length);
            removal += shaded.Count(i => weight[i] > 0) / (4.0 * shaded.Length);
        }

        // On real land the papers' mask finds 0.91 to 0.99 of such shadows, the removal mask 0.73 to 1.00; on water it looks for none.
        Assert.That(papers, Is.GreaterThan(0.85));
        Assert.That(removal, Is.GreaterThan(0.7));
    }

    [Test]
    public void Cirrus_shows_in_B10_far_more_than_in_the_visible_and_is_found_by_the_removal_mask_where_it_is_not_thin()
    {
        CloudSimulatorOptions cirrus = Low with { CirrusShare = 1, MinimumCirrusThickness = 1.5, MaximumCirrusThickness = 1.5, MinimumCover = 0.5, MaximumCover = 0.5 };
        Raster<float> cloudy = Simulate(2, cirrus), low = Simulate(2, Low);
        int thickest = Array.IndexOf(cloudy.Channel(10).ToArray(), cloudy.Channel(10).ToArray().Max());
        Assert.Multiple(() =>
        {
            Assert.That(cloudy.Channel(10)[thickest], Is.InRange(500, 3900).And.GreaterThan(20 * Ground.Channel(10)[thickest]));
            Assert.That(low.Channel(10).ToArray().Max(), Is.LessThan(1200), "water vapor hides low clouds in B10");

            // What cirrus adds to the short-wave infrared is little: ice absorbs it.
            Assert.That(cloudy.Channel(12)[thickest] - Ground.Channel(12)[thickest], Is.LessThan(cloudy.Channel(1)[thickest] - Ground.Channel(1)[thickest]));
            Assert.That(Share(RemovalMask.Compute(cloudy).Data, w => w > 0), Is.InRange(0.3, 0.95));
            Assert.That(Share(RemovalMask.Compute(Simulate(2, cirrus with { MinimumCirrusThickness = 0.01, MaximumCirrusThickness = 0.01 })).Data, w => w > 0), Is.Zero);
        });
    }

    [Test]
    public void A_veil_of_cirrus_lies_above_low_clouds()
    {
        CloudSimulatorOptions overcast = Low with { MinimumCover = 1, MaximumCover = 1, MinimumThickness = 10, MaximumThickness = 10 };
        double low = Enumerable.Range(1, 6).Average(seed => Simulate((ulong)seed, overcast).Channel(10).ToArray().Average());
        double both = Enumerable.Range(1, 6).Average(seed => Simulate((ulong)seed, overcast with { VeilShare = 1 }).Channel(10).ToArray().Average());
        Assert.That(both, Is.GreaterThan(low + 100));
    }

    [Test]
    public void Haze_adds_the_more_the_shorter_the_wave_and_nothing_to_B10()
    {
        CloudSimulatorOptions haze = Low with { HazeShare = 1, MinimumCover = 0, MaximumCover = 0, MinimumHaze = 800, MaximumHaze = 800 };
        Raster<short> flat = Flat(600);
        Raster<float> hazy = Simulate(6, haze, flat);
        double[] added = [.. Enumerable.Range(0, 13).Select(c => hazy.Channel(c).ToArray().Average() - 600)];
        Assert.Multiple(() =>
        {
            Assert.That(added[0], Is.InRange(100, 800));
            Assert.That(added[10], Is.Zero);
            foreach ((Sentinel2Band longer, Sentinel2Band shorter) in Sentinel2Band.All.Where(b => b != Sentinel2Band.B10).OrderByDescending(b => b.CenterWavelength).Zip(
                Sentinel2Band.All.Where(b => b != Sentinel2Band.B10).OrderByDescending(b => b.CenterWavelength).Skip(1)))
            {
                Assert.That(added[longer.Index], Is.LessThan(added[shorter.Index]), longer.Id);
            }

            Assert.That(CloudCover.Of(hazy.Data, Side, Side).Cover, Is.LessThan(0.02), "haze is no cloud");
        });
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
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => (Low with { MinimumCover = 0.7, MaximumCover = 0.5 }).Validate(), Refused("MaximumCover", "0.7 .. 0.5"));
            Assert.That(() => (Low with { MinimumThickness = 0 }).Validate(), Refused("MaximumThickness", "0 .. 12"));
            Assert.That(() => (Low with { VeilShare = double.NaN }).Validate(), Refused("VeilShare", "NaN"));
            Assert.That(() => (Low with { Shadow = new ShadowOptions { SunAzimuth = double.PositiveInfinity } }).Validate(), Refused("SunAzimuth", "degrees"));
            Assert.That(() => (Low with { MaximumHaze = 20_000 }).Validate(), Refused("MaximumHaze", "10000"));
        });

        static NUnit.Framework.Constraints.IResolveConstraint Refused(string name, string value) =>
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Property("ParamName").EqualTo(name).And.Message.Contains(value);
    }

    [Test]
    public void Pasting_keeps_the_ground_where_the_donor_is_clear_and_the_cloud_where_it_is_opaque()
    {
        var none = new ShadowOptions { Share = 0 };
        Sample donor = SyntheticSamples.Make("donor", 12, "D", side: 64);
        float[] score = new float[64 * 64];
        Assert.That(CloudPaster.Apply(Ground, donor.Input!, score, new SeededRandom(2), new ShadowOptions()).Data, Is.EqualTo(Ground.Data.Select(v => (float)v)));
        Array.Fill(score, 1f);
        Raster<float> overcast = CloudPaster.Apply(Ground, donor.Input!, score, new SeededRandom(2), none);
        HashSet<short> band = [.. donor.Input!.Channel(3).ToArray()];
        float gain = overcast.Channel(3)[0] / band.MinBy(v => Math.Abs(v - overcast.Channel(3)[0]));
        Assert.That(gain, Is.InRange(0.84f, 1.16f));
        Assert.That(overcast.Data, Is.Not.EqualTo(CloudPaster.Apply(Ground, donor.Input!, score, new SeededRandom(3), none).Data), "another seed places the donor elsewhere");
    }

    [Test]
    public void A_score_of_another_size_is_refused() => Assert.That(
        () => CloudPaster.Apply(Ground, SyntheticSamples.Make("d", 1, "D").Input!, new float[3], new SeededRandom(1), new ShadowOptions()),
        Throws.ArgumentException.With.Message.Contains("3 values"));

    private static Raster<float> Simulate(ulong seed, CloudSimulatorOptions? options = null, Raster<short>? ground = null) =>
        CloudSimulator.Apply(ground ?? Ground, new SeededRandom(seed), options ?? new CloudSimulatorOptions());

    private static Raster<short> Flat(short dn)
    {
        var flat = new Raster<short>(13, Side, Side);
        flat.Data.AsSpan().Fill(dn);
        return flat;
    }

    /// <summary>Green land with some texture.</summary>
    private static Raster<short> Land()
    {
        short[] dn = [1400, 1150, 1000, 900, 1150, 1850, 2150, 2100, 2400, 700, 14, 1800, 1050];
        var random = new SeededRandom(7);
        var land = new Raster<short>(13, Side, Side);
        for (int i = 0; i < land.Data.Length; i++)
        {
            land.Data[i] = (short)(dn[i / land.PlaneLength] * random.NextDouble(0.9, 1.1));
        }

        return land;
    }

    private static double Share<T>(T[] values, Func<T, bool> holds) => values.Count(holds) / (double)values.Length;

    private static bool[] Changed(Raster<float> cloudy) => [.. Enumerable.Range(0, cloudy.PlaneLength).Select(i => cloudy.Data[i] != Ground.Data[i])];

    /// <summary>By which shift the bright pixels (cloud) fit best on the dark ones (shadow) of a band of flat ground.</summary>
    private static (int Rows, int Columns) Displacement(float[] band, float ground)
    {
        bool[] cloud = [.. band.Select(v => v > 1.2f * ground)], shade = [.. band.Select(v => v < 0.85f * ground)];
        (int Rows, int Columns) best = default;
        double most = double.NegativeInfinity;
        for (int dy = -30; dy <= 30; dy++)
        {
            for (int dx = -30; dx <= 30; dx++)
            {
                int hits = 0, misses = 0;
                for (int i = 0; i < cloud.Length; i++)
                {
                    int y = (i / Side) + dy, x = (i % Side) + dx;
                    if (cloud[i] && y is >= 0 and < Side && x is >= 0 and < Side && !cloud[(y * Side) + x])
                    {
                        (hits, misses) = shade[(y * Side) + x] ? (hits + 1, misses) : (hits, misses + 1);
                    }
                }

                if (hits - (2 * misses) > most)
                {
                    (most, best) = (hits - (2 * misses), (dy, dx));
                }
            }
        }

        return best;
    }
}
