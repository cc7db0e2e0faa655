using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Cli.Jobs;

/// <summary>Classifies a scene strip by strip: once for what has to be known of all of it (shadow statistics, cells of a detector), once for the classes.</summary>
internal sealed class MaskJob(MaskRequest request)
{
    private const string Mask = "mask", Score = "score";

    // A strip of a 10980 pixel wide granule then takes about 300 MB.
    private const int StripRows = 256;

    /// <summary>Writes the mask, and the score where asked for; both or none.</summary>
    /// <param name="progress">Told after every strip.</param>
    /// <param name="cancellation">Looked at before every strip.</param>
    /// <exception cref="CloudlessException">An input is not what it must be, or an output cannot be written.</exception>
    public MaskReport Run(IProgress<RemovalProgress> progress, CancellationToken cancellation)
    {
        using OpticalSource source = OpticalSource.Open(request.OpticalPath, request.Source);
        using OutputSet outputs = OutputSet.Open([(Mask, request.MaskPath), (Score, request.ScorePath)], [.. source.Files, .. request.Detector.Files().Select(f => f.Path)], request.Overwrite);
        using var reader = new SceneStrips(source);
        using SceneClassifier classifier = SceneClassifier.Create(request, source.Profile);
        Gather(reader, classifier, progress, cancellation);
        long[] counts = new long[256];
        outputs.WriteTogether(place => Write(reader, classifier, counts, place, progress, cancellation));
        outputs.Commit();
        return MaskReport.From(request, source, classifier, counts);
    }

    private static void Gather(SceneStrips reader, SceneClassifier classifier, IProgress<RemovalProgress> progress, CancellationToken cancellation)
    {
        List<Window> strips = [.. Strips(reader.Profile)];
        for (int i = 0; i < strips.Count && classifier.NeedsScene; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Window wide = strips[i].GrowWithin(classifier.Halo, reader.Profile.Width, reader.Profile.Height);
            classifier.Gather(reader.Read(wide), wide, strips[i]);
            progress.Report(new RemovalProgress("measuring", i + 1, strips.Count));
        }
    }

    private void Write(
        SceneStrips reader, SceneClassifier classifier, long[] counts, Func<string, string?> place,
        IProgress<RemovalProgress> progress, CancellationToken cancellation)
    {
        // The files replaced here are the empty ones of the output set.
        RasterWriteOptions layout = request.Layout with { Overwrite = true };
        using RasterWriter mask = ClassMaskFile.Create(place(Mask)!, reader.Profile, layout);
        using RasterWriter? score = place(Score) is { } path ? RasterWriter.Create(path, CompanionBands.Score(reader.Profile, CompanionBands.ScoreName(request.Detector.Kind)), layout) : null;
        List<Window> strips = [.. Strips(reader.Profile)];
        for (int i = 0; i < strips.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Classify(reader, strips[i], classifier, counts, mask, score);
            progress.Report(new RemovalProgress("masking", i + 1, strips.Count));
        }

        score?.Commit();
        mask.Commit();
    }

    private static void Classify(SceneStrips reader, Window core, SceneClassifier classifier, long[] counts, RasterWriter mask, RasterWriter? score)
    {
        Window wide = core.GrowWithin(classifier.Halo, reader.Profile.Width, reader.Profile.Height);
        Raster<float> dn = reader.Read(wide);
        var classes = new Raster<byte>(1, wide.Height, wide.Width);
        float[] scores = score is null ? [] : new float[classes.Data.Length];
        classifier.Classify(dn, wide, classes.Data, scores);

        // Strips are as wide as the image, so the core is one run of rows.
        int start = (core.Row - wide.Row) * wide.Width, length = core.Height * core.Width;
        ReadOnlySpan<byte> part = classes.Data.AsSpan(start, length);
        foreach (byte value in part)
        {
            counts[value]++;
        }

        mask.Write(core, part);
        score?.Write(core, (ReadOnlySpan<float>)scores.AsSpan(start, length));
    }

    private static IEnumerable<Window> Strips(RasterProfile profile)
    {
        for (int row = 0; row < profile.Height; row += StripRows)
        {
            yield return new Window(0, row, profile.Width, Math.Min(StripRows, profile.Height - row));
        }
    }
}
