using System.Globalization;
using Cloudless.Networks.LightGbm;

namespace Cloudless.Tests.Masks.Detectors;

/// <summary>The files that outside tools made, see Files/README.md.</summary>
internal static class Fixtures
{
    public static string Path(string name) => Repository.File("Cloudless.Tests", "Masks", "Detectors", "Files", name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(Path(name));

    public static LightGbmModel Model(string name) => LightGbmModel.Load(Path($"lightgbm-{name}.txt"));

    /// <summary>Features [N,10] and LightGBM's probabilities [N].</summary>
    public static (float[] Features, double[] Expected) Predictions(string name)
    {
        double[][] rows = Rows($"lightgbm-{name}.csv");
        return ([.. rows.SelectMany(r => r[..^1]).Select(v => (float)v)], [.. rows.Select(r => r[^1])]);
    }

    /// <summary>A table of numbers.</summary>
    public static double[][] Rows(string name) =>
        [.. File.ReadLines(Path(name)).Select(line => line.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
}
