namespace Cloudless.Networks.LightGbm;

/// <summary>One tree, checked: every split and every leaf is reached from the root in exactly one way.</summary>
internal sealed class LightGbmTree
{
    // LightGBM's own limit of leaves.
    private const int MostLeaves = 131_072;

    // Runtimes walk trees by recursion; grown trees are some tens deep.
    private const int DeepestLeaf = 1_000;

    // Bits of decision_type.
    private const int Categorical = 1, DefaultLeft = 2, MissingShift = 2;

    private readonly int[] _decision;

    private LightGbmTree(int[] features, double[] thresholds, int[] decision, int[] left, int[] right, double[] leaves) =>
        (Features, Thresholds, _decision, Left, Right, Leaves) = (features, thresholds, decision, left, right, leaves);

    /// <summary>Number of splits: one less than leaves.</summary>
    public int Splits => Features.Count;

    /// <summary>Feature that each split looks at.</summary>
    public IReadOnlyList<int> Features { get; }

    /// <summary>A sample goes left where its feature is at most this.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>Where a split leads to the left: a split, or below 0 the leaf ~value.</summary>
    public IReadOnlyList<int> Left { get; }

    /// <summary>Where a split leads to the right, as <see cref="Left"/>.</summary>
    public IReadOnlyList<int> Right { get; }

    /// <summary>What each leaf adds; the learning rate is in it.</summary>
    public IReadOnlyList<double> Leaves { get; }

    /// <summary>Whether a missing value goes left at a split.</summary>
    public bool MissingGoesLeft(int split) => (_decision[split] & DefaultLeft) != 0;

    /// <summary>What counts as missing at a split.</summary>
    public LightGbmMissing Missing(int split) => (LightGbmMissing)(_decision[split] >> MissingShift);

    /// <summary>Reads a tree.</summary>
    /// <param name="section">Its lines.</param>
    /// <param name="features">Number of features of the model.</param>
    public static LightGbmTree Read(LightGbmSection section, int features)
    {
        int leaves = section.Integer("num_leaves", 1, MostLeaves), splits = leaves - 1;
        if (section.Has("num_cat") && section.Text("num_cat") != "0")
        {
            throw section.Error($"num_cat={LightGbmSection.Shorten(section.Text("num_cat"))}: categorical splits are not read; train on numbers alone");
        }

        if (section.Has("is_linear") && section.Text("is_linear") != "0")
        {
            throw section.Error("linear trees are not read; train without linear_tree");
        }

        if (splits == 0)
        {
            return new LightGbmTree([], [], [], [], [], section.Numbers("leaf_value", 1));
        }

        int[] decision = section.Integers("decision_type", splits, 0, ((int)LightGbmMissing.NaN << MissingShift) | DefaultLeft | Categorical);
        if (Array.FindIndex(decision, d => (d & Categorical) != 0) is >= 0 and int split)
        {
            throw section.Error($"split {split} is categorical (decision_type {decision[split]}), which is not read; train on numbers alone");
        }

        var tree = new LightGbmTree(
            section.Integers("split_feature", splits, 0, features - 1), section.Numbers("threshold", splits), decision,
            section.Integers("left_child", splits, -leaves, splits - 1), section.Integers("right_child", splits, -leaves, splits - 1),
            section.Numbers("leaf_value", leaves));
        tree.CheckWays(section);
        return tree;
    }

    private void CheckWays(LightGbmSection section)
    {
        var seen = new bool[Splits + Leaves.Count];
        var open = new Stack<(int Node, int Depth)>([(0, 0)]);
        while (open.TryPop(out (int Node, int Depth) way))
        {
            int place = way.Node >= 0 ? way.Node : Splits + ~way.Node;
            if (seen[place])
            {
                throw section.Error($"{Name(way.Node)} is reached twice; the file is damaged");
            }

            seen[place] = true;
            if (way.Depth > DeepestLeaf)
            {
                throw section.Error($"the tree is deeper than {DeepestLeaf} splits; such trees are not read. Train with max_depth");
            }

            if (way.Node >= 0)
            {
                open.Push((Left[way.Node], way.Depth + 1));
                open.Push((Right[way.Node], way.Depth + 1));
            }
        }

        int lost = Array.IndexOf(seen, false);
        if (lost >= 0)
        {
            throw section.Error($"{Name(lost < Splits ? lost : ~(lost - Splits))} is never reached; the file is damaged");
        }
    }

    private static string Name(int node) => node >= 0 ? $"split {node}" : $"leaf {~node}";
}
