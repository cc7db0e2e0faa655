using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Removal.PriorFills;
using Cloudless.Training.Augmentation;
using Cloudless.Training.Datasets;
using Cloudless.Training.Engines;
using Cloudless.Training.PriorFills;
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
    private readonly InputPreparation? _preparation;
    private readonly DataPass _pass;

    /// <summary>Prepares, and learns the prior fill where the options ask for one.</summary>
    /// <exception cref="CloudlessException">No source of the mix has samples, a patch is smaller than the crop, or the prior fill lacks samples with SAR.</exception>
    public BatchBuilder(TrainingSet set, TrainOptions options)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        (_set, _draws, _options) = (set, new PatchDraws(set, options.Network.Sar), options);
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

        _pass = new DataPass(set, _sources, options.Seed);
        if (set.Smallest is { Look: { } look, Item: var item })
        {
            RequireCrop(item, look.Height, look.Width);
        }

        PriorFill = options.PriorFill is { } fill ? PriorFillTraining.Learn(set, fill) : null;
        if (PriorFill is not null || options.Augmentation.B10Dropout > 0)
        {
            _preparation = new InputPreparation(PriorFill is null ? null : new PriorFill(PriorFill));
        }
    }

    /// <summary>The prior fill learned from the samples, which the network needs in use; null where the options ask for none.</summary>
    public PriorFillCard? PriorFill { get; }

    /// <summary>Patches in a pass over the data.</summary>
    public int PatchesInPass => _pass.Count;

    /// <summary>The batch of a step, 0 and up.</summary>
    /// <exception cref="CloudlessException">A file cannot be used, or holds fewer pixels than the crop; the message names it.</exception>
    public TrainingBatch Build(long step)
    {
        var random = new SeededRandom(_options.Seed ^ ((ulong)(step + 1) * 0xD1342543DE82EF95));
        int n = _options.Batch, crop = _options.Crop, plane = crop * crop, channels = _options.Network.InputChannels;
        const int Optical = Sentinel2Band.Count;
        float[] input = new float[n * channels * plane], target = new float[n * Optical * plane];
        float[]? cloudy = _preparation is null ? null : new float[target.Length];
        byte[] mask = new byte[n * plane];
        for (int i = 0; i < n; i++)
        {
            Span<float> seen = input.AsSpan(i * channels * plane, channels * plane);
            Fill(
                (step * n) + i, random, cloudy is null ? seen[..(Optical * plane)] : cloudy.AsSpan(i * Optical * plane, Optical * plane), seen,
                target.AsSpan(i * Optical * plane, Optical * plane), mask.AsSpan(i * plane, plane));
        }

        return new TrainingBatch(new TensorShape(n, channels, crop, crop), input, target, mask, cloudy);
    }

    /// <summary>Draws one sample; where the network sees the cloudy image as it is, that lies in the input already.</summary>
    private void Fill(long slot, SeededRandom random, Span<float> cloudy, Span<float> input, Span<float> target, Span<byte> mask)
    {
        (SampleSource source, PatchItem item, Sample sample) = Draw(slot, random);
        RequireCrop(item, sample.Target.Height, sample.Target.Width);
        PatchTransform transform = PatchTransform.Draw(sample.Target.Height, sample.Target.Width, _options.Crop, _options.Augmentation, random);
        bool real = source is SampleSource.Triplet or SampleSource.Pair;
        Raster<float> patch = real ? sample.Input!.ToFloat() : MakeClouds(source, sample.Target, random);
        Cut(patch, transform, cloudy);
        FillMask(real ? item : null, patch, transform, cloudy, mask);
        Cut(sample.Target, transform, target);
        float[] gains = DrawGains(random);
        Scale(cloudy, gains);
        Scale(target, gains);
        SarPatch sar = SarPatch.Draw(_options.Network.Sar ? sample.Sar : null, _options.Augmentation, random);
        bool dropB10 = random.NextDouble() < _options.Augmentation.B10Dropout;
        if (_preparation is not null)
        {
            Scale(patch.Data, gains);
            _preparation.Apply(patch, sar.Decibel, dropB10, transform, input);
        }

        if (_options.Network.Sar)
        {
            sar.Cut(transform, input[cloudy.Length..]);
        }
    }

    private void FillMask(PatchItem? real, Raster<float> patch, PatchTransform transform, ReadOnlySpan<float> cloudy, Span<byte> mask)
    {
        if (_options.Augmentation.MaskScope == MaskScope.Crop)
        {
            CloudCover.Of(cloudy, _options.Crop, _options.Crop).PixelClass.CopyTo(mask);
            return;
        }

        CloudCover cover = real is null ? CloudCover.Of(patch.Data, patch.Height, patch.Width) : CoverOf(real);
        transform.Apply<byte, byte>(cover.PixelClass, patch.Width, mask);
    }

    private Raster<float> MakeClouds(SampleSource source, Raster<short> clear, SeededRandom random)
    {
        if (source == SampleSource.Simulated)
        {
            return CloudSimulator.Apply(clear, random, _options.Simulation);
        }

        (PatchItem item, Raster<short> donor) = _draws.Donor(random);
        return CloudPaster.Apply(clear, donor, CoverOf(item).Score, random, _options.Simulation.Shadow);
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

    /// <summary>One gain for all bands times one per band, the same on input and target: more distinct surfaces than there are images.</summary>
    private float[] DrawGains(SeededRandom random)
    {
        double common = _options.Augmentation.BrightnessJitter * random.NextGaussian();
        return [.. Enumerable.Range(0, Sentinel2Band.Count).Select(_ => (float)Math.Exp(common + (_options.Augmentation.BandJitter * random.NextGaussian())))];
    }

    private static void Scale(Span<float> optical, float[] gains)
    {
        int plane = optical.Length / gains.Length;
        for (int c = 0; c < gains.Length; c++)
        {
            foreach (ref float value in optical.Slice(c * plane, plane))
            {
                value *= gains[c];
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

    private (SampleSource Source, PatchItem Item, Sample Sample) Draw(long slot, SeededRandom random)
    {
        if (_options.Epochs is not null)
        {
            (PatchItem next, IReadOnlyList<(double, SampleSource)> uses) = _pass.At(slot);
            SampleSource use = Pick(uses, random);

            // Of a set that was not looked at, some patch may not serve as what it was drawn for; another takes its place.
            if (_draws.TryRead(next, use is SampleSource.Pasted or SampleSource.Simulated) is { } read)
            {
                return (use, next, read);
            }
        }

        SampleSource source = Pick(_sources, random);
        (PatchItem item, Sample sample) = source switch
        {
            SampleSource.Triplet => _draws.Triplet(random),
            SampleSource.Pair => _draws.Pair(random),
            _ => _draws.Surface(random),
        };
        return (source, item, sample);
    }

    private static SampleSource Pick(IReadOnlyList<(double Weight, SampleSource Source)> sources, SeededRandom random)
    {
        double left = random.NextDouble(0, sources.Sum(s => s.Weight));
        foreach ((double weight, SampleSource source) in sources)
        {
            left -= weight;
            if (left < 0)
            {
                return source;
            }
        }

        return sources[^1].Source;
    }
}
