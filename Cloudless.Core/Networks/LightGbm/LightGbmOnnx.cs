using Cloudless.Networks.Onnx;
using Cloudless.Networks.Onnx.Schema;
using Google.Protobuf;

namespace Cloudless.Networks.LightGbm;

/// <summary>Writes a LightGBM model as the ONNX operator TreeEnsembleRegressor, which gives the sum of the leaves.</summary>
/// <remarks>
/// LightGBM compares with double thresholds, ONNX with float ones: for a float x, <c>x &lt;= t</c> and <c>x &lt;= (the largest float that is at most t)</c> decide the
/// same. Where 0 counts as missing and its way is not the one that the comparison would take, a second node asks for it; the way it shares with the first
/// is named twice rather than copied, as other converters do it too. LightGBM counts |x| up to 1e-35 as 0; here only 0 is 0.
/// </remarks>
internal sealed class LightGbmOnnx
{
    /// <summary>Input: float32 [N,features].</summary>
    public const string Input = "features";

    /// <summary>Output: float32 [N,1].</summary>
    public const string Output = "sum";

    private const string AtMost = "BRANCH_LEQ", Above = "BRANCH_GT", Equal = "BRANCH_EQ", LeafMode = "LEAF";
    private const int MachineLearningOpset = 1;

    private readonly List<long> _trees = [], _nodes = [], _features = [], _whenTrue = [], _whenFalse = [], _missingIsTrue = [], _leafTrees = [], _leafNodes = [];
    private readonly List<float> _values = [], _weights = [];
    private readonly List<ByteString> _modes = [];
    private int _tree;

    private LightGbmOnnx()
    {
    }

    /// <summary>The bytes of an ONNX file.</summary>
    public static byte[] ToBytes(LightGbmModel model)
    {
        var writer = new LightGbmOnnx();
        double constant = 0;
        foreach (LightGbmTree tree in model.Trees)
        {
            if (tree.Splits == 0)
            {
                constant += tree.Leaves[0];
                continue;
            }

            writer.Add(tree);
            writer._tree++;
        }

        return OnnxWriter.ToBytes(writer.Graph(model.FeatureCount, constant), machineLearningOpset: MachineLearningOpset);
    }

    private static float AtMostSingle(double threshold)
    {
        float nearest = (float)threshold;
        return nearest > threshold ? MathF.BitDecrement(nearest) : nearest;
    }

    // Splits first, by their numbers, so that the root is the tree's first node; then the leaves; then what zeros need.
    private void Add(LightGbmTree tree)
    {
        int splits = tree.Splits, extra = splits + tree.Leaves.Count;
        var asked = new List<(int Feature, int Zero, int Other)>();
        for (int i = 0; i < splits; i++)
        {
            int left = Node(tree.Left[i]), right = Node(tree.Right[i]), next = extra + asked.Count;
            float threshold = AtMostSingle(tree.Thresholds[i]);
            bool zeroIsLeft = tree.Thresholds[i] >= 0, missingIsLeft = tree.MissingGoesLeft(i);
            LightGbmMissing missing = tree.Missing(i);
            if (missing != LightGbmMissing.Zero || zeroIsLeft == missingIsLeft)
            {
                bool nanIsLeft = missing == LightGbmMissing.None ? zeroIsLeft : missingIsLeft;
                Add(i, AtMost, tree.Features[i], threshold, left, right, nanIsLeft);
            }
            else if (missingIsLeft)
            {
                Add(i, AtMost, tree.Features[i], threshold, left, next, nanIsTrue: true);
                asked.Add((tree.Features[i], left, right));
            }
            else
            {
                Add(i, Above, tree.Features[i], threshold, right, next, nanIsTrue: true);
                asked.Add((tree.Features[i], right, left));
            }
        }

        for (int i = 0; i < tree.Leaves.Count; i++)
        {
            Add(splits + i, LeafMode, 0, 0, 0, 0, nanIsTrue: false);
            _leafTrees.Add(_tree);
            _leafNodes.Add(splits + i);
            _weights.Add((float)tree.Leaves[i]);
        }

        for (int i = 0; i < asked.Count; i++)
        {
            Add(extra + i, Equal, asked[i].Feature, 0, asked[i].Zero, asked[i].Other, nanIsTrue: true);
        }

        int Node(int child) => child >= 0 ? child : splits + ~child;
    }

    private void Add(int node, string mode, int feature, float value, int whenTrue, int whenFalse, bool nanIsTrue)
    {
        _trees.Add(_tree);
        _nodes.Add(node);
        _modes.Add(ByteString.CopyFromUtf8(mode));
        _features.Add(feature);
        _values.Add(value);
        _whenTrue.Add(whenTrue);
        _whenFalse.Add(whenFalse);
        _missingIsTrue.Add(nanIsTrue ? 1 : 0);
    }

    private GraphProto Graph(int features, double constant)
    {
        var node = new NodeProto { OpType = "TreeEnsembleRegressor", Domain = OnnxWriter.MachineLearningDomain, Name = "trees" };
        node.Input.Add(Input);
        node.Output.Add(Output);
        var modes = new AttributeProto { Name = "nodes_modes", Type = AttributeProto.Types.AttributeType.Strings };
        modes.Strings.AddRange(_modes);
        node.Attribute.Add(
        [
            new AttributeProto { Name = "n_targets", Type = AttributeProto.Types.AttributeType.Int, I = 1 },
            Floats("base_values", [(float)constant]),
            Integers("nodes_treeids", _trees), Integers("nodes_nodeids", _nodes), modes, Integers("nodes_featureids", _features), Floats("nodes_values", _values),
            Integers("nodes_truenodeids", _whenTrue), Integers("nodes_falsenodeids", _whenFalse), Integers("nodes_missing_value_tracks_true", _missingIsTrue),
            Integers("target_treeids", _leafTrees), Integers("target_nodeids", _leafNodes), Integers("target_ids", new long[_leafNodes.Count]),
            Floats("target_weights", _weights),
        ]);
        var graph = new GraphProto { Name = "lightgbm" };
        graph.Node.Add(node);
        graph.Input.Add(Matrix(Input, features));
        graph.Output.Add(Matrix(Output, 1));
        return graph;
    }

    private static AttributeProto Integers(string name, IEnumerable<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static AttributeProto Floats(string name, IEnumerable<float> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
        attribute.Floats.AddRange(values);
        return attribute;
    }

    private static ValueInfoProto Matrix(string name, int columns)
    {
        const int float32 = 1;
        var shape = new TensorShapeProto();
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = columns });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = float32, Shape = shape } } };
    }
}
