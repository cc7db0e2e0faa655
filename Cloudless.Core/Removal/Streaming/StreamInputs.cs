using Cloudless.Fusion;
using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Rasters.Products;

namespace Cloudless.Removal.Streaming;

/// <summary>What a job reads, opened and checked as far as headers tell.</summary>
/// <param name="Source">The optical scene.</param>
/// <param name="Area">The part that is worked on.</param>
/// <param name="Sar">SAR on the whole scene's grid, so that a part has the bits of the whole; null where there is none.</param>
internal sealed record StreamInputs(OpticalSource Source, Window Area, SarSource? Sar) : IDisposable
{
    /// <summary>Profile of the part.</summary>
    public RasterProfile Profile { get; } = SceneArea.Crop(Source.Profile, Area);

    /// <summary>Opens the inputs.</summary>
    /// <param name="request">What to open.</param>
    /// <param name="scale">Unit of SAR; null for the request's.</param>
    /// <exception cref="CloudlessException">An input is not what it must be; the message says how.</exception>
    public static StreamInputs Open(RemovalRequest request, SarScale? scale = null)
    {
        OpticalSource source = OpticalSource.Open(request.OpticalPath, request.Source);
        try
        {
            Window area = SceneArea.Find(source.Profile, source.Name, request.Bounds, request.LikePath);
            SarSource? sar = request.SarPath is { } path ? SarSource.Open([path, .. request.OtherSarPaths], source.Profile, scale ?? request.Options.SarScale) : null;
            return new StreamInputs(source, area, sar);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>What stands for B10 where the scene has none; null where it has.</summary>
    /// <exception cref="BandMissingException">The model was not trained for that.</exception>
    public float? MissingCirrus(CloudRemover remover) => CirrusRule.Fill(remover.Model, Source.HasCirrus, $"'{Source.Name}'");

    /// <summary>What to tell the user.</summary>
    public IReadOnlyList<string> Notes(CloudRemover remover) =>
    [
        .. Source.Notes,
        .. Source.HasCirrus ? [] : (string[])[CirrusRule.Note],
        .. Sar?.Notes ?? [],
        .. (remover.Model.Sar, Sar) switch
        {
            (false, not null) => [$"{Sar.Name} was not used: {remover.Model.Source} is a model without SAR."],
            (true, null) => ["There is no SAR image: the model was trained for that and got its fill for missing SAR."],
            _ => (string[])[],
        },
    ];

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
