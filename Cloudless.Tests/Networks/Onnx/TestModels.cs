using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Networks.Onnx;

/// <summary>Small seeded networks and their cards.</summary>
internal static class TestModels
{
    public static (NetworkGraph Graph, ModelCard Card) Make(bool sar = true, int features = 4, int blocks = 1, ulong seed = 5)
    {
        var options = new DSen2CrOptions { Features = features, Blocks = blocks, Sar = sar };
        NetworkGraph graph = DSen2Cr.Build(options);
        HeUniform.Initialize(graph, seed);
        var random = new SeededRandom(seed);
        foreach (Parameter bias in graph.Parameters.Where(p => p.Shape.Count == 1))
        {
            for (int i = 0; i < bias.Values.Length; i++)
            {
                bias.Values[i] = (float)random.NextDouble(-0.1, 0.1);
            }
        }

        return (graph, ModelCard.ForDSen2Cr(options, "test", "1.2.3", new DateTimeOffset(2025, 1, 2, 3, 4, 5, TimeSpan.Zero)));
    }

    public static ModelCard FullCard() => Make().Card with
    {
        Training = new TrainingCard
        {
            Data = [new DataSetCard("SEN12MS-CR, test split", "CC-BY-4.0", "Ebel et al.")],
            Folds = "trained on 0 and 1, fold 2 left out",
            Loss = "CARL",
            Optimizer = "NAdam",
            LearningRate = 7e-5,
            Seed = ulong.MaxValue,
            Steps = 1000,
            Batch = 16,
            Command = "cloudless train --data d",
        },
        Metrics = [new MetricCard("fold 2", "composite on, all pixels", new Dictionary<string, double> { ["psnrDb"] = 26.5, ["best"] = double.PositiveInfinity })],
        Limitations = ["Not comparable with published tables."],
    };

    /// <summary>Path in a folder that is deleted after the test.</summary>
    public static string TemporaryPath(string name)
    {
        string folder = Path.Combine(Path.GetTempPath(), "cloudless-tests", Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, name);
    }
}
