using System.Text;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.Networks.LightGbm;

namespace Cloudless.Tests.Masks.Detectors;

[TestFixture]
public class LightGbmModelTests
{
    // The trees are summed in single precision; the sums stay below 8, whose last bit is 1e-6, and the sigmoid quarters an error at most.
    private const double Tolerance = 1e-6;

    [TestCase("plain", false)]
    [TestCase("zero", false)]
    [TestCase("nan", false)]
    [TestCase("forest", true)]
    public void Trees_on_onnx_runtime_give_lightgbms_own_predictions(string name, bool average)
    {
        LightGbmModel model = Fixtures.Model(name);
        (float[] features, double[] expected) = Fixtures.Predictions(name);
        using var engine = new TreeEnsembleEngine(model);
        float[] sums = new float[expected.Length];
        engine.Run(features, sums);
        Assert.Multiple(() =>
        {
            Assert.That(sums.Select(s => model.Probability(s)), Is.EqualTo(expected).Within(Tolerance));
            Assert.That((model.FeatureCount, model.TreeCount, model.Average), Is.EqualTo((10, 8, average)));
            Assert.That(model.FeatureNames[9], Is.EqualTo("Column_9"));
            Assert.That(model.Sha256, Has.Length.EqualTo(64));
        });
    }

    [Test]
    public void A_row_does_not_depend_on_the_rows_beside_it()
    {
        (float[] features, double[] expected) = Fixtures.Predictions("plain");
        using var engine = new TreeEnsembleEngine(Fixtures.Model("plain"));
        float[] together = new float[expected.Length], alone = new float[1];
        engine.Run(features, together);
        for (int i = 0; i < together.Length; i++)
        {
            engine.Run(features.AsSpan(10 * i, 10), alone);
            Assert.That(alone[0], Is.EqualTo(together[i]), $"row {i}");
        }
    }

    [Test]
    public void A_tree_of_one_leaf_adds_its_value()
    {
        string text = Plain().Replace("tree_sizes=865 860 862 864 863 864 862 864", "", StringComparison.Ordinal)
            .Replace("end of trees", "Tree=8\nnum_leaves=1\nnum_cat=0\nleaf_value=0.75\nshrinkage=1\n\nend of trees", StringComparison.Ordinal);
        LightGbmModel model = Parse(text);
        (float[] features, double[] expected) = Fixtures.Predictions("plain");
        using var engine = new TreeEnsembleEngine(model);
        float[] sums = new float[expected.Length];
        engine.Run(features, sums);
        Assert.That(sums.Select(s => model.Probability(s - 0.75)), Is.EqualTo(expected).Within(Tolerance));
    }

    [Test]
    public void What_editors_on_Windows_do_to_a_text_makes_no_difference() =>
        Assert.That(Parse("\uFEFF" + Plain().ReplaceLineEndings("\r\n")).Trees, Has.Count.EqualTo(Parse(Plain()).Trees.Count));

    // Each row breaks one thing of a good text; what is replaced, by what, and what the message must say.
    [TestCase("tree\nversion=v4", "Tree\nversion=v4", "first line")]
    [TestCase("version=v4", "version=v9", "v9")]
    [TestCase("version=v4\n", "", "'version' is missing")]
    [TestCase("num_class=1", "num_class=3", "num_class=3")]
    [TestCase("num_tree_per_iteration=1", "num_tree_per_iteration=2", "one tree per iteration")]
    [TestCase("objective=binary sigmoid:1", "objective=regression", "objective=regression")]
    [TestCase("objective=binary sigmoid:1", "objective=binary", "sigmoid")]
    [TestCase("objective=binary sigmoid:1", "objective=binary sigmoid:-1", "slope")]
    [TestCase("max_feature_idx=9", "max_feature_idx=8", "expected a whole number from 0 to 8")]
    [TestCase("max_feature_idx=9", "max_feature_idx=99999999999", "max_feature_idx")]
    [TestCase("feature_names=Column_0 ", "feature_names=", "9 feature names")]
    [TestCase("tree_sizes=865 ", "tree_sizes=", "7 trees are announced")]
    [TestCase("Tree=3", "Tree=4", "tree 3 was expected")]
    [TestCase("num_cat=0", "num_cat=1", "categorical")]
    [TestCase("decision_type=2 2", "decision_type=2 3", "split 1 is categorical")]
    [TestCase("decision_type=2 2", "decision_type=2 12", "decision_type has '12'")]
    [TestCase("is_linear=0", "is_linear=1", "linear")]
    [TestCase("num_leaves=7", "num_leaves=8", "decision_type has 6 values; expected 7")]
    [TestCase("num_leaves=7", "num_leaves=2000000000", "num_leaves")]
    [TestCase("split_feature=7", "split_feature=10", "split_feature has '10'")]
    [TestCase("split_feature=7", "split_feature=-1", "split_feature has '-1'")]
    [TestCase("threshold=0.0055500000000000002", "threshold=nan", "no finite number")]
    [TestCase("threshold=0.0055500000000000002", "threshold=1e999", "no finite number")]
    [TestCase("leaf_value=-0.87244433760860784", "leaf_value=x", "'x'")]
    [TestCase("left_child=3", "left_child=0", "split 0 is reached twice")]
    [TestCase("left_child=3", "left_child=-1", "split 3 is never reached")]
    [TestCase("right_child=1", "right_child=-1", "leaf 0 is reached twice")]
    [TestCase("left_child=3", "left_child=6", "left_child has '6'")]
    [TestCase("left_child=3", "left_child=-8", "left_child has '-8'")]
    [TestCase("num_class=1", "num_class=1\nnum_class=1", "twice")]
    [TestCase("end of trees", "", "cut short")]
    public void What_is_not_read_is_refused_by_name(string found, string replaced, string message)
    {
        string text = Plain();
        int at = text.IndexOf(found, StringComparison.Ordinal);
        Assert.That(at, Is.GreaterThanOrEqualTo(0), "the fixture has it");
        string broken = text.Remove(at, found.Length).Insert(at, replaced);
        Assert.That(() => Parse(broken), Throws.TypeOf<ModelContractException>().With.Message.Contains(message).And.Message.StartsWith("broken.txt"));
    }

    [Test]
    public void A_chain_of_splits_deeper_than_runtimes_can_walk_is_refused()
    {
        const int leaves = 1_500;
        string Join(Func<int, string> value, int count) => string.Join(' ', Enumerable.Range(0, count).Select(value));
        string tree = $"""
            Tree=0
            num_leaves={leaves}
            num_cat=0
            split_feature={Join(_ => "0", leaves - 1)}
            threshold={Join(i => $"{i}", leaves - 1)}
            decision_type={Join(_ => "2", leaves - 1)}
            left_child={Join(i => $"{~i}", leaves - 1)}
            right_child={Join(i => i == leaves - 2 ? $"{~(leaves - 1)}" : $"{i + 1}", leaves - 1)}
            leaf_value={Join(_ => "0.1", leaves)}
            """;
        string text = $"tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective=binary sigmoid:1\nfeature_names=a\n\n{tree}\n\nend of trees\n";
        Assert.That(() => Parse(text), Throws.TypeOf<ModelContractException>().With.Message.Contains("deeper"));
    }

    [Test]
    public void A_missing_and_an_empty_file_are_named()
    {
        using var folder = new Rasters.TestFolder();
        string empty = folder["empty.txt"];
        File.WriteAllBytes(empty, []);
        Assert.Multiple(() =>
        {
            Assert.That(() => LightGbmModel.Load(folder["none.txt"]), Throws.TypeOf<ModelContractException>().With.Message.Contains("none.txt").And.Message.Contains("LightGBM"));
            Assert.That(() => LightGbmModel.Load(empty), Throws.TypeOf<ModelContractException>().With.Message.Contains("empty"));
        });
    }

    [Test]
    public void Damaged_texts_give_a_model_or_a_cloudless_error_and_nothing_else()
    {
        var random = new Random(11);
        byte[] good = Fixtures.Bytes("lightgbm-zero.txt");
        int read = 0;
        for (int i = 0; i < 600; i++)
        {
            byte[] bytes = Damage(good, random);
            try
            {
                LightGbmModel model = LightGbmModel.Parse(bytes, "damaged");
                read++;
                using var engine = new TreeEnsembleEngine(model);
                engine.Run(new float[model.FeatureCount], new float[1]);
            }
            catch (CloudlessException)
            {
                // The one answer to damage that callers have to know.
            }
        }

        Assert.That(read, Is.InRange(1, 599), "some damage does not matter, some does");
    }

    private static byte[] Damage(byte[] good, Random random)
    {
        byte[] bytes = [.. good];
        int end = Encoding.UTF8.GetString(good).IndexOf("end of trees", StringComparison.Ordinal);
        switch (random.Next(4))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                bytes[random.Next(end)] = (byte)random.Next(256);
                return bytes;
            case 2:
                // A digit for another keeps the text readable and makes numbers wrong.
                for (int i = 0, n = random.Next(1, 20); i < n; i++)
                {
                    int at = random.Next(end);
                    bytes[at] = bytes[at] is >= (byte)'0' and <= (byte)'9' ? (byte)('0' + random.Next(10)) : bytes[at];
                }

                return bytes;
            default:
                int from = random.Next(end), length = random.Next(1, 200);
                return [.. bytes[..from], .. bytes[Math.Min(end, from + length)..]];
        }
    }

    private static string Plain() => Encoding.UTF8.GetString(Fixtures.Bytes("lightgbm-plain.txt")).ReplaceLineEndings("\n");

    private static LightGbmModel Parse(string text) => LightGbmModel.Parse(Encoding.UTF8.GetBytes(text), "broken.txt");
}
