using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Rasters;
using Cloudless.Reports;
using Cloudless.Removal;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Reports;

/// <summary>A receipt, a profile and pictures that could be real.</summary>
internal static class Receipts
{
    public static RasterProfile Image { get; } = Profiles.Plain(10980, 10980, 13, SampleType.UInt16) with
    {
        Crs = "EPSG:32631",
        Transform = [399960, 10, 0, 4900020, 0, -10],
        NoData = 0,
        BandScales = [.. Enumerable.Repeat(1e-4, 13)],
        BandOffsets = [.. Enumerable.Repeat(-0.1, 13)],
        Tags = new Dictionary<string, string>
        {
            ["PRODUCT_ID"] = "S2A_MSIL1C_20230726T105026_N0509_R051_T31TDH_20230726T142301",
            ["SENSING_TIME"] = "2023-07-26T10:58:12.456Z",
            ["SPACECRAFT_NAME"] = "Sentinel-2A",
            ["PROCESSING_LEVEL"] = "Level-1C",
            ["PROCESSING_BASELINE"] = "05.09",
            ["CLOUD_COVERAGE_ASSESSMENT"] = "23.4",
        },
    };

    public static RemovalReceipt Receipt { get; } = new()
    {
        CloudlessVersion = "1.2.3",
        GdalVersion = "3.6.2",
        RuntimeVersion = "10.0.0",
        Started = new DateTimeOffset(2024, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Inputs =
        [
            new ReceiptFile("optical", "/data/S2A.SAFE/GRANULE/IMG_DATA/T31TDH_20230726T105026_B02.jp2", 98_000_000, DateTimeOffset.UnixEpoch, new string('a', 64)),
            new ReceiptFile("sar", "/data/s1 & more.tif", 1_950_000_000, DateTimeOffset.UnixEpoch, new string('b', 64)),
        ],
        Model = new ReceiptModel("cloudless-default", "2", "embedded", new string('c', 64)),
        Engine = new ReceiptEngine("cpu", "it can run the network, and no GPU was found", "Winograd F(6x6,3x3), AVX2, 2 threads"),
        Execution = new ExecutionOptions(),
        Options = new RemovalOptions(),
        Radiometry = "harmonized",
        Statistics = new RemovalStatistics { Tiles = 484, SkippedTiles = 301, DataPixels = 118_000_000, NoDataPixels = 2_560_400, ChangedPixels = 29_300_000 },
        Sar = new SarReport { Scale = SarScale.Decibel, Detected = true, Minimum = -31.2, Maximum = 14.9, FilledPercent = 3.4, Fill = [-12, -19] },
        Notes = ["Stored numbers carry +1000 (RADIO_ADD_OFFSET of the product, baseline 05.09); it was taken out."],
        Seconds = new Dictionary<string, double> { ["reading"] = 12.3, ["masking"] = 4.56, ["removing clouds"] = 301.2, ["writing"] = 40.1 },
        Outputs =
        [
            new ReceiptFile("image", "/data/out/clear.tif", 1_400_000_000, DateTimeOffset.UnixEpoch, new string('d', 64)),
            new ReceiptFile("mask", "/data/out/mask.tif", 3_000_000, DateTimeOffset.UnixEpoch, new string('e', 64)),
            new ReceiptFile("score", "/data/out/score.tif", 3_000_000, DateTimeOffset.UnixEpoch, new string('e', 64)),
            new ReceiptFile("weight", "/data/out/weight.tif", 3_000_000, DateTimeOffset.UnixEpoch, new string('e', 64)),
            new ReceiptFile("changed", "/data/out/changed.tif", 3_000_000, DateTimeOffset.UnixEpoch, new string('e', 64)),
            new ReceiptFile("quicklook", "/data/out/look.png", 5000, DateTimeOffset.UnixEpoch, new string('f', 64)),
            new ReceiptFile("page", "/data/out/page.html", 9000, DateTimeOffset.UnixEpoch, new string('0', 64)),
        ],
    };

    /// <summary>Red before, blue after, repainted in the upper half.</summary>
    public static RemovalPictures Pictures(int height = 300, int width = 400)
    {
        int plane = height * width;
        byte[] before = new byte[3 * plane], after = new byte[3 * plane], share = new byte[plane];
        before.AsSpan(0, plane).Fill(200);
        after.AsSpan(2 * plane, plane).Fill(200);
        share.AsSpan(0, plane / 2).Fill(255);
        return RemovalPictures.Encode(before, after, share, height, width);
    }
}
