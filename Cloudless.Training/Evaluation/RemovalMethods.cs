using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Masks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Datasets;

namespace Cloudless.Training.Evaluation;

/// <summary>A model with the composite on and off as methods to judge; patches are small enough to run whole.</summary>
public sealed class RemovalMethods : IDisposable
{
    /// <summary>Name of the model with the composite.</summary>
    public const string CompositeOn = "model, composite on";

    /// <summary>Name of the bare network.</summary>
    public const string CompositeOff = "model, composite off";

    private readonly CpuInferenceEngine _engine;

    /// <summary>Loads a model into the CPU engine.</summary>
    /// <param name="model">The model.</param>
    /// <param name="threads">Threads for computing; 0 takes all processors.</param>
    /// <exception cref="ModelContractException">The CPU engine cannot read the model's graph.</exception>
    public RemovalMethods(CloudRemovalModel model, int threads)
    {
        ArgumentNullException.ThrowIfNull(model);
        _engine = new CpuInferenceEngine(
            model.Graph ?? throw new ModelContractException($"{model.Source}: {model.GraphUnreadable} Judge a model that the CPU engine can run."),
            new ExecutionOptions { Threads = threads });
    }

    /// <summary>The methods; valid until this is disposed.</summary>
    public IReadOnlyList<(string Name, Func<Sample, Raster<float>?> Apply)> All => [(CompositeOn, Composite), (CompositeOff, Predict)];

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private Raster<float> Predict(Sample sample)
    {
        Raster<float> optical = sample.Input!.ToFloat();
        var stack = new Raster<float>(_engine.InputChannels, optical.Height, optical.Width);
        optical.Data.CopyTo(stack.Data, 0);
        for (int c = optical.Channels; c < stack.Channels; c++)
        {
            Span<float> channel = stack.Channel(c);
            if (sample.Sar is { } sar)
            {
                sar.Channel(c - optical.Channels).CopyTo(channel);
            }
            else
            {
                channel.Fill(SarFill.Of(c - optical.Channels));
            }
        }

        var prediction = new Raster<float>(optical.Channels, optical.Height, optical.Width);
        _engine.Run(stack.Data, new TensorShape(1, stack.Channels, stack.Height, stack.Width), prediction.Data);
        return prediction;
    }

    private Raster<float> Composite(Sample sample)
    {
        Raster<float> result = sample.Input!.ToFloat(), prediction = Predict(sample);
        float[] weight = new float[result.PlaneLength];
        RemovalMask.Compute(result.Data, result.Height, result.Width, new RemovalMaskOptions(), weight);
        for (int i = 0; i < result.Data.Length; i++)
        {
            float w = weight[i % weight.Length];
            result.Data[i] = (w * prediction.Data[i]) + ((1 - w) * result.Data[i]);
        }

        return result;
    }
}
