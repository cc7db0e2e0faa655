using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Metrics;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;
using Cloudless.Removal;

namespace Cloudless.Cli.Jobs;

/// <summary>Compares image files: a prediction with its target, and with the cloudy input where that is clear.</summary>
internal static class EvaluateJob
{
    public static EvaluateReport Run(EvaluateRequest request, CancellationToken cancellation)
    {
        List<string> notes = [];
        Raster<float> prediction = Read(request.PredictionPath, request, null, notes, cancellation);
        Raster<float> target = Read(request.TargetPath, request, prediction, notes, cancellation);
        Raster<float>? input = request.InputPath is null ? null : Read(request.InputPath, request, prediction, notes, cancellation);
        (Raster<byte>? mask, string source) = Mask(request, prediction, input);
        bool divided = mask is not null;
        mask = LeaveOutNoData(mask, prediction, target, input);
        cancellation.ThrowIfCancellationRequested();
        MetricsReport metrics = MetricsCalculator.Compute(prediction, target, divided ? input : null, mask);
        return new EvaluateReport
        {
            Prediction = request.PredictionPath,
            Target = request.TargetPath,
            Input = request.InputPath,
            Mask = source,
            Metrics = divided ? metrics : metrics with { Clear = null, Covered = null, Reproduction = null },
            Notes = notes,
        };
    }

    private static Raster<float> Read(string path, EvaluateRequest request, Raster<float>? like, List<string> notes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using OpticalSource source = OpticalSource.Open(path, new OpticalSourceOptions { Radiometry = request.Radiometry });
        RasterProfile p = source.Profile;
        if (like is not null && (p.BandCount != like.Channels || p.Width != like.Width || p.Height != like.Height))
        {
            throw new RasterMismatchException(
                $"'{path}' has {p.BandCount} bands of {p.Width} x {p.Height} pixels, '{request.PredictionPath}' {like.Channels} bands of {like.Width} x {like.Height}. "
                + "Give images of the same bands on the same grid.");
        }

        JobInputs.RequireInMemory(p, path);
        notes.Add($"{path}: {source.Notes[0]}");
        using var reader = new SignedDnReader(source);
        return reader.Read(new Window(0, 0, p.Width, p.Height));
    }

    private static (Raster<byte>? Mask, string Source) Mask(EvaluateRequest request, Raster<float> prediction, Raster<float>? input)
    {
        if (request.MaskPath is { } path)
        {
            using RasterReader reader = RasterReader.Open(path);
            RasterProfile p = reader.Profile;
            if (p.BandCount != 1 || p.Width != prediction.Width || p.Height != prediction.Height)
            {
                throw new RasterMismatchException(
                    $"'{path}' has {p.BandCount} bands of {p.Width} x {p.Height} pixels; a mask of {prediction.Width} x {prediction.Height} pixels in one band is needed.");
            }

            return (reader.Read<byte>(), path);
        }

        return input is null
            ? (null, "none: all pixels count, undivided")
            : (CloudShadowMask.Compute(SceneStrips.WithCirrus(input), new CloudMaskOptions()), "computed from the input");
    }

    private static Raster<byte>? LeaveOutNoData(Raster<byte>? mask, params IReadOnlyList<Raster<float>?> images)
    {
        foreach (Raster<float> image in images.OfType<Raster<float>>())
        {
            for (int i = 0; i < image.PlaneLength; i++)
            {
                if (IsNoData(image, i))
                {
                    mask ??= new Raster<byte>(1, image.Height, image.Width);
                    mask.Data[i] = PixelClass.NoData;
                }
            }
        }

        return mask;
    }

    private static bool IsNoData(Raster<float> image, int pixel)
    {
        for (int c = 0; c < image.Channels; c++)
        {
            if (image.Channel(c)[pixel] != 0)
            {
                return false;
            }
        }

        return true;
    }
}
