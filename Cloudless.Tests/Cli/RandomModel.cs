using Cloudless.Networks;
using Cloudless.Networks.Onnx;

namespace Cloudless.Tests.Cli;

/// <summary>Writes untrained models: what commands do with a model does not depend on how good it is.</summary>
internal static class RandomModel
{
    public static string Write(TemporaryFolder folder, bool sar = true, int features = 8, int blocks = 1)
    {
        string path = folder[sar ? "random.onnx" : "random-nosar.onnx"];
        var options = new DSen2CrOptions { Features = features, Blocks = blocks, Sar = sar };
        NetworkGraph graph = DSen2Cr.Build(options);
        HeUniform.Initialize(graph, seed: 1);
        CloudRemovalModel.Create(graph, ModelCard.ForDSen2Cr(options, "random", "0.0.0", DateTimeOffset.UnixEpoch)).Save(path);
        return path;
    }
}
