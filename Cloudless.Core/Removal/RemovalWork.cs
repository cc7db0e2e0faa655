using System.Numerics;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Removal;

/// <summary>One run of <see cref="RemovalJob"/>: inputs and outputs held open from the checks to the commit.</summary>
internal sealed class RemovalWork : IDisposable
{
    private const string Image = "image", Mask = "mask", Weight = "weight", QuicklookRole = "quicklook", Receipt = "receipt";

    private readonly RemovalRequest _request;
    private readonly RasterReader _optical;
    private readonly OutputSet _outputs;
    private readonly StageClock _clock;
    private readonly IProgress<RemovalProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    private RemovalWork(RemovalRequest request, RasterReader optical, OutputSet outputs, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        (_request, _optical, _outputs, _progress, _cancellationToken) = (request, optical, outputs, progress, cancellationToken);
        _clock = new StageClock(progress, cancellationToken);
    }

    private RasterProfile Profile => _optical.Profile;

    /// <summary>Checks paths and headers and opens all files.</summary>
    public static RemovalWork Open(RemovalRequest request, IProgress<RemovalProgress>? progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        OutputSet outputs = OutputSet.Open(
            [(Image, request.OutputPath), (Mask, request.MaskPath), (Weight, request.WeightPath), (QuicklookRole, request.QuicklookPath), (Receipt, request.ReceiptPath)],
            [request.OpticalPath, request.SarPath, request.ModelPath],
            request.Overwrite);
        RasterReader? optical = null;
        try
        {
            optical = JobInputs.OpenOptical(request.OpticalPath);
            JobInputs.RequireInMemory(optical.Profile, request.OpticalPath);
            if (request.SarPath is not null)
            {
                JobInputs.CheckSar(request.SarPath);
            }

            return new RemovalWork(request, optical, outputs, progress, cancellationToken);
        }
        catch
        {
            optical?.Dispose();
            outputs.Dispose();
            throw;
        }
    }

    /// <summary>Does the work in the file's sample type, so that no stored number is ever converted where nothing is painted.</summary>
    public RemovalReceipt Run(CloudRemover remover)
    {
        remover.RequireSar(_request.SarPath is not null, $"'{_request.OpticalPath}'");
        return Profile.SampleType switch
        {
            SampleType.UInt8 => Run<byte>(remover),
            SampleType.Int8 => Run<sbyte>(remover),
            SampleType.UInt16 => Run<ushort>(remover),
            SampleType.Int16 => Run<short>(remover),
            SampleType.UInt32 => Run<uint>(remover),
            SampleType.Int32 => Run<int>(remover),
            SampleType.Float32 => Run<float>(remover),
            _ => Run<double>(remover),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _optical.Dispose();
        _outputs.Dispose();
    }

    private RemovalReceipt Run<T>(CloudRemover remover)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        RemovalOptions options = remover.Options;
        int threads = remover.Execution.ResolvedThreads;
        using var beside = new BackgroundWork();
        Task<PreparedSar> loading = beside.Start(() => PrepareSar(remover, threads));
        OpticalScene<T> scene = _clock.Run("reading", () => OpticalScene<T>.Read(_optical, options.Radiometry, threads, _cancellationToken));
        (Raster<T> stored, Raster<float> signedDn) = scene;
        Task<IReadOnlyList<ReceiptFile>> inputs = beside.Start(DescribeInputs);
        Task<byte[]>? before = _outputs.Wants(QuicklookRole) ? beside.Start(() => Quicklook.TrueColor(signedDn)) : null;
        Raster<float> weight = _clock.Run("masking", () => PaintWeight.Compute(signedDn, options, threads, Profile));
        Task<bool> masks = beside.Start(() => WriteMasks(signedDn, weight, options));
        PreparedSar sar = _clock.Run("preparing SAR", () => BackgroundWork.Result(loading));

        ImageFill? fill = remover.Model.Card.PriorFill is null ? null : _clock.Run("prior fill", () => remover.PrepareFill(signedDn, sar.Measured, weight));
        RemovalStatistics? statistics = null;
        IReadOnlyList<ReceiptFile> written = [];
        _outputs.WriteTogether(place =>
        {
            RasterProfile profile = Profile with { Tags = RemovalTags.Add(Profile.Tags, remover, sar, _request.SarPath is not null) };
            using RasterWriter writer = RasterWriter.Create(place(Image)!, profile, Layout);
            using var rows = new RowQueue<T>(writer, stored);
            var composite = new Composite<T>(stored.Data, signedDn, weight, options.Radiometry, Profile.NoData);
            statistics = _clock.Run("removing clouds",
                () => remover.Paint(signedDn, sar.Decibel, fill, weight, composite.Put, rows.Finished, _progress, _cancellationToken));
            written = _clock.Run("writing", () =>
            {
                rows.Complete();
                writer.Stage(stored);
                BackgroundWork.Result(masks);
                WriteQuicklook(stored, signedDn, before, options.Radiometry);
                return _outputs.Describe(except: Receipt);
            });
        });
        RemovalReceipt receipt = MakeReceipt(remover, sar, fill, statistics!, BackgroundWork.Result(inputs), written);
        _outputs.Write(Receipt, path => File.WriteAllText(path, receipt.ToJson()));
        _cancellationToken.ThrowIfCancellationRequested();
        _outputs.Commit();

        // All that ran beside was waited for.
        scene.Forget();
        LargeArrays.Give(weight.Data);
        sar.Forget();
        return receipt;
    }

    private PreparedSar PrepareSar(CloudRemover remover, int threads)
    {
        Func<Raster<float>>? load = _request.SarPath is { } path ? () => JobInputs.ReadSar(path, Profile, remover.Options.SarScale, threads) : null;
        return remover.PrepareSar(load, Profile.Height, Profile.Width, $"'{_request.SarPath}'");
    }

    private IReadOnlyList<ReceiptFile> DescribeInputs() =>
    [
        FileFacts.Of("optical", _request.OpticalPath), .. _request.SarPath is { } s1 ? [FileFacts.Of("sar", s1)] : Array.Empty<ReceiptFile>(),
        .. _request.Options.Detector.Files().Select(file => FileFacts.Of(file.Role, file.Path)),
    ];

    private bool WriteMasks(Raster<float> signedDn, Raster<float> weight, RemovalOptions options)
    {
        _outputs.Write(Mask, path =>
        {
            Raster<byte> classes = CloudShadowMask.Compute(signedDn, options.Clouds with { MarkNoData = true });
            ClassMaskFile.Write(path, classes, Profile, Layout);
        });
        _outputs.Write(Weight, path =>
        {
            RasterProfile profile = Profile with
            {
                BandCount = 1,
                SampleType = SampleType.Float32,
                NoData = null,
                BandNames = ["network share"],
                Tags = new Dictionary<string, string>(),
            };
            using RasterWriter writer = RasterWriter.Create(path, profile, Layout);
            writer.Write(weight);
            writer.Commit();
        });
        return true;
    }

    private void WriteQuicklook<T>(Raster<T> stored, Raster<float> signedDn, Task<byte[]>? before, Radiometry radiometry)
        where T : unmanaged, INumber<T>
    {
        if (before is not null)
        {
            byte[] picture = BackgroundWork.Result(before);
            // The input's signed DN are not needed any more: the memory serves the result's.
            radiometry.ToSignedDn<T>(stored.Data, stored.Channels, Profile.NoData, signedDn.Data);
            byte[] after = Quicklook.TrueColor(signedDn);
            _outputs.Write(QuicklookRole, path => Quicklook.WriteBeforeAfter(path, picture, after, Profile.Height, Profile.Width, overwrite: true));
        }
    }

    private RasterWriteOptions Layout => _request.Layout with { Overwrite = true, ColorTable = null };

    private RemovalReceipt MakeReceipt(
        CloudRemover remover, PreparedSar sar, ImageFill? fill, RemovalStatistics statistics, IReadOnlyList<ReceiptFile> inputs, IReadOnlyList<ReceiptFile> written) => new()
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
        Statistics = statistics,
        Sar = sar.Report,
        PriorFill = fill?.Report,
        Notes = sar.Notes,
        Seconds = _clock.Seconds,
        Outputs = written,
    };
}
