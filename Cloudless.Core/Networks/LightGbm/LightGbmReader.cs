using System.Globalization;

namespace Cloudless.Networks.LightGbm;

/// <summary>Reads LightGBM's text format: a header, a section for each tree, a last line; what follows it (importances, parameters) is not looked at.</summary>
internal static class LightGbmReader
{
    private const string First = "tree", Last = "end of trees", TreeKey = "Tree=";

    // Editors on Windows put it before the first line.
    private const char ByteOrderMark = '\uFEFF';

    private static readonly string[] Versions = ["v2", "v3", "v4"];

    /// <summary>Reads a text.</summary>
    /// <exception cref="ModelContractException">It is not such a text, is damaged, or describes a model of another kind.</exception>
    public static LightGbmModel Read(string text, string source, string sha256)
    {
        var header = new LightGbmSection(source, "header");
        LightGbmSection section = header;
        var trees = new List<LightGbmTree>();
        bool started = false, ended = false;
        foreach (ReadOnlySpan<char> untrimmed in text.AsSpan().TrimStart(ByteOrderMark).EnumerateLines())
        {
            ReadOnlySpan<char> line = untrimmed.Trim();
            if (line.IsEmpty)
            {
                continue;
            }

            if (!started)
            {
                started = line.SequenceEqual(First) ? true : throw new ModelContractException(
                    $"{source}: expected a LightGBM text model, whose first line is '{First}'; found '{LightGbmSection.Shorten(line)}'. Save the model with Booster.save_model.");
                continue;
            }

            ended = line.SequenceEqual(Last);
            bool next = line.StartsWith(TreeKey, StringComparison.Ordinal);
            if ((ended || next) && section != header)
            {
                trees.Add(LightGbmTree.Read(section, FeatureCount(header)));
            }

            if (ended)
            {
                break;
            }

            if (!next)
            {
                section.Add(line);
                continue;
            }

            section = new LightGbmSection(source, line.ToString());
            if (!int.TryParse(line[TreeKey.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number != trees.Count)
            {
                throw section.Error($"tree {trees.Count} was expected here");
            }
        }

        return ended ? Make(header, trees, source, sha256) : throw new ModelContractException(
            $"{source}: the line '{Last}' is missing after {trees.Count} whole trees; the file is cut short. Copy or save it again.");
    }

    private static LightGbmModel Make(LightGbmSection header, List<LightGbmTree> trees, string source, string sha256)
    {
        string version = header.Text("version");
        if (!Versions.Contains(version))
        {
            throw header.Error($"version={LightGbmSection.Shorten(version)} is not known; expected {string.Join(", ", Versions)}. Load the model into a current LightGBM and save it again");
        }

        Require(header, "num_class", "one class");
        Require(header, "num_tree_per_iteration", "one tree per iteration");
        double slope = Slope(header);
        if (header.Has("tree_sizes") && header.Count("tree_sizes") != trees.Count)
        {
            throw header.Error($"{header.Count("tree_sizes")} trees are announced and {trees.Count} are there; the file is damaged");
        }

        if (!trees.Any(t => t.Splits > 0))
        {
            throw header.Error("no tree looks at any feature; the model says the same of every sample");
        }

        int features = FeatureCount(header);
        string[] names = header.Text("feature_names").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return names.Length == features
            ? new LightGbmModel(source, sha256, features, names, slope, header.Has("average_output"), trees)
            : throw header.Error($"{names.Length} feature names are given for {features} features; the file is damaged");
    }

    private static int FeatureCount(LightGbmSection header) => header.Integer("max_feature_idx", 0, 1_000_000) + 1;

    private static void Require(LightGbmSection header, string key, string expected)
    {
        if (header.Text(key) != "1")
        {
            throw header.Error($"{key}={LightGbmSection.Shorten(header.Text(key))}; expected {expected}: only binary classifiers are read");
        }
    }

    private static double Slope(LightGbmSection header)
    {
        const string objective = "binary", slopeKey = "sigmoid:";
        string found = header.Text("objective");
        string[] words = found.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string? slope = words.FirstOrDefault(w => w.StartsWith(slopeKey, StringComparison.Ordinal));
        if (words.Length == 0 || words[0] != objective || slope is null)
        {
            throw header.Error($"objective={LightGbmSection.Shorten(found)}; expected '{objective} {slopeKey}1', which gives a probability");
        }

        return double.TryParse(slope.AsSpan(slopeKey.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)
            ? value
            : throw header.Error($"objective={LightGbmSection.Shorten(found)}; the slope of the sigmoid must be a number above 0");
    }
}
