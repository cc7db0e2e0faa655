using Cloudless.Imagery;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Reports;

namespace Cloudless.Temporal;

/// <summary>The outputs of a removal over a series, from the check that they may be written to the commit.</summary>
internal sealed class SeriesOutputs : IDisposable
{
    private readonly SeriesRemovalRequest _request;
    private readonly IReadOnlyList<string> _inputs;
    private readonly OutputFolder _folder;
    private readonly AtomicFile _work;
    private OutputSet _set;
    private bool _complete;

    private SeriesOutputs(SeriesRemovalRequest request, IReadOnlyList<string> inputs, OutputFolder folder, IReadOnlyList<DateOnly>? days)
    {
        (_request, _inputs, _folder, Files) = (request, inputs, folder, new SeriesFiles(request.OutputFolder));
        // Never put in place: the job's temporary files begin with its name, and go with it.
        _work = AtomicFile.Create(Path.Combine(request.OutputFolder, "cloudless-series.work"), overwrite: true);
        try
        {
            _set = OutputSet.Open(Files.All(days ?? []), inputs, request.Overwrite);
            _complete = days is not null;
        }
        catch
        {
            _work.Dispose();
            throw;
        }
    }

    /// <summary>Roles and places.</summary>
    public SeriesFiles Files { get; }

    /// <summary>Begin of the names of temporary files.</summary>
    public string Base => _work.TemporaryPath;

    /// <summary>Checks and opens what is known of the outputs: all, unless the day wanted depends on the clouds.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="series">The series.</param>
    /// <param name="oneDate">Whether one image suffices where no day is named.</param>
    /// <exception cref="OutputExistsException">An output exists and must not be replaced.</exception>
    /// <exception cref="CloudlessException">The folder cannot be made or written, or an output is an input.</exception>
    public static SeriesOutputs Open(SeriesRemovalRequest request, SceneSeries series, bool oneDate)
    {
        IReadOnlyList<DateOnly>? days = request.Target switch
        {
            { Date: { } day } => [day],
            null when oneDate => null,
            _ => [.. series.Scenes.Select(s => s.Date)],
        };
        string[] inputs = [.. series.Scenes.SelectMany(s => s.Source.Files.Append(s.Source.Name).Concat(s.Sar?.Files ?? []))];
        OutputFolder folder = OutputFolder.Open(request.OutputFolder);
        try
        {
            return new SeriesOutputs(request, inputs, folder, days);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Says which days are wanted, where that was not known.</summary>
    /// <exception cref="OutputExistsException">An output exists and must not be replaced.</exception>
    public void Take(IReadOnlyList<DateOnly> days)
    {
        if (!_complete)
        {
            _set.Dispose();
            _set = OutputSet.Open(Files.All(days), _inputs, _request.Overwrite);
            _complete = true;
        }
    }

    /// <summary>The temporary name of an output.</summary>
    public string PlaceOf(string role) => _set.PlaceOf(role)!;

    /// <summary>Does work that writes outputs under their temporary names; errors name their places.</summary>
    public void Staging(Action work) => _set.WriteTogether(_ => work());

    /// <summary>Writes pictures, page and receipt, and puts all outputs in place.</summary>
    /// <param name="receipt">All but its outputs.</param>
    /// <param name="pictures">A picture for each image of the receipt.</param>
    /// <param name="grid">Profile of the scenes, for the page.</param>
    /// <param name="cancellation">Looked at before the commit.</param>
    /// <returns>The receipt as it was written.</returns>
    public SeriesReceipt Finish(SeriesReceipt receipt, IReadOnlyList<SeriesPicture> pictures, RasterProfile grid, CancellationToken cancellation)
    {
        DateOnly[] days = [.. receipt.Images.Select(i => i.Date)];
        for (int k = 0; k < days.Length; k++)
        {
            SeriesPicture picture = pictures[k];
            _set.Write(SeriesFiles.Quicklook(days[k]), path => Quicklook.WriteSheet(path, picture.Before, picture.After, picture.Height, picture.Width, overwrite: true));
        }

        receipt = receipt with { Outputs = _set.Describe([.. days.Select(SeriesFiles.Image), SeriesFiles.ClearDates, .. days.Select(SeriesFiles.Quicklook)]) };
        _set.Write(SeriesFiles.Page, path => File.WriteAllText(path, SeriesPage.Make(receipt, grid, [.. pictures.Select(p => p.Encode())])));
        receipt = receipt with { Outputs = [.. receipt.Outputs, .. _set.Describe(SeriesFiles.Page)] };
        _set.Write(SeriesFiles.Receipt, path => File.WriteAllText(path, receipt.ToJson()));
        cancellation.ThrowIfCancellationRequested();
        _set.Commit();
        return receipt;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _set.Dispose();
        _work.Dispose();
        _folder.Dispose();
    }
}
