namespace Cloudless.Training.Import.PyTorch;

/// <summary>Layers of a state dict that <c>torch.save</c> wrote, alone or among other things in a checkpoint.</summary>
internal static class TorchStateDict
{
    private const string Weight = ".weight";

    // What checkpoints keep beside a state dict is nested a few levels deep; a pickle can nest, even into itself, without end.
    private const int MaximumDepth = 8;

    /// <summary>Reads the layers in the order of the state dict.</summary>
    /// <exception cref="CloudlessException">The file is not of <c>torch.save</c>, is damaged, holds no state dict, several, or one out of order.</exception>
    public static IReadOnlyList<WeightLayer> Read(string path)
    {
        using TorchArchive archive = TorchArchive.Open(path);
        var found = new List<(string Place, PickleDictionary Weights)>();
        Find(PickleReader.Read(archive.ReadPickle(), path), "", 0, found);
        if (found.Count != 1)
        {
            throw new CloudlessException(
                $"{path}: found {(found.Count == 0 ? "no state dict (names that end in .weight, with tensors)" : "several state dicts: " + string.Join(", ", found.Select(f => f.Place)))}; expected one. "
                + "Save the generator's alone: torch.save(model.state_dict(), ...).");
        }

        return Layers(found[0].Weights, archive, path);
    }

    private static void Find(object? value, string place, int depth, List<(string Place, PickleDictionary Weights)> found)
    {
        if (depth > MaximumDepth || value is not PickleDictionary dictionary)
        {
            return;
        }

        if (dictionary.Items.Any(i => i is { Key: string name, Value: TorchTensor } && name.EndsWith(Weight, StringComparison.Ordinal)))
        {
            if (!found.Any(f => ReferenceEquals(f.Weights, dictionary)))
            {
                found.Add((place.Length == 0 ? "the whole file" : place, dictionary));
            }

            return;
        }

        foreach ((object? key, object? inner) in dictionary.Items)
        {
            Find(inner, place.Length == 0 ? $"{key}" : $"{place}.{key}", depth + 1, found);
        }
    }

    private static List<WeightLayer> Layers(PickleDictionary weights, TorchArchive archive, string path)
    {
        var layers = new List<WeightLayer>();
        foreach ((object? key, object? value) in weights.Items)
        {
            if (key is not string name || value is not TorchTensor tensor)
            {
                throw new CloudlessException($"{path}: the state dict holds '{key}', which is no tensor; expected tensors by name alone. Save the model's state_dict() as it is.");
            }

            int cut = name.LastIndexOf('.');
            string layer = name[..Math.Max(0, cut)];
            var read = new WeightTensor(name[(cut + 1)..], [.. tensor.Shape.Select(s => checked((int)s))], IsCounter(tensor) ? [] : TorchValues.Read(tensor, name, archive, path));
            if (layers.Count > 0 && layers[^1].Name == layer)
            {
                layers[^1] = layers[^1] with { Tensors = [.. layers[^1].Tensors, read] };
                continue;
            }

            RequireOrder(layers, layer, path);
            layers.Add(new WeightLayer(layer, [read]));
        }

        return layers;
    }

    // num_batches_tracked of a normalization: no weight, and no reason to speak of integers where the layer itself is the reason to refuse.
    private static bool IsCounter(TorchTensor tensor) => tensor.Shape.Length == 0;

    /// <summary>
    /// A state dict has its layers in the order of the network, which is all that tells equal shapes apart; one that somebody sorted by name (model.10 before model.2)
    /// would give a network that runs and computes nonsense.
    /// </summary>
    private static void RequireOrder(List<WeightLayer> before, string layer, string path)
    {
        if (before.Count == 0)
        {
            return;
        }

        string last = before[^1].Name;
        (string lastPart, string part) = last.Split('.').Zip(layer.Split('.')).FirstOrDefault(p => p.First != p.Second);
        if (before.Any(l => l.Name == layer) || (int.TryParse(lastPart, out int a) && int.TryParse(part, out int b) && b < a))
        {
            throw new CloudlessException(
                $"{path}: the layers of the state dict are not in the network's order: {layer} comes after {last}. Save the model's state_dict() as PyTorch gives it, not sorted.");
        }
    }
}
