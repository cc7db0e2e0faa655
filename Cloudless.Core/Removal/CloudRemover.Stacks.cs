using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Masks;

namespace Cloudless.Removal;

/// <summary>Several stacked images of one size at once, in the caller's memory.</summary>
public sealed partial class CloudRemover
{
    /// <summary>Removes the clouds of stacked images of one size.</summary>
    /// <param name="stacks">
    /// [N,15,H,W], contiguous: 13 bands in signed DN, VV and VH in dB without gaps, as <see cref="SarOpticalStack.Stack"/> makes them; or [N,13,H,W] without SAR,
    /// for a model without SAR or one that was trained for that. Nodata where all 13 bands are 0; a sample that is NaN or infinite counts as 0 DN, or as what the card names for missing SAR.
    /// A model without SAR leaves SAR aside.
    /// </param>
    /// <param name="shape">Shape of <paramref name="stacks"/>.</param>
    /// <param name="weights">
    /// [N,H,W], 0..1: the network's share in each pixel, e.g. of <see cref="MaskWeights"/>; nodata stays nodata. Empty where <see cref="Options"/> decide: the
    /// removal mask of each image, or without composite everything.
    /// </param>
    /// <param name="cloudFree">[N,13,H,W], overwritten: signed DN; the input's bits where the weight is 0, and on nodata. Must not overlap the others.</param>
    /// <param name="cancellationToken">Looked at before every batch.</param>
    /// <remarks>Each image is treated as if it came alone: by its own mask, its own prior fill; images without anything to repaint skip the network.</remarks>
    /// <exception cref="ArgumentException">A span's length or the channel count does not fit the shape.</exception>
    /// <exception cref="InvalidOperationException">The options ask for the uncertainty.</exception>
    /// <exception cref="ModelContractException">The model needs SAR and there is none, or it gives values that are not finite.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public void RemoveStacks(
        ReadOnlySpan<float> stacks, TensorShape shape, ReadOnlySpan<float> weights, Span<float> cloudFree, CancellationToken cancellationToken = default)
    {
        RequireStacks(stacks.Length, shape, weights.Length, cloudFree.Length);
        if (Options.Uncertainty)
        {
            throw new InvalidOperationException("Stacks come without their uncertainty: make a remover whose options do not ask for it, or remove the clouds of one image after the other.");
        }

        RequireSar(shape.C > Sentinel2Band.Count, "the stack");
        if (SampleConversion.IndexOfNonFinite(stacks) >= 0)
        {
            float[] finite = CopyLarge(stacks);
            ClearGaps(finite, shape);
            RemoveStacks(finite, shape, weights, cloudFree, cancellationToken);
            LargeArrays.Give(finite);
            return;
        }

        int plane = shape.H * shape.W, batch = Execution.BatchOf(new ImageSize(shape.H, shape.W));
        bool oneTile = TileGrid.Cut(shape.W, shape.H, Execution.TileSize, _engine.Reach(Model.Card.Halo)).Count == 1;
        for (int first = 0; first < shape.N; first += batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            TensorShape part = shape with { N = Math.Min(batch, shape.N - first) };
            ReadOnlySpan<float> source = stacks.Slice(first * shape.C * plane, (int)part.Length);
            ReadOnlySpan<float> given = weights.IsEmpty ? weights : weights.Slice(first * plane, part.N * plane);
            Span<float> target = cloudFree.Slice(first * Sentinel2Band.Count * plane, part.N * Sentinel2Band.Count * plane);
            if (oneTile)
            {
                using var together = new StackBatch(this, part);
                together.Remove(source, given, target);
            }
            else
            {
                RemoveInTiles(source, part, given, target, cancellationToken);
            }
        }
    }

    /// <summary>The network's share in each pixel of one image; 0 on nodata.</summary>
    /// <param name="optical">[13,H,W], signed DN.</param>
    /// <param name="given">[H,W], 0..1; empty where <see cref="Options"/> decide.</param>
    /// <param name="size">H and W.</param>
    /// <param name="weight">[H,W], overwritten.</param>
    /// <param name="threads">Threads for computing.</param>
    internal void Weigh(ReadOnlySpan<float> optical, ReadOnlySpan<float> given, ImageSize size, Span<float> weight, int threads)
    {
        if (given.IsEmpty && Options.Composite)
        {
            PaintWeight.ByMask(optical, PaintWeight.Grid(size.Height, size.Width), Options, weight, threads);
            return;
        }

        if (given.IsEmpty)
        {
            weight.Fill(1);
        }
        else
        {
            given.CopyTo(weight);
        }

        NoDataPixels.Set(optical, weight, 0);
    }

    /// <summary>Channels that the network takes.</summary>
    internal int InputChannels => _engine.InputChannels;

    /// <summary>Whether the network sees stacks of so many channels as they are: nothing is filled in or left out.</summary>
    internal bool TakesAsItIs(int channels) => _priorFill is null && channels == InputChannels;

    /// <summary>Runs the network on a batch and checks what it gives.</summary>
    internal void Run(ReadOnlySpan<float> input, TensorShape shape, Span<float> output)
    {
        _engine.Run(input, shape, output);
        if (SampleConversion.IndexOfNonFinite(output) is var index && index >= 0)
        {
            throw TileRunner.NotFinite(output[index], $"in image {index / (output.Length / shape.N) + 1} of {shape.N}", _engine.Name);
        }
    }

    /// <summary>Puts what the card names for missing SAR into the SAR channels of an input, [2,H,W].</summary>
    internal void FillSar(Span<float> sar)
    {
        int plane = sar.Length / SarOpticalStack.SarBands;
        for (int c = 0; c < SarOpticalStack.SarBands; c++)
        {
            sar.Slice(c * plane, plane).Fill(MissingSar![c]);
        }
    }

    /// <summary>Puts what the card asks for under the mask of one input; nothing where it asks for nothing.</summary>
    /// <param name="stack">[15 or 13,H,W], as it came.</param>
    /// <param name="size">H and W.</param>
    /// <param name="weight">[H,W], 0..1.</param>
    /// <param name="input">[15 or 13,H,W], the network's; changed.</param>
    /// <param name="threads">Threads for computing.</param>
    internal void FillPrior(ReadOnlySpan<float> stack, ImageSize size, ReadOnlySpan<float> weight, Span<float> input, int threads)
    {
        if (_priorFill is null)
        {
            return;
        }

        int bands = Sentinel2Band.Count * weight.Length;
        var optical = new Raster<float>(Sentinel2Band.Count, size.Height, size.Width, CopyLarge(stack[..bands]));
        var mask = new Raster<float>(1, size.Height, size.Width, CopyLarge(weight));
        bool measured = Model.Sar && stack.Length > bands && !SarOpticalStack.IsFill(stack[bands..]);
        Raster<float>? sar = measured ? new Raster<float>(SarOpticalStack.SarBands, size.Height, size.Width, CopyLarge(stack[bands..])) : null;
        PrepareFill(optical, sar, mask, threads)!.Paint(new Window(0, 0, size.Width, size.Height), input);
        LargeArrays.Give(optical.Data);
        LargeArrays.Give(mask.Data);
        if (sar is not null)
        {
            LargeArrays.Give(sar.Data);
        }
    }

    // Larger than a tile: one image at a time, cut as any other.
    private void RemoveInTiles(
        ReadOnlySpan<float> stack, TensorShape shape, ReadOnlySpan<float> given, Span<float> cloudFree, CancellationToken cancellationToken)
    {
        int bands = cloudFree.Length;
        var optical = new Raster<float>(Sentinel2Band.Count, shape.H, shape.W, CopyLarge(stack[..bands]));
        Raster<float>? sar = Model.Sar && stack.Length > bands ? new Raster<float>(SarOpticalStack.SarBands, shape.H, shape.W, CopyLarge(stack[bands..])) : null;
        var weight = new Raster<float>(1, shape.H, shape.W, LargeArrays.Take<float>(optical.PlaneLength));
        float[] painted = CopyLarge(optical.Data);
        Weigh(optical.Data, given, new ImageSize(shape.H, shape.W), weight.Data, Execution.Threads);
        Raster<float>? measured = sar is null || SarOpticalStack.IsFill(sar.Data) ? null : sar;
        var fill = PrepareFill(optical, measured, weight);
        var composite = new Composite<float>(painted, optical, weight, Radiometry.Dn, noData: null);
        sar ??= PrepareSar(null, shape.H, shape.W, "the stack").Decibel;
        Paint(optical, sar, fill, weight, composite, null, cancellationToken);
        painted.CopyTo(cloudFree);
        foreach (float[] array in ((float[]?[])[optical.Data, sar?.Data, weight.Data, painted]).OfType<float[]>())
        {
            LargeArrays.Give(array);
        }
    }

    private void ClearGaps(Span<float> stacks, TensorShape shape)
    {
        int plane = shape.H * shape.W;
        for (int n = 0; n < shape.N; n++)
        {
            Span<float> stack = stacks.Slice(n * shape.C * plane, shape.C * plane);
            SarOpticalStack.Replace(stack[..(Sentinel2Band.Count * plane)], 0);
            for (int c = Sentinel2Band.Count; c < shape.C; c++)
            {
                int sar = c - Sentinel2Band.Count;
                SarOpticalStack.Replace(stack.Slice(c * plane, plane), MissingSar is { Length: > 0 } fill ? fill[sar] : SarFill.Of(sar));
            }
        }
    }

    private static float[] CopyLarge(ReadOnlySpan<float> samples)
    {
        float[] copy = LargeArrays.Take<float>(samples.Length);
        samples.CopyTo(copy);
        return copy;
    }

    private static void RequireStacks(int stacks, TensorShape shape, int weights, int cloudFree)
    {
        const int bands = Sentinel2Band.Count, full = Sentinel2Band.Count + SarOpticalStack.SarBands;
        if (shape.C is not (bands or full) || Math.Min(shape.N, Math.Min(shape.H, shape.W)) < 1)
        {
            throw new ArgumentException($"The shape is {shape}; expected [N,{full},H,W] or, without SAR, [N,{bands},H,W], with N, H and W of at least 1.", nameof(shape));
        }

        long images = (shape with { C = 1 }).Length, output = (shape with { C = bands }).Length;
        if (stacks != shape.Length || cloudFree != output || (weights != 0 && weights != images))
        {
            throw new ArgumentException(
                $"Stacks, weights and result hold {stacks}, {weights} and {cloudFree} values; shape {shape} needs {shape.Length}, {images} (or none) and {output}.",
                nameof(shape));
        }
    }
}
