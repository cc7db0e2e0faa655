using System.Security.Cryptography;
using Cloudless.Networks;
using Cloudless.Networks.Onnx;
using Cloudless.Training.Import.Keras;
using Cloudless.Training.Import.PyTorch;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Import;

/// <summary>
/// Makes a model file of weights that other programs trained: dsen2-cr's Keras HDF5 files, and state dicts of the PyTorch class that comes with it. Both compute in units of
/// 2000 DN and with SAR scaled to 0..2; the model file takes DN and dB and has that scaling inside, so it gives the same values. Also UnCRtainTS of PyTorch, where its layers are as Cloudless builds them.
/// </summary>
/// <remarks>Safe from several threads. Nothing in a weight file is executed.</remarks>
public static class WeightImport
{
    private const string KerasFormat = "Keras HDF5", TorchFormat = "PyTorch state dict", Version = "1.0.0";

    /// <summary>Reads the weights, builds the network, writes the model file, whole or not at all.</summary>
    /// <exception cref="OutputExistsException">The output exists and must not be replaced.</exception>
    /// <exception cref="ArgumentException">Network, format and what is left out do not go together.</exception>
    /// <exception cref="CloudlessException">The file is none of these formats, is damaged, or holds the weights of another network.</exception>
    public static ImportReport Execute(ImportRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        OutputFiles.RequireFree([request.Output], request.Overwrite);
        string name = request.Name ?? Path.GetFileNameWithoutExtension(request.Weights);
        (CloudRemovalModel model, OriginCard origin) = Read(request, name);
        model.Save(request.Output, request.Overwrite);
        ArchitectureCard a = model.Card.Architecture;
        return new ImportReport(request.Output, name, a.Name, origin.Format, a.Features, a.Blocks, a.Sar, model.Graph!.ParameterCount, origin.Sha256);
    }

    /// <summary>The model of a weight file, not written.</summary>
    internal static (CloudRemovalModel Model, OriginCard Origin) Read(ImportRequest request, string name)
    {
        string path = request.Weights;
        string sha256;
        byte[] beginning = new byte[8];
        try
        {
            using FileStream file = File.OpenRead(path);
            file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false);
            file.Position = 0;
            sha256 = Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CloudlessException($"{path}: the weight file cannot be read: {e.Message}", e);
        }

        (string format, IReadOnlyList<WeightLayer> layers) = Layers(path, beginning);
        var origin = new OriginCard(Path.GetFileName(path), format, sha256, "the weights belong to their authors; ask them before you pass them on");
        (NetworkGraph graph, ModelCard card, string taken) = request.Network switch
        {
            ArchitectureCard.DSen2Cr when request.LeaveOut.Count == 0 => DSen2(path, layers, name),
            ArchitectureCard.UnCRtainTS when format == TorchFormat => UnCRtain(path, layers, request.LeaveOut, name),
            var other => throw new ArgumentException($"Weights of {other} in {format}{(request.LeaveOut.Count > 0 ? ", with layers left out," : "")} are not imported: dsen2cr takes a file whole, uncrtaints is PyTorch's.", nameof(request)),
        };
        card = card with { Origin = origin, Limitations = ["Weights of other authors: data, loss and figures are theirs; Cloudless measured nothing of this file.", taken] };
        return (CloudRemovalModel.Create(graph, card), origin);
    }

    private static (NetworkGraph Graph, ModelCard Card, string Taken) DSen2(string path, IReadOnlyList<WeightLayer> layers, string name)
    {
        (NetworkGraph graph, DSen2CrOptions options) = DSen2CrWeights.Build(path, layers);
        return (graph, ModelCard.ForDSen2Cr(options, name, Version, DateTimeOffset.UtcNow),
            "A network whose shapes are DSen2-CR's is taken for one: with the optical bands first, then VV and VH, in units of 2000 DN, and a residual scale of 0.1.");
    }

    private static (NetworkGraph Graph, ModelCard Card, string Taken) UnCRtain(string path, IReadOnlyList<WeightLayer> layers, IReadOnlyList<string> leftOut, string name)
    {
        const int Side = 256;
        (NetworkGraph graph, UnCRtainTSOptions options) = UnCRtainTSWeights.Build(path, layers, leftOut);
        return (graph, WindowedCards.Of(options, Side, name, Version, DateTimeOffset.UtcNow),
            "A network whose shapes are those of UnCRtainTS as Cloudless builds it is taken for it: with SAR first in the file, optical values and SAR scaled to 0..1, SiLU, 4 groups. No file of its authors was at hand to try; look at results, and at the variance, before they are used.");
    }

    private static (string Format, IReadOnlyList<WeightLayer> Layers) Layers(string path, ReadOnlySpan<byte> beginning)
    {
        if (beginning.SequenceEqual<byte>([0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A]))
        {
            return (KerasFormat, KerasWeightFile.ReadConvolutions(path));
        }

        if (beginning.StartsWith("PK"u8))
        {
            return (TorchFormat, TorchStateDict.Read(path));
        }

        throw new CloudlessException(beginning[0] == 0x80
            ? $"{path}: a bare pickle, as torch.save wrote before PyTorch 1.6; it is not read. Save it again with a newer PyTorch: torch.save(torch.load(file, map_location='cpu'), new_file)."
            : $"{path}: begins with {Convert.ToHexStringLower(beginning)}, which is neither HDF5 (Keras) nor a zip (torch.save). Give the weights of dsen2-cr or of the PyTorch class that comes with it.");
    }
}
