using System.Buffers;
using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Masks;
using Cloudless.MLNet.Binding;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;

namespace Cloudless.MLNet.Kernels;

/// <summary>Stack, and a mask where one is given, to cloud-free image.</summary>
internal sealed class RemovalKernel : IImageKernel
{
    private const int Bands = Sentinel2Band.Count, Full = Bands + SarOpticalStack.SarBands;

    private readonly CloudRemovalTransformerOptions _options;
    private readonly ExecutionOptions _execution;
    private readonly SharedRemovers _removers;

    public RemovalKernel(CloudRemovalTransformerOptions options, CloudRemovalModel? model, ExecutionOptions execution)
    {
        (_options, _execution) = (options, execution);
        _removers = new SharedRemovers(model, execution, new RemovalOptions { Composite = options.Composite, Mask = options.Mask }, nameof(CloudRemovalTransformer));
        var stack = new ImageInput(options.InputColumnName, model is { RequiresSar: true } ? [Full] : [Full, Bands]);
        Inputs = options.MaskColumnName is { } mask ? [stack, new(mask, 1)] : [stack];
    }

    /// <inheritdoc/>
    public string OutputColumnName => _options.OutputColumnName;

    /// <inheritdoc/>
    public int OutputChannels => Bands;

    /// <inheritdoc/>
    public IReadOnlyList<ImageInput> Inputs { get; }

    /// <inheritdoc/>
    public int BatchOf(ImageSize size) => _execution.BatchOf(size);

    /// <inheritdoc/>
    public void Run(in ImageBatch batch, Span<float> output)
    {
        int plane = (int)batch.Size.Pixels, channels = batch.First.Length / (batch.Count * plane);
        float[]? weights = batch.Second.IsEmpty ? null : ArrayPool<float>.Shared.Rent(batch.Count * plane);
        try
        {
            Span<float> given = weights is null ? default : weights.AsSpan(0, batch.Count * plane);
            Weigh(batch, channels, given);
            using SharedRemovers.Loan loan = _removers.Take();
            loan.Remover.RemoveStacks(batch.First, new TensorShape(batch.Count, channels, batch.Size.Height, batch.Size.Width), given, output);
        }
        finally
        {
            if (weights is not null)
            {
                ArrayPool<float>.Shared.Return(weights);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _removers.Dispose();

    private void Weigh(in ImageBatch batch, int channels, Span<float> weights)
    {
        int plane = (int)batch.Size.Pixels;
        for (int i = 0; i < batch.Count && !weights.IsEmpty; i++)
        {
            try
            {
                MaskWeights.Compute(
                    batch.Second.Slice(i * plane, plane), batch.First.Slice(i * channels * plane, Bands * plane), batch.Size.Height, batch.Size.Width,
                    _options.MaskValues, _options.Mask, weights.Slice(i * plane, plane), _execution.Threads);
            }
            catch (ArgumentException e)
            {
                throw new CloudlessException($"{batch.Place(_options.MaskColumnName!, i)}: {e.Message}", e);
            }
        }
    }
}
