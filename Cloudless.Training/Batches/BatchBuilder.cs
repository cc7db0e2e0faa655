using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.Simulation;

namespace Cloudless.Training.Batches;

/// <summary>
/// Makes the batch of a step. Each step has a random sequence of its own, derived from seed and step number, so batches are the same
/// whichever thread makes them, in whatever order, and after a resume.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class BatchBuilder
{
    private readonly TrainingSet _set;
    private readonly PatchDraws _draws;
    private readonly TrainOptions _options;
    private readonly (double Weight, SampleSource Source)[] _sources;

    private enum SampleSource
    {
        Triplet,
        Pair,
        Pasted,
        Simulated,
    }

    /// <summary>Prepares.</summary>
    /// <exception cref="CloudlessException">No source of the mix has samples, or a patch is smaller than the crop.</exception>
    public BatchBuilder(TrainingSet set, TrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        (_set, _draws, _options) = (set, new PatchDraws(set), options);
        SourceMix mix = options.Mix;
        (double, SampleSource, bool)[] all =
        [
            (mix.Triplets, SampleSource.Triplet, set.Triplets.Count > 0),
            (mix.Pairs, SampleSource.Pair, set.Pairs.Count > 0),
            (mix.Pasted, SampleSource.Pasted, set.Donors.Count > 0 && set.Surfaces.Count > 0),
            (mix.Simulated, SampleSource.Simulated, set.Surfaces.Count > 0),
        ];
        _sources = [.. all.Where(s => s.Item3 && s.Item1 > 0).Select(s => (s.Item1, s.Item2))];
        if (_sources.Length == 0)
        {
            throw new CloudlessException($"No source of the mix has samples; found {set.Description}. Change the mix or add samples.");
        }

        if (set.Smallest is { Look: { } look, Item: var item })
        {
            RequireCrop(item, look.Height, look.Width);
        }
    }

    /// <summary>The batch of a step, 0 and up.</summary>
    /// <exception cref="CloudlessException">A file cannot be used, or holds fewer pixels than the crop; the message names it.</exception>
    public TrainingBatch Build(long step)
    {
        var random = new SeededRandom(_options.Seed ^ ((ulong)(step + 1) * 0xD1342543DE82EF95));
        int n = _options.Batch, crop = _options.Crop, plane = crop * crop, channels = _options.Network.InputChannels;
        float[] input = new float[n * channels * plane], target = new float[n * Sentinel2Band.Count * plane];
        byte[] mask = new byte[n * plane];
        for (int i = 0; i < n; i++)
        {
            Fill(
                random, input.AsSpan(i * channels * plane, channels * plane),
                target.AsSpan(i * Sentinel2Band.Count * plane, Sentinel2Band.Count * plane), mask.AsSpan(i * plane, plane));
        }

        return new TrainingBatch(new TensorShape(n, channels, crop, crop), input, target, mask);
    }

    private void Fill(SeededRandom random, Span<float> input, Span<float> target, Span<byte> mask)
    {
        SampleSource source = Pick(random);
        (PatchItem item, Sample sample) = source switch
        {
            SampleSource.Triplet => _draws.Triplet(random),
            SampleSource.Pair => _draws.Pair(random),
            _ => _draws.Surface(random),
        };
        RequireCrop(item, sample.Target.Height, sample.Target.Width);
        PatchTransform transform = PatchTransform.Draw(sample.Target.Height, sample.Target.Width, _options.Crop, random);
        int plane = mask.Length, width = sample.Target.Width;
        Span<float> optical = input[..(Sentinel2Band.Count * plane)];
        if (source is SampleSource.Triplet or SampleSource.Pair)
        {
            Cut(sample.Input!, transform, optical);
            transform.Apply<byte, byte>(CoverOf(item).PixelClass, width, mask);
        }
        else
        {
            Raster<float> cloudy = MakeClouds(source, sample.Target, random);
            Cut(cloudy, transform, optical);
            if (_options.Augmentation.MaskScope == MaskScope.Patch)
            {
                transform.Apply<byte, byte>(CloudCover.Of(cloudy.Data, cloudy.Height, cloudy.Width).PixelClass, width, mask);
            }
        }

        if (_options.Augmentation.MaskScope == MaskScope.Crop)
        {
            CloudCover.Of(optical, _options.Crop, _options.Crop).PixelClass.CopyTo(mask);
        }

        Cut(sample.Target, transform, target);
        JitterLevels(optical, target, plane, random);
        if (_options.Network.Sar)
        {
            FillSar(sample.Sar, transform, input[(Sentinel2Band.Count * plane)..], plane, random);
        }
    }

    private Raster<float> MakeClouds(SampleSource source, Raster<short> clear, SeededRandom random)
    {
        if (source == SampleSource.Simulated)
        {
            return CloudSimulator.Apply(clear, random, _options.Simulation);
        }

        (PatchItem item, Sample donor) = _draws.Donor(random);
        return CloudPaster.Apply(clear, donor.Input!, CoverOf(item).Score, random);
    }

    private CloudCover CoverOf(PatchItem item) => _set.Dataset.Store.CoverOf(item.Images.Input!);

    private void RequireCrop(PatchItem item, int height, int width)
    {
        if (height < _options.Crop || width < _options.Crop)
        {
            throw new CloudlessException(
                $"Sample {item.Id} of {item.Source} has {width} x {height} pixels, fewer than the crop of {_options.Crop}. Choose a smaller crop or remove the sample.");
        }
    }

    /// <summary>One gain for all bands and one per band, the same on input and target: more distinct surfaces than there are images.</summary>
    private void JitterLevels(Span<float> optical, Span<float> target, int plane, SeededRandom random)
    {
        double common = _options.Augmentation.BrightnessJitter * random.NextGaussian();
        for (int c = 0; c < Sentinel2Band.Count; c++)
        {
            float gain = (float)Math.Exp(common + (_options.Augmentation.BandJitter * random.NextGaussian()));
            for (int i = c * plane; i < (c + 1) * plane; i++)
            {
                optical[i] *= gain;
                target[i] *= gain;
            }
        }
    }

    private void FillSar(Raster<float>? sar, PatchTransform transform, Span<float> destination, int plane, SeededRandom random)
    {
        bool dropped = random.NextDouble() < _options.Augmentation.SarDropout;
        for (int c = 0; c < 2; c++)
        {
            float shift = (float)(_options.Augmentation.SarJitter * random.NextGaussian());
            Span<float> channel = destination.Slice(c * plane, plane);
            if (sar is null || dropped)
            {
                channel.Fill(SarFill.Of(c));
                continue;
            }

            transform.Apply<float, float>(sar.Channel(c), sar.Width, channel);
            for (int i = 0; i < channel.Length; i++)
            {
                channel[i] += shift;
            }
        }
    }

    private static void Cut<T>(Raster<T> raster, PatchTransform transform, Span<float> destination)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        int plane = destination.Length / raster.Channels;
        for (int c = 0; c < raster.Channels; c++)
        {
            transform.Apply<T, float>(raster.Channel(c), raster.Width, destination.Slice(c * plane, plane));
        }
    }

    private SampleSource Pick(SeededRandom random)
    {
        double left = random.NextDouble(0, _sources.Sum(s => s.Weight));
        foreach ((double weight, SampleSource source) in _sources)
        {
            left -= weight;
            if (left < 0)
            {
                return source;
            }
        }

        return _sources[^1].Source;
    }
}
