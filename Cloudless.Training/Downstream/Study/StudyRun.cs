using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Cloudless.Imagery;
using Cloudless.Removal;
using Cloudless.Training.Temporal;

namespace Cloudless.Training.Downstream;

/// <summary>Shows a classifier the same patches clear, cloudy and with clouds removed by one or more models, and tells what it makes of them.</summary>
public static class StudyRun
{
    /// <summary>Runs a study.</summary>
    /// <param name="request">What is looked at.</param>
    /// <param name="classifier">Tells the classes; stays the caller's.</param>
    /// <param name="progress">Told after every image; null for silence.</param>
    /// <param name="cancellation">Looked at before every image.</param>
    /// <remarks>Images are worked on by several threads; every figure is the same for any number.</remarks>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="CloudlessException">A model, a file or a label cannot be used; the message says which and what to do.</exception>
    /// <exception cref="OperationCanceledException">Cancellation was asked for.</exception>
    public static StudyReport Run(StudyRequest request, IPatchScorer classifier, IProgress<RemovalProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(classifier);
        request.Validate();
        ClassGroups? groups = request.Groups is null ? null : ClassGroups.Read(request.Groups);
        using var grouped = groups is null ? null : new GroupedScorer(classifier, groups);
        IPatchScorer scorer = grouped ?? classifier;
        StudyData data = StudyData.Open(request, groups);
        RequireKnown([.. data.Labels], scorer, request.Data);
        if (!request.Predicted)
        {
            // Before the work where labels are known; patches without data may take a class away later.
            _ = RequireClasses([.. data.Labels], scorer, request);
        }

        using var conditions = new StudyConditions(request.Removals, threads: 1, request.MaskShare);
        using SeriesDetector detector = SeriesDetector.Open(request.Detector);
        var study = new PatchStudy(scorer, conditions, detector, request.Cutoff);
        var found = new IReadOnlyList<PatchFigures>[data.Count];
        byte[][] digests = new byte[data.Count][];
        int done = 0;
        Workers.ForEach(data.Count, request.Threads, i =>
        {
            cancellation.ThrowIfCancellationRequested();
            StudyImage image = data.Read(i);
            digests[i] = Digest(image);
            found[i] = study.Of(image, label => scorer.Classes.ToList().IndexOf(label));
            progress?.Report(new RemovalProgress("studying images", Interlocked.Increment(ref done), data.Count));
        });
        PatchFigures[] patches = [.. found.SelectMany(f => f)];
        int gaps = Enumerable.Range(0, data.Count).Sum(i => data.WindowsOf(i).Count) - patches.Length;
        if (patches.Length == 0)
        {
            throw new CloudlessException($"{request.Data}: all {gaps} patches have pixels without data (all bands 0), clear or cloudy, so none can be compared. Give whole patches, or a smaller --window.");
        }

        string[] without = RequireClasses([.. patches.Select(p => scorer.Classes[p.Truth]).Distinct()], scorer, request);
        var context = new StudyContext(request, scorer.Classes, conditions.Names, patches);
        return new StudyReport
        {
            Facts = StudyFacts.Of(request, classifier, scorer, conditions.Models, detector.Key, data.Words, patches, Convert.ToHexStringLower(SHA256.HashData([.. digests.SelectMany(d => d)]))),
            Notes = [.. data.Notes, .. Notes(gaps, without)],
            Tables = StudyTables.Of(context),
            Drawings = StudyDrawings.Of(context),
            Pictures = StudyPictures.Of(context, data, study, scorer, cancellation),
        };
    }

    private static void RequireKnown(string[] labels, IPatchScorer scorer, string data)
    {
        string[] unknown = [.. labels.Except(scorer.Classes, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw new CloudlessException(
                $"{data}: the labels {string.Join(", ", unknown)} are no classes of the classifier '{scorer.Name}', which tells {string.Join(", ", scorer.Classes)} apart. Bring the names together with a table class,group (--groups).");
        }
    }

    // The classes without patches.
    private static string[] RequireClasses(IReadOnlyCollection<string> there, IPatchScorer scorer, StudyRequest request)
    {
        string[] without = [.. scorer.Classes.Except(there, StringComparer.Ordinal)];
        return there.Count >= 2 && !(request.RequireAllClasses && without.Length > 0) ? without : throw new CloudlessException(
            $"{request.Data}: of the classifier's {scorer.Classes.Count} classes {without.Length} have no patch ({string.Join(", ", without)}); {(there.Count < 2 ? "two classes with patches are needed at least" : "all were asked for")}. Give patches of these classes.");
    }

    private static IEnumerable<string> Notes(int gaps, string[] without)
    {
        if (gaps > 0)
        {
            yield return FormattableString.Invariant($"{gaps} patches with pixels without data (all bands 0) in the clear or the cloudy image were left out.");
        }

        if (without.Length > 0)
        {
            yield return $"Classes of the classifier without a patch: {string.Join(", ", without)}. Nothing can be said about them, but that they are told wrongly; macro means leave them out.";
        }
    }

    private static byte[] Digest(StudyImage image)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(image.Clear.Data.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(image.Cloudy.Data.AsSpan()));
        hash.AppendData(image.Sar is null ? [] : MemoryMarshal.AsBytes(image.Sar.Data.AsSpan()));
        return hash.GetHashAndReset();
    }
}
