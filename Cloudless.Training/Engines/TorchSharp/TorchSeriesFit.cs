using Cloudless.Networks;
using Cloudless.Training.Perceptual;
using Cloudless.Training.Temporal;
using TorchSharp;
using static TorchSharp.torch;

namespace Cloudless.Training.Engines.TorchSharp;

/// <summary>Fits a network to a series with TorchSharp.</summary>
internal sealed class TorchSeriesFit : ISeriesFit
{
    private readonly TorchNetwork _network;
    private readonly TorchDescent _descent;
    private readonly TorchPerceptual? _perceptual;
    private readonly InternalLearningOptions _options;

    /// <summary>Starts from the graph's parameters.</summary>
    public TorchSeriesFit(NetworkGraph graph, Device device, ScalarType type, InternalLearningOptions options, PerceptualNetwork? perceptual)
    {
        (_network, _options) = (new TorchNetwork(graph, device, type), options);
        _descent = new TorchDescent(_network.Module, options.LearningRate);
        _perceptual = perceptual is null || options.PerceptualWeight == 0 ? null : new TorchPerceptual(perceptual, device, type);
    }

    /// <inheritdoc/>
    public string Name => _network.Name;

    /// <inheritdoc/>
    public double Step(FitBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using DisposeScope scope = NewDisposeScope();
        _network.Module.train();
        Tensor target = Upload(batch.Target, batch, batch.Bands), use = Upload(batch.Use, batch, 1);
        Tensor made = _network.Module.forward(Upload(batch.Input, batch, batch.Inputs));
        Tensor value = TorchSeriesLoss.Compute(made, target, use);
        if (_perceptual is not null)
        {
            value = value.Plus(_perceptual.Compute(made.squeeze(0), target.squeeze(0), use.squeeze(0)).Times(_options.PerceptualWeight));
        }

        return _descent.Step(value);
    });

    /// <inheritdoc/>
    public float[] Predict(FitBatch batch) => TorchErrors.Guard(Name, Describe(batch), () =>
    {
        using IDisposable constant = no_grad();
        using DisposeScope scope = NewDisposeScope();
        _network.Module.eval();
        return TorchArrays.ToArray(_network.Module.forward(Upload(batch.Input, batch, batch.Inputs)));
    });

    /// <inheritdoc/>
    public void Synchronize() => _network.Synchronize();

    /// <inheritdoc/>
    public void Dispose()
    {
        _perceptual?.Dispose();
        _descent.Dispose();
        _network.Dispose();
    }

    private static string Describe(FitBatch batch) => $"a batch of {batch.Dates} dates of {batch.Width} x {batch.Height} pixels";

    private Tensor Upload(float[] values, FitBatch batch, int channels) => TorchArrays.ToTensor(values, _network.Device, 1, batch.Dates, channels, batch.Height, batch.Width);
}
