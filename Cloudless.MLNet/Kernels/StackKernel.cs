using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.MLNet.Binding;

namespace Cloudless.MLNet.Kernels;

/// <summary>Optical and SAR image to stack.</summary>
internal sealed class StackKernel(SarOpticalStackTransformerOptions options) : IImageKernel
{
    /// <inheritdoc/>
    public string OutputColumnName => options.OutputColumnName;

    /// <inheritdoc/>
    public int OutputChannels => Sentinel2Band.Count + SarOpticalStack.SarBands;

    /// <inheritdoc/>
    public IReadOnlyList<ImageInput> Inputs { get; } =
        [new(options.OpticalColumnName, Sentinel2Band.Count), new(options.SarColumnName, SarOpticalStack.SarBands)];

    /// <inheritdoc/>
    public int BatchOf(ImageSize size) => 1;

    /// <inheritdoc/>
    public void Run(in ImageBatch batch, Span<float> output)
    {
        try
        {
            SarOpticalStack.Stack(batch.First, batch.Second, output, options.SarScale, batch.Place(options.SarColumnName), fillMissing: options.FillMissingSar);
        }
        catch (RasterMismatchException e) when (IsMissing(batch.Second))
        {
            throw new RasterMismatchException(
                $"{batch.Place(options.SarColumnName)} holds no valid value: no SAR image was there, or one of another place. If rows may lack it, set "
                + $"{nameof(SarOpticalStackTransformerOptions)}.{nameof(SarOpticalStackTransformerOptions.FillMissingSar)}; if all do, remove clouds from the optical column alone, with a model that does without SAR.", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private static bool IsMissing(ReadOnlySpan<float> sar)
    {
        foreach (float value in sar)
        {
            if (float.IsFinite(value) && value != 0)
            {
                return false;
            }
        }

        return true;
    }
}
