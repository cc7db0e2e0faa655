using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Removal;

namespace Cloudless.Cli.Jobs;

/// <summary>Classifies a raster file strip by strip: once for the shadow statistics of the whole scene, once for the classes.</summary>
internal sealed class MaskJob(MaskRequest request)
{
    // A strip of a 10980 pixel wide granule then takes about 150 MB.
    private const int StripRows = 256;

    private static readonly IReadOnlyList<PaletteEntry> Colors =
    [
        new(PixelClass.Clear, 56, 142, 60),
        new(PixelClass.Cloud, 255, 255, 255),
        new(PixelClass.Shadow, 40, 40, 90),
        new(PixelClass.NoData, 0, 0, 0, Alpha: 0),
    ];

    /// <summary>Writes the mask, and the score where asked for; all or nothing.</summary>
    /// <param name="progress">Told after every strip.</param>
    /// <param name="cancellation">Looked at before every strip.</param>
    public MaskReport Run(IProgress<RemovalProgress> progress, CancellationToken cancellation)
    {
        using RasterReader reader = OpticalFile.Open(request.OpticalPath);
        RasterProfile profile = reader.Profile with
        {
            BandCount = 1,
            SampleType = SampleType.UInt8,
            NoData = PixelClass.NoData,
            BandNames = ["class: 0 clear, 1 cloud, 2 shadow"],
        };
        var options = new RasterWriteOptions { Format = request.Format, Overviews = true, OverviewResampling = OverviewResampling.Nearest, Overwrite = request.Overwrite };
        using RasterWriter mask = RasterWriter.Create(request.MaskPath, profile, options with { ColorTable = Colors });
        using RasterWriter? score = request.ScorePath is null
            ? null
            : RasterWriter.Create(request.ScorePath, profile with { SampleType = SampleType.Float32, NoData = null, BandNames = ["cloud score"] }, options with { OverviewResampling = OverviewResampling.Average });

        List<Window> strips = [.. Strips(profile)];
        var statistics = new ShadowStatistics();
        for (int i = 0; i < strips.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Raster<float> dn = OpticalFile.Read(reader, strips[i], request.Radiometry);
            statistics.Add(dn.Data, dn.Height, dn.Width, request.Options.MarkNoData);
            progress.Report(new RemovalProgress("measuring", i + 1, strips.Count));
        }

        long[] counts = new long[256];
        for (int i = 0; i < strips.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Classify(reader, strips[i], statistics, counts, mask, score);
            progress.Report(new RemovalProgress("masking", i + 1, strips.Count));
        }

        score?.Commit();
        mask.Commit();
        return MaskReport.From(request, profile, counts);
    }

    private void Classify(RasterReader reader, Window core, ShadowStatistics statistics, long[] counts, RasterWriter mask, RasterWriter? score)
    {
        Window wide = core.GrowWithin(CloudShadowMask.Halo, reader.Profile.Width, reader.Profile.Height);
        Raster<float> dn = OpticalFile.Read(reader, wide, request.Radiometry);
        var classes = new Raster<byte>(1, wide.Height, wide.Width);
        var scores = new Raster<float>(1, wide.Height, wide.Width);
        CloudShadowMask.Compute(dn.Data, wide.Height, wide.Width, request.Options, statistics, classes.Data, scores.Data);

        // Strips are as wide as the image, so the core is one run of rows.
        int start = (core.Row - wide.Row) * wide.Width, length = core.Height * core.Width;
        ReadOnlySpan<byte> part = classes.Data.AsSpan(start, length);
        foreach (byte value in part)
        {
            counts[value]++;
        }

        mask.Write(core, part);
        score?.Write(core, (ReadOnlySpan<float>)scores.Data.AsSpan(start, length));
    }

    private static IEnumerable<Window> Strips(RasterProfile profile)
    {
        for (int row = 0; row < profile.Height; row += StripRows)
        {
            yield return new Window(0, row, profile.Width, Math.Min(StripRows, profile.Height - row));
        }
    }
}
