using System.Globalization;
using Cloudless.Imagery;
using Cloudless.Masks;
using Cloudless.Rasters;

namespace Cloudless.Training.Downstream;

/// <summary>Chooses patches to look at, and draws them in each condition with where the classifier looks.</summary>
internal static class StudyPictures
{
    /// <summary>Half of them are those that lost most by removal, the others are spread evenly over the losses, so that a page does not show failures alone.</summary>
    public static IReadOnlyList<StudyPicture> Of(StudyContext study, StudyData data, PatchStudy looks, IPatchScorer scorer, CancellationToken cancellation)
    {
        int judged = study.Conditions.Count - 1;
        int[] order = [.. Enumerable.Range(0, study.Patches.Count).OrderByDescending(i => study.Patches[i].Conditions[judged].Loss).ThenBy(i => i)];
        int wanted = Math.Min(study.Request.Pictures, order.Length), worst = (wanted + 1) / 2, spread = wanted - worst;
        int[] chosen =
        [
            .. order.Take(worst), .. Enumerable.Range(0, spread).Select(k => order[worst + (int)((long)(k + 1) * (order.Length - worst) / (spread + 1))]).Distinct(),
        ];
        Dictionary<string, int> places = chosen.Select((i, at) => (study.Patches[i].Id, at)).ToDictionary(p => p.Id, p => p.at, StringComparer.Ordinal);
        var pictures = new StudyPicture?[chosen.Length];
        for (int i = 0; i < data.Count && places.Count > 0; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!data.WindowsOf(i).Any(w => places.ContainsKey(w.Id)))
            {
                continue;
            }

            StudyImage image = data.Read(i);
            foreach (StudyWindow window in image.Windows.Where(w => places.ContainsKey(w.Id)))
            {
                int at = places[window.Id];
                pictures[at] = Draw(study, study.Patches[chosen[at]], looks.Look(image, window), scorer);
            }
        }

        return [.. pictures.OfType<StudyPicture>()];
    }

    private static StudyPicture Draw(StudyContext study, PatchFigures patch, (Raster<byte> Classes, IReadOnlyList<(Raster<float> Image, ScoredPatch Said)> Conditions) seen, IPatchScorer scorer)
    {
        var views = new List<(byte[], string)>();
        for (int c = 0; c < seen.Conditions.Count; c++)
        {
            (Raster<float> image, ScoredPatch said) = seen.Conditions[c];
            byte[] colors = Quicklook.TrueColor(image);
            views.Add((Png(colors, image), string.Create(CultureInfo.InvariantCulture, $"{study.Conditions[c]}: {study.Classes[said.Predicted]} ({patch.Conditions[c].Belief.MaximumProbability:0.00})")));
            foreach (int of in new[] { patch.Truth, said.Predicted }.Distinct())
            {
                if (GradCam.Map(said, of) is { } map)
                {
                    string which = of == patch.Truth && of == said.Predicted ? "true and told" : of == patch.Truth ? "true" : "told";
                    views.Add((Png(Warm(colors, image, map, scorer.Side), image), $"where it looks for {study.Classes[of]} ({which})"));
                }
            }
        }

        byte[] gray = [.. seen.Classes.Data.Select(v => (byte)(v switch { PixelClass.Cloud => 255, PixelClass.Shadow => 128, PixelClass.NoData => 64, _ => 0 }))];
        views.Insert(1, (PngEncoder.Encode([.. gray, .. gray, .. gray], seen.Classes.Height, seen.Classes.Width), "mask: cloud white, shadow gray"));
        return new StudyPicture(
            patch.Id,
            string.Create(CultureInfo.InvariantCulture, $"True class {study.Classes[patch.Truth]}; cloud covers {patch.Cover:P0}; {study.Conditions[^1]} costs its log probability {patch.Conditions[^1].Loss:0.00} nats."),
            views);
    }

    private static byte[] Png(byte[] colors, Raster<float> image) => PngEncoder.Encode(colors, image.Height, image.Width);

    // The picture darkened, with warmth where the map is large; each map by its own largest value.
    private static byte[] Warm(byte[] colors, Raster<float> image, Raster<float> map, int? side)
    {
        Window window = PatchInput.Center(image.Height, image.Width, side);
        Raster<float> large = GradCam.Upsample(map, window.Height, window.Width);
        float most = Math.Max(large.Data.Max(), float.Epsilon);
        byte[] warm = [.. colors.Select(v => (byte)(v / 2))];
        for (int i = 0; i < large.Data.Length; i++)
        {
            int at = ((window.Row + (i / window.Width)) * image.Width) + window.Column + (i % window.Width);
            float heat = large.Data[i] / most;
            (float red, float green, float blue) = (Math.Min(1, 2 * heat), Math.Max(0, (2 * heat) - 1), Math.Max(0, 0.4f - heat));
            for (int c = 0; c < 3; c++)
            {
                float add = c switch { 0 => red, 1 => green, _ => blue };
                ref byte value = ref warm[(c * image.PlaneLength) + at];
                value = (byte)Math.Min(255, value + (127 * add));
            }
        }

        return warm;
    }
}
