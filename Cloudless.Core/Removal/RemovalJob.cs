using Cloudless.Networks.Onnx;

namespace Cloudless.Removal;

/// <summary>Removes the clouds of a scene into a GeoTIFF.</summary>
/// <remarks>
/// Everything that headers and paths can tell is checked before any work. Scenes of every size go the same way, strip by strip and tile by tile: what is to be kept between the stages lies in
/// memory up to 256 MB, else in temporary files beside the output (docs/design.md). Stages overlap; files have the same bytes for every number of threads. Outputs appear together once all are
/// complete, or not at all; after an error or a cancellation every earlier file is as it was. Safe from several threads with different outputs.
/// </remarks>
public static class RemovalJob
{
    /// <summary>Loads the model that the request names and runs one job.</summary>
    /// <param name="request">Files, model and options.</param>
    /// <param name="progress">Told of every stage and tile; null for silence.</param>
    /// <param name="cancellationToken">Looked at between stages and before every tile.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="OutputExistsException">An output exists and overwriting was not asked for.</exception>
    /// <exception cref="BandMissingException">A band is missing.</exception>
    /// <exception cref="RasterMismatchException">The SAR image or the part asked for does not overlap the optical image, or the unit of SAR is not plausible.</exception>
    /// <exception cref="ModelContractException">The model breaks the contract, needs SAR that is not given, or gives values that are not finite.</exception>
    /// <exception cref="CloudlessException">A file cannot be read or written; the message names it and the reason.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static RemovalReceipt Run(
        RemovalRequest request, IProgress<RemovalProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using RemovalWork work = RemovalWork.Open(request, request.Options, progress, cancellationToken);
        CloudRemovalModel model = request.ModelPath is null
            ? CloudRemovalModel.LoadDefault()
            : CloudRemovalModel.Load(request.ModelPath);
        using var remover = new CloudRemover(model, request.Execution, request.Options with { Uncertainty = request.UncertaintyPath is not null });
        return work.Run(remover);
    }

    /// <summary>Runs one of many jobs with a remover that is there already; its model, engine and options take the place of the request's.</summary>
    /// <param name="request">Files; model, engine and options are not looked at.</param>
    /// <param name="remover">The remover; not disposed.</param>
    /// <param name="progress">Told of every stage and tile; null for silence.</param>
    /// <param name="cancellationToken">Looked at between stages and before every tile.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="CloudlessException">As for the other method.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static RemovalReceipt Run(
        RemovalRequest request, CloudRemover remover, IProgress<RemovalProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(remover);
        using RemovalWork work = RemovalWork.Open(request, remover.Options, progress, cancellationToken);
        return work.Run(remover);
    }
}
