using Cloudless.Rasters;

namespace Cloudless.Training.Import.Keras;

/// <summary>
/// HDF5 files of Keras 2: <c>layer_names</c> in the attributes of the root (weights alone) or of <c>model_weights</c> (a whole model); each layer is a group with
/// <c>weight_names</c>. Only these and the arrays that they name are read: <c>model_config</c> may hold code, and nobody looks at it.
/// </summary>
internal static class KerasWeightFile
{
    private const string LayerNames = "layer_names", WeightNames = "weight_names", WholeModel = "model_weights";

    /// <summary>Reads the layers that have weights, in the order of <c>layer_names</c>, tensors as Keras stores them.</summary>
    /// <exception cref="CloudlessException">The file is no HDF5 file of Keras 2, is damaged, or GDAL has no HDF5 driver.</exception>
    public static IReadOnlyList<WeightLayer> Read(string path)
    {
        using Hdf5File file = Hdf5File.Open(path);
        string root = file.Texts("", LayerNames) is null ? WholeModel : "";
        string[] names = file.Texts(root, LayerNames) ?? throw NotKeras(path, file);
        var layers = new List<WeightLayer>();
        foreach (string layer in names)
        {
            string group = $"{root}/{layer}";
            string[] weights = file.Texts(group, WeightNames) ?? throw new CloudlessException(
                $"{path}: {LayerNames} names the layer '{layer}', but there is no group of that name with {WeightNames}. The file is incomplete; copy or save it again.");
            if (weights.Length > 0)
            {
                layers.Add(new WeightLayer(layer, [.. weights.Select(w => Tensor(file, group, w))]));
            }
        }

        return layers;
    }

    /// <summary>The same layers with kernels of convolutions turned from [K,K,Cin,Cout] to [Cout,Cin,K,K].</summary>
    public static IReadOnlyList<WeightLayer> ReadConvolutions(string path) =>
        [.. Read(path).Select(l => new WeightLayer(l.Name, [.. l.Tensors.Select(t => t is { Name: "kernel", Shape.Length: 4 } ? Turn(t) : t)]))];

    private static WeightTensor Tensor(Hdf5File file, string group, string name)
    {
        (int[] shape, float[] values) = file.Floats(group, name);
        return new WeightTensor(name[(name.LastIndexOf('/') + 1)..].Split(':')[0], shape, values);
    }

    private static WeightTensor Turn(WeightTensor kernel)
    {
        int taps = kernel.Shape[0] * kernel.Shape[1], inputs = kernel.Shape[2], outputs = kernel.Shape[3];
        float[] values = new float[kernel.Values.Length];
        for (int tap = 0; tap < taps; tap++)
        {
            for (int i = 0; i < inputs; i++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    values[(((o * inputs) + i) * taps) + tap] = kernel.Values[(((tap * inputs) + i) * outputs) + o];
                }
            }
        }

        return new WeightTensor(kernel.Name, [outputs, inputs, kernel.Shape[0], kernel.Shape[1]], values);
    }

    private static CloudlessException NotKeras(string path, Hdf5File file) => new(
        $"{path}: an HDF5 file, but not one of Keras 2: found the groups {string.Join(", ", file.Groups("").Take(8).DefaultIfEmpty("none"))} and no attribute {LayerNames}, neither of the root nor of "
        + $"{WholeModel}. Give a file that Keras 2's model.save_weights or model.save wrote; one of Keras 3 (.weights.h5) has another layout.");
}
