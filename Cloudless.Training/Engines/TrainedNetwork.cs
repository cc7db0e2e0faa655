using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Engines.TorchSharp;

namespace Cloudless.Training.Engines;

/// <summary>What depends on which network is trained: its graph, its first weights, its card, and what can train it.</summary>
internal static class TrainedNetwork
{
    /// <summary>Networks that can be trained on single images, by their names in cards.</summary>
    public static IReadOnlyList<string> Names { get; } = [ArchitectureCard.DSen2Cr, ArchitectureCard.Pix2Pix, ArchitectureCard.UnCRtainTS];

    /// <summary>Checks name and sizes.</summary>
    /// <exception cref="ArgumentException">There is no such network, or none of these sizes.</exception>
    public static void Validate(TrainOptions options)
    {
        options.Network.Validate();
        switch (options.Architecture)
        {
            case ArchitectureCard.DSen2Cr: break;
            case ArchitectureCard.Pix2Pix:
                Pix2Pix(options).Validate();
                int multiple = 1 << options.Network.Blocks;
                if (options.Crop % multiple != 0)
                {
                    throw new ArgumentException($"pix2pix of {options.Network.Blocks} halvings (blocks) takes crops of a multiple of {multiple} pixels; the crop is {options.Crop}.");
                }

                break;
            case ArchitectureCard.UnCRtainTS: UnCRtainTS(options).Validate(); break;
            default: throw new ArgumentException($"There is no network '{options.Architecture}' to train. Use {string.Join(", ", Names)}.");
        }

        if (options.Architecture != ArchitectureCard.DSen2Cr && options.GradientWeight != 0)
        {
            throw new ArgumentException($"The network {options.Architecture} is trained by a loss of its own, which has no gradient term; leave GradientWeight at 0.");
        }
    }

    /// <summary>Builds the graph, with parameters of zero.</summary>
    public static NetworkGraph Build(TrainOptions options) => options.Architecture switch
    {
        ArchitectureCard.Pix2Pix => Networks.Pix2Pix.Build(Pix2Pix(options)),
        ArchitectureCard.UnCRtainTS => Networks.UnCRtainTS.Build(UnCRtainTS(options)),
        _ => DSen2Cr.Build(options.Network),
    };

    /// <summary>Describes the network; windows have the size of the crops.</summary>
    public static ModelCard Card(TrainOptions options, string name, string version, DateTimeOffset created) => options.Architecture switch
    {
        ArchitectureCard.Pix2Pix => WindowedCards.Of(Pix2Pix(options), options.Crop, name, version, created),
        ArchitectureCard.UnCRtainTS => WindowedCards.Of(UnCRtainTS(options), options.Crop, name, version, created),
        _ => ModelCard.ForDSen2Cr(options.Network, name, version, created),
    };

    /// <summary>Refuses at once what could not be had after all data was read.</summary>
    /// <exception cref="CloudlessException">The engine asked for cannot be had here, or cannot train this network; the message says what to do.</exception>
    public static void RequireEngine(TrainOptions options, EngineSettings settings)
    {
        if (options.Architecture == ArchitectureCard.DSen2Cr)
        {
            TrainingEngines.Require(settings);
        }
        else
        {
            _ = ChooseCuda(options, settings);
        }
    }

    /// <summary>Makes the engine that trains the network by its loss.</summary>
    /// <exception cref="CloudlessException">As for <see cref="RequireEngine"/>.</exception>
    public static ITrainingEngine CreateEngine(NetworkGraph graph, TrainOptions options, EngineSettings settings, Action<string>? log)
    {
        if (options.Architecture == ArchitectureCard.DSen2Cr)
        {
            return TrainingEngines.Create(graph, settings, options.Optimizer, log);
        }

        ITrainingEngine engine = TorchRuntime.CreateGenerator(graph, options, ChooseCuda(options, settings), settings);
        log?.Invoke($"training engine: {engine.Name} ({options.Architecture} is trained through TorchSharp alone)");
        return engine;
    }

    private static bool ChooseCuda(TrainOptions options, EngineSettings settings) => TorchDevice.ChooseCuda(settings, $"The network {options.Architecture} is trained with TorchSharp");

    private static Pix2PixOptions Pix2Pix(TrainOptions options) => new() { Width = options.Network.Features, Levels = options.Network.Blocks, Sar = options.Network.Sar };

    private static UnCRtainTSOptions UnCRtainTS(TrainOptions options) => new() { Features = options.Network.Features, Blocks = options.Network.Blocks, Sar = options.Network.Sar };
}
