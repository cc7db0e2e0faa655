using System.Globalization;
using System.Reflection;
using Cloudless.Training.Evaluation.Comparison;

namespace Cloudless.Training.Downstream;

/// <summary>The settings and hashes that made a study: all that its bytes depend on, and nothing of the machine.</summary>
internal static class StudyFacts
{
    public static IReadOnlyList<(string Name, string Value)> Of(
        StudyRequest request, IPatchScorer classifier, IPatchScorer scorer, IReadOnlyList<JudgedModel> models, string detector, string data, IReadOnlyList<PatchFigures> patches, string digest)
    {
        StudyStatistics statistics = request.Statistics;
        return
        [
            ("data", data),
            ("patches", string.Create(CultureInfo.InvariantCulture, $"{patches.Count} of {patches.Select(p => p.Scene).Distinct().Count()} scenes{(request.Window is { } side ? $", windows of {side} x {side} pixels" : "")}")),
            ("SHA-256 of all pixels", digest),
            ("classifier", $"{classifier.Name}, SHA-256 {classifier.Sha256 ?? "none: no file"}"),
            ("its bands", string.Join(' ', classifier.Bands.Select(b => b.Id))),
            ("its classes", string.Join(", ", classifier.Classes)),
            .. ReferenceEquals(classifier, scorer) ? [] : new[] { ("classes put together", string.Join(", ", scorer.Classes)) },
            .. models.Select(m => ("removal model", $"{m.Name}, SHA-256 {m.Sha256}")),
            ("clouds found by", detector),
            ("simulated clouds", string.Create(CultureInfo.InvariantCulture, $"seed {request.CloudSeed}, {request.Draws} skies for each clear image without a cloudy one")),
            ("intervals", string.Create(CultureInfo.InvariantCulture, $"{statistics.Level * 100:0.#} %, {statistics.Resamples} resamples of {(statistics.ByScene ? "scenes" : "patches")}, seed {statistics.Seed}")),
            ("cloudy patches compared", string.Create(CultureInfo.InvariantCulture, $"where cloud covers more than {request.LeastCover * 100:0.#} %")),
            ("fine detail", string.Create(CultureInfo.InvariantCulture, $"above {request.Cutoff:0.###} cycles per pixel")),
            ("program", typeof(StudyFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
        ];
    }
}
