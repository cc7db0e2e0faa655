using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Tests.Inference.Cpu;

namespace Cloudless.Tests.Training.Import;

/// <summary>What tests of the import share.</summary>
internal static class ImportAssert
{
    /// <summary>Skips the calling test where GDAL cannot read HDF5.</summary>
    public static void RequireHdf5()
    {
        if (!Hdf5File.IsSupported)
        {
            Assert.Ignore("This GDAL has no HDF5 driver.");
        }
    }

    /// <summary>Runs a model file on values over and beyond the clip ranges and compares with the network that its weights were taken from.</summary>
    public static void ComputesLike(ForeignNetwork network, string modelPath)
    {
        CloudRemovalModel model = CloudRemovalModel.Load(modelPath);
        var shape = new TensorShape(1, model.Sar ? 15 : 13, 9, 11);
        float[] image = CpuGraphs.Scene(shape, 3), result = new float[13 * 9 * 11];
        using var engine = new CpuInferenceEngine(model.Graph!, new ExecutionOptions { Threads = 2 });
        engine.Run(image, shape, result);
        double[] expected = network.Run(image, 9, 11);
        double worst = expected.Zip(result, (e, r) => Math.Abs(e - r)).Max();

        // float32 sums of some hundred products by Winograd's transforms: some 1e-6 of the largest value. A channel or tap out of place is off by more than 1e-2.
        Assert.That(worst, Is.LessThan(1e-5 * expected.Max(Math.Abs)), "DN");
        Assert.That(expected.Zip(image, (e, i) => Math.Abs(e - i)).Max(), Is.GreaterThan(500), "the network has to change its input for the comparison to mean something");
    }
}
