using Cloudless.Imagery;
using Cloudless.MLNet;
using Cloudless.Tests.Removal;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>A row with images of one known size.</summary>
internal class KnownSizeRow
{
    public const int Height = 24, Width = 30;

    [VectorType(13, Height, Width)]
    public float[] Optical { get; set; } = [];

    [VectorType(2, Height, Width)]
    public float[] Sar { get; set; } = [];

    public string Name { get; set; } = "";
}

/// <summary>A row with images of any size, and a name.</summary>
internal sealed class NamedImage : SatelliteImage
{
    public string Name { get; set; } = "";
}

/// <summary>Everything that a full chain makes.</summary>
internal sealed class AllColumns
{
    public float[] SarOptical { get; set; } = [];

    public float[] CloudMask { get; set; } = [];

    public float[] CloudFree { get; set; } = [];

    public string Name { get; set; } = "";
}

/// <summary>Seeded rows: land with one cloud at a place of its own, SAR, the last two columns without data.</summary>
internal static class Rows
{
    public static Raster<float> Optical(int height, int width, int index) =>
        Fixtures.SignedDn(Fixtures.Scene(height, width, 6 + (index % 10), 8 + (index % 13), 4 + (index % 3), seed: 3 + index));

    public static IEnumerable<KnownSizeRow> Known(int count) => Enumerable.Range(0, count).Select(i => new KnownSizeRow
    {
        Optical = Optical(KnownSizeRow.Height, KnownSizeRow.Width, i).Data,
        Sar = Fixtures.Sar(KnownSizeRow.Height, KnownSizeRow.Width).Data,
        Name = $"row {i}",
    });

    public static NamedImage Any(int height, int width, int index = 0) => new()
    {
        Optical = Optical(height, width, index).Data,
        Sar = Fixtures.Sar(height, width).Data,
        Height = height,
        Width = width,
        Name = $"row {index}",
    };
}
