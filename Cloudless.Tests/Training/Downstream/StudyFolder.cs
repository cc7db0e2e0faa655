using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Tests.Cli;
using Cloudless.Tests.Training.Datasets;

namespace Cloudless.Tests.Training.Downstream;

/// <summary>A tiny study on disk: four tiles of bare and green ground with their label maps, a classifier of both, an untrained model that removes clouds.</summary>
internal sealed class StudyFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public StudyFolder()
    {
        Directory.CreateDirectory(Data);
        for (int tile = 0; tile < 4; tile++)
        {
            // Every other tile has its left half bare and its right half green; 3 is a value that no band of these tiles has.
            bool turned = tile % 2 == 1;
            TinyRasters.Write(Path.Combine(Data, $"t{tile}_S2L1C.tif"), Sentinel2Band.Count, (band, y, x) => band == 10 ? 10 : 600 + (37 * ((y * 7) + (x * (band + 3))) % 300) + (Bare(x, turned) == (band == 3) && band is 3 or 7 ? 1500 : 0), SampleType.UInt16, 32, 32);
            TinyRasters.Write(Path.Combine(Data, $"t{tile}_LULC.tif"), 1, (_, _, x) => Bare(x, turned) ? 6 : 9, SampleType.UInt8, 32, 32);
        }

        Classifier = TinyClassifier.Write(_folder["classifier.onnx"], TinyClassifier.BareOrGreen);
        Removal = RandomModel.Write(_folder, sar: false);
        File.WriteAllText(Groups, "class,group\nBare ground,bare\nRangeland,green\n");
    }

    public string Data => _folder["data"];

    public string Classifier { get; }

    public string Removal { get; }

    public string Groups => _folder["groups.csv"];

    public string this[string name] => _folder[name];

    public void Dispose() => _folder.Dispose();

    private static bool Bare(int x, bool turned) => x < 16 != turned;
}
