using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Networks.Onnx;

namespace Cloudless.Temporal;

/// <summary>The method of a removal over a series, and how it paints a series in files.</summary>
internal sealed class SeriesPaintings : IDisposable
{
    private readonly SeriesModel? _model;
    private readonly bool _own;
    private IDisposable? _painting;

    private SeriesPaintings(ISeriesMethod method, SeriesModel? model, bool own = false) => (Method, _model, _own) = (method, model, own);

    /// <summary>The method.</summary>
    public ISeriesMethod Method { get; }

    /// <summary>The network's name and hash, for tags and receipts; null for a method without.</summary>
    public Cloudless.Removal.ReceiptModel? Model => _model is null ? null : new(_model.Card.Name, _model.Card.Version, _model.Source, _model.Sha256);

    /// <summary>Whether the method looks at Sentinel-1.</summary>
    public bool LooksAtSar => _own || _model?.Card.Channels.Count > Sentinel2Band.Count;

    /// <summary>Whether an image for every day is not what is wanted where no day is named.</summary>
    public bool IsOneDate => Method is LeastCloudyDate;

    /// <summary>Makes the method that a request names.</summary>
    /// <exception cref="ArgumentException">No method has the name, or a model is of no use to it.</exception>
    /// <exception cref="ModelContractException">The model cannot be used.</exception>
    public static SeriesPaintings Open(SeriesRemovalRequest request)
    {
        if (request.Own is { } own)
        {
            return new SeriesPaintings(own, null, own: true);
        }

        if (request.Method != ArchitectureCard.SequenceToPoint)
        {
            return request.ModelPath is null
                ? new SeriesPaintings(SeriesMethods.Of(request.Method), null)
                : throw new ArgumentException($"The method {request.Method} has no network; a model goes with {ArchitectureCard.SequenceToPoint}.", nameof(request));
        }

        SeriesModel model = request.ModelPath is { } path ? SeriesModel.Load(path) : SeriesModel.LoadDefault();
        return new SeriesPaintings(new SequenceToPointMethod(model, keepClear: false, options: new ExecutionOptions { Threads = 1 }), model);
    }

    /// <summary>The way of the method: one date at a time where it works on single pixels, else a window of all dates at a time.</summary>
    /// <param name="series">The series.</param>
    /// <param name="scenes">Its scenes.</param>
    /// <param name="area">The part that is worked on.</param>
    /// <param name="dates">Indices of the dates that are painted.</param>
    /// <param name="cover">What is covered.</param>
    public ISeriesPainting Begin(ISeriesWindows series, IReadOnlyList<SeriesScene> scenes, Window area, IReadOnlyList<int> dates, SeriesCover cover) => Method switch
    {
        NearestMosaic => new NearestPainting(series, dates, cover),
        LeastCloudyDate => new ChosenPainting(series, cover),
        SequenceToPointMethod network => Held(new NetworkPainting(series, scenes, area, network, _model!.Card, cover)),
        _ => Held(new MethodPainting(series, Method, _own ? new SeriesSarReaders(scenes, area) : null)),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        _painting?.Dispose();
        (Method as IDisposable)?.Dispose();
    }

    private T Held<T>(T painting)
        where T : IDisposable
    {
        _painting = painting;
        return painting;
    }
}
