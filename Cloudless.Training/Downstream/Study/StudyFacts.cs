using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
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
            .. request.Part is { } part ? [("part", part.ToString().ToLowerInvariant())] : Array.Empty<(string, string)>(),
            ("SHA-256 of all pixels", digest),
            ("SHA-256 of all classes", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(patches.Select(p => $"{p.Id}\t{scorer.Classes[p.Truth]}\n")))))),
            ("classifier", $"{classifier.Name}, SHA-256 {classifier.Sha256 ?? "none: no file"}"),
            ("its input", $"{string.Join(' ', classifier.Bands.Select(b => b.Id))}{(classifier.Side is { } pixels ? $", {pixels} x {pixels} pixels of the center" : ", whole patches")}{Form((classifier as OnnxClassifier)?.Foreign)}"),
            ("its classes", string.Join(", ", classifier.Classes)),
            .. ReferenceEquals(classifier, scorer) ? [] : new[] { ("classes put together", string.Join(", ", scorer.Classes)) },
            .. models.Select(m => ("removal model", $"{m.Name}, SHA-256 {m.Sha256}")),
            ("clouds found by", detector),
            ("simulated clouds", string.Create(CultureInfo.InvariantCulture, $"seed {request.CloudSeed}, {request.Draws} skies for each clear image without a cloudy one")),
            ("intervals", string.Create(CultureInfo.InvariantCulture, $"{statistics.Level * 100:0.#} %, {statistics.Resamples} resamples of {(statistics.ByScene ? "scenes" : "patches")}, seed {statistics.Seed}")),
            ("cloudy patches compared", string.Create(CultureInfo.InvariantCulture, $"where cloud covers more than {request.LeastCover * 100:0.#} %")),
            .. models.Count > 0 && request.MaskShare > 0 ? [("masked where a model tells its uncertainty", string.Create(CultureInfo.InvariantCulture, $"{request.MaskShare * 100:0.#} % of the painted pixels"))] : Array.Empty<(string, string)>(),
            ("fine detail", string.Create(CultureInfo.InvariantCulture, $"above {request.Cutoff:0.###} cycles per pixel")),
            ("program", typeof(StudyFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
        ];
    }

    private static string Form(ForeignClassifier? form)
    {
        string List(IReadOnlyList<double>? values, double none) => string.Join(' ', (values ?? [none]).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        return form is null ? "" : string.Create(CultureInfo.InvariantCulture,
            $"; (DN x {form.Scale} - {List(form.Mean, 0)}) / {List(form.Std, 1)}; output {form.Output ?? "the first"}{(form.Probabilities ? ", probabilities" : "")}{(form.Features is { } maps ? $"; maps {maps}, weight {form.ClassifierWeight ?? "none"}" : "")}");
    }
}
