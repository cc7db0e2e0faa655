using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal.Streaming;
using Cloudless.Reports;
using Cloudless.Stac;

namespace Cloudless.Removal;

/// <summary>One run of <see cref="RemovalJob"/>: inputs and outputs held open from the checks to the commit.</summary>
internal sealed class RemovalWork : IDisposable
{
    private const string Image = StacAssets.Image, Mask = "mask", Score = "score", Weight = "weight", Changed = "changed", Uncertainty = "uncertainty", Quicklook = "quicklook", Page = "page", Item = "item", Receipt = "receipt";

    private readonly RemovalRequest _request;
    private readonly StreamInputs _inputs;
    private readonly OutputSet _outputs;
    private readonly StageClock _clock;
    private readonly IProgress<RemovalProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    private RemovalWork(RemovalRequest request, StreamInputs inputs, OutputSet outputs, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        (_request, _inputs, _outputs, _progress, _cancellationToken) = (request, inputs, outputs, progress, cancellationToken);
        _clock = new StageClock(progress, cancellationToken);
    }

    /// <summary>Checks paths and headers and opens all files.</summary>
    public static RemovalWork Open(RemovalRequest request, RemovalOptions options, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        StreamInputs inputs = StreamInputs.Open(request, options.SarScale);
        try
        {
            RequireReports(request, options, inputs);
            OutputSet outputs = OutputSet.Open(
                [
                    (Image, request.OutputPath), (Mask, request.MaskPath), (Score, request.ScorePath), (Weight, request.WeightPath), (Changed, request.ChangedPath), (Uncertainty, request.UncertaintyPath),
                    (Quicklook, request.QuicklookPath), (Page, request.PagePath), (Item, request.ItemPath), (Receipt, request.ReceiptPath),
                ],
                [request.OpticalPath, .. inputs.Source.Files, request.SarPath, .. inputs.Sar?.Files ?? [], .. options.Detector.Files().Select(f => f.Path), request.LikePath, request.ModelPath],
                request.Overwrite);
            return new RemovalWork(request, inputs, outputs, progress, cancellationToken);
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>Does the work in the scene's sample type, so that no stored number is ever converted where nothing is painted.</summary>
    public RemovalReceipt Run(CloudRemover remover)
    {
        remover.RequireSar(_inputs.Sar is not null, $"'{_inputs.Source.Name}'");
        if (_request.UncertaintyPath is not null != remover.Options.Uncertainty)
        {
            throw new ArgumentException("A remover whose options ask for the uncertainty serves requests with a file for it, and no others.", nameof(remover));
        }

        using IStreamedRemoval work = StreamedRemoval.Open(_inputs, remover, Targets(), _request.Limits);
        using var beside = new BackgroundWork();
        Task<IReadOnlyList<ReceiptFile>> inputs = beside.Start(() => DescribeInputs(remover.Options));
        IReadOnlyList<ReceiptFile> written = [];
        _outputs.WriteTogether(_ =>
        {
            work.Run(_clock, _progress, _cancellationToken);
            written = _clock.Run("hashing", () => _outputs.Describe(Image, Mask, Score, Weight, Changed, Uncertainty, Quicklook));
        });
        RemovalReceipt receipt = MakeReceipt(remover, work, BackgroundWork.Result(inputs), written);
        receipt = WriteReports(receipt, work);
        _outputs.Write(Receipt, path => File.WriteAllText(path, receipt.ToJson()));
        _cancellationToken.ThrowIfCancellationRequested();
        _outputs.Commit();
        return receipt;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _inputs.Dispose();
        _outputs.Dispose();
    }

    // What reports need and the scene or the user must tell is asked for before any work.
    private static void RequireReports(RemovalRequest request, RemovalOptions options, StreamInputs inputs)
    {
        if (request.ScorePath is not null)
        {
            SceneScores.Require(options.Detector);
        }

        if (request.ItemPath is not null)
        {
            RemovalItem.RequireTaken(request.Taken, inputs.Profile, inputs.Source.Name);
            Footprint.Of(inputs.Profile, inputs.Source.Name);
        }
    }

    private StreamTargets Targets() => new()
    {
        Output = _request.OutputPath,
        Image = _outputs.PlaceOf(Image)!,
        Layout = _request.Layout with { Overwrite = true, ColorTable = null },
        Mask = _outputs.PlaceOf(Mask),
        Score = _outputs.PlaceOf(Score),
        Weight = _outputs.PlaceOf(Weight),
        Changed = _outputs.PlaceOf(Changed),
        Uncertainty = _outputs.PlaceOf(Uncertainty),
        Quicklook = _outputs.PlaceOf(Quicklook),
        Page = _outputs.Wants(Page),
    };

    // Each tells of the files before it, the receipt of all.
    private RemovalReceipt WriteReports(RemovalReceipt receipt, IStreamedRemoval work)
    {
        RasterProfile image = ResultProfile.Of(_inputs.Profile, _inputs.Source.Radiometry, _inputs.Profile.Tags);
        _outputs.Write(Page, path => File.WriteAllText(path, RemovalPage.Make(receipt, image, _request.Taken, _inputs.Source.Name, work.PagePictures()!)));
        receipt = receipt with { Outputs = [.. receipt.Outputs, .. _outputs.Describe(Page)] };
        _outputs.Write(Item, path =>
        {
            DateTime taken = RemovalItem.RequireTaken(_request.Taken, image, _inputs.Source.Name);
            var scene = new StacScene(
                _request.ItemPath!, image, taken, [_request.OpticalPath, .. _request.Source.OtherFiles, .. receipt.Sar is null ? [] : _inputs.Sar!.Files], _request.Layout.Format, _request.ReceiptPath);
            File.WriteAllText(path, RemovalItem.Of(scene, receipt).ToJson());
        });
        return receipt with { Outputs = [.. receipt.Outputs, .. _outputs.Describe(Item)] };
    }

    private IReadOnlyList<ReceiptFile> DescribeInputs(RemovalOptions options) =>
    [
        .. _inputs.Source.Files.Select(file => FileFacts.Of("optical", file)),
        .. (_inputs.Sar?.Files ?? []).Select(file => FileFacts.Of("sar", file)),
        .. options.Detector.Files().Select(file => FileFacts.Of(file.Role, file.Path)),
    ];

    private RemovalReceipt MakeReceipt(CloudRemover remover, IStreamedRemoval work, IReadOnlyList<ReceiptFile> inputs, IReadOnlyList<ReceiptFile> written) => new()
    {
        CloudlessVersion = RemovalTags.Version,
        GdalVersion = GdalInfo.Version,
        RuntimeVersion = Environment.Version.ToString(),
        Started = _clock.Started,
        Inputs = inputs,
        Model = new ReceiptModel(remover.Model.Card.Name, remover.Model.Card.Version, remover.Model.Source, remover.Model.Sha256),
        Engine = new ReceiptEngine(remover.Engine.Name, remover.Engine.Reason, remover.EngineDescription),
        Execution = remover.Execution,
        Options = remover.Options,
        Radiometry = _inputs.Source.Radiometry.Name,
        Statistics = work.Statistics,
        Sar = work.SarReport,
        PriorFill = work.FillReport,
        Notes = [.. _inputs.Notes(remover), .. work.MaskNotes],
        Seconds = _clock.Seconds,
        Outputs = written,
    };
}
