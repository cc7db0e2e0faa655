using System.Globalization;
using Cloudless.Imagery;

namespace Cloudless.Tests;

/// <summary>One of the 13 real SEN12MS-CR triplets of the data folder, by file name.</summary>
internal sealed record Triplet(string Set, string Id, string Group, int Fold)
{
    /// <summary>Reads folds.csv; ends the test as ignored where the data is absent.</summary>
    public static IReadOnlyList<Triplet> All()
    {
        TestData.Require("sen12mscr_triplets");
        TestData.Require("sen12mscr_georeferenced");
        return [.. File.ReadLines(TestData.Require("folds.csv")).Skip(1).Select(l => l.Split(','))
            .Select(f => new Triplet(f[0], f[1], f[2], int.Parse(f[3], CultureInfo.InvariantCulture)))];
    }

    /// <summary>[13,H,W], DN.</summary>
    public Raster<float> Cloudy() => RealImages.Read<float>(PathOf("s2_cloudy.tif"));

    /// <summary>[13,H,W], DN.</summary>
    public Raster<float> Clear() => RealImages.Read<float>(PathOf(Set == "sen12mscr_georeferenced" ? "s2_cloudfree.tif" : "s2_clear.tif"));

    /// <summary>[2,H,W], VV and VH in dB.</summary>
    public Raster<float> Sar() => RealImages.Read<float>(PathOf("s1.tif"));

    /// <summary>[1,H,W], classes of the reference detector.</summary>
    public Raster<byte> ExpectedMask() => RealImages.Read<byte>(PathOf("expected_dsen2cr_mask.tif"));

    /// <summary>Path of one of the triplet's files.</summary>
    public string PathOf(string suffix) => Path.Combine(TestData.Require(Set), $"{Id}_{suffix}");

    public override string ToString() => Id;
}
