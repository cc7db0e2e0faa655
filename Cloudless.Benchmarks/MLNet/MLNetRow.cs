using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Rows;
using Cloudless.Imagery;
using Cloudless.Inference;
using Cloudless.Inference.Cpu;
using Cloudless.Inference.OnnxRuntime;
using Cloudless.MLNet;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Benchmarks.MLNet;

/// <summary>
/// The ML.NET transformer over rows of one size, bare network, against Core called directly and against ML.NET's own ApplyOnnxModel with the same network at fixed shape.
/// </summary>
/// <remarks>
/// ApplyOnnxModel runs ONNX Runtime, so its own goal is a share of what Core's CPU engine gains over ONNX Runtime on one image: its time is multiplied by the engine's and divided by
/// ONNX Runtime's, all of one round.
/// </remarks>
/// <param name="features">F.</param>
/// <param name="blocks">B.</param>
/// <param name="side">Height and width.</param>
internal sealed class MLNetRow(int features, int blocks, int side) : ComparisonRow
{
    private const int Rows = 16;

    /// <inheritdoc/>
    public override string Name => $"ML.NET F={features} B={blocks}, {Rows} rows of {side}x{side}";

    /// <inheritdoc/>
    public override Comparison Prepare(int threads)
    {
        CloudRemovalModel model = NetworkModel.Make(features, blocks);
        var one = new TensorShape(1, model.Card.Channels.Count, side, side);
        TensorShape all = one with { N = Rows };
        float[] stacks = NetworkModel.Input(all), input = stacks[..(int)one.Length];
        var execution = new ExecutionOptions { Engine = EngineKind.Cpu, Threads = threads };
        var composite = new RemovalOptions { Composite = false };
        var transformer = new CloudRemovalTransformer(
            model, new CloudRemovalTransformerOptions { InputColumnName = "sar_optical", OutputColumnName = "cloud_free", Composite = false }, execution);
        var remover = new CloudRemover(model, execution, composite);
        var cpu = new CpuInferenceEngine(model.Graph!, execution);
        var onnxRuntime = new OnnxRuntimeEngine(model, execution with { Engine = EngineKind.OnnxRuntime });
        var applied = new AppliedOnnxModel(model, one, threads);
        IDataView rows = RowsOf(stacks, one), ours = transformer.Fit(rows).Transform(rows), theirs = applied.Transform(rows);
        float[] result = new float[(all with { C = Sentinel2Band.Count }).Length], direct = new float[result.Length], other = new float[result.Length], image = new float[result.Length / Rows];

        RunTime Applied() => RunTime.Of(() => Read(theirs, other));
        RunTime AppliedByEngines()
        {
            RunTime apply = Applied(), ownEngine = RunTime.Of(() => cpu.Run(input, one, image)), theirEngine = RunTime.Of(() => onnxRuntime.Run(input, one, image));
            return apply with { Wall = apply.Wall * ownEngine.Wall / theirEngine.Wall };
        }

        return new Comparison
        {
            Work = new Work(Rows, "rows", 2e-9 * NetworkModel.Multiplies(model.Graph!, all)),
            Ours = Contender.Timed("CloudRemovalTransformer", $"composite off, {cpu.Description}", () => Read(ours, result)),
            Rivals =
            [
                new Rival(Contender.Timed("Core directly", "CloudRemover.RemoveStacks", () => remover.RemoveStacks(stacks, all, [], direct)), new Goal(1 / 1.03, 1)) { Agreement = () => Difference(result, direct) },
                new Rival(new Contender("ApplyOnnxModel x CPU engine / ONNX Runtime", "the engines on one image", AppliedByEngines), new Goal(0.97, 1)),
                new Rival(new Contender("ApplyOnnxModel", $"Microsoft.ML.OnnxTransformer, {onnxRuntime.Description}", Applied)) { Agreement = () => Difference(result, other) },
            ],
            Owned = [transformer, remover, cpu, onnxRuntime, applied],
        };
    }

    private static Agreement Difference(float[] ours, float[] theirs)
    {
        double difference = ours.Zip(theirs, (a, b) => Math.Abs((double)a - b)).Max();
        return new Agreement($"{difference:0.000} of 0.5 DN", difference <= 0.5);
    }

    private static IDataView RowsOf(float[] stacks, TensorShape one)
    {
        var schema = SchemaDefinition.Create(typeof(StackRow));
        SchemaDefinition.Column column = schema[nameof(StackRow.Stack)];
        (column.ColumnName, column.ColumnType) = ("sar_optical", new VectorDataViewType(NumberDataViewType.Single, one.C, one.H, one.W));
        StackRow[] rows = [.. stacks.Chunk((int)one.Length).Select(s => new StackRow { Stack = s })];
        return new MLContext(seed: 1).Data.LoadFromEnumerable(rows, schema);
    }

    private static void Read(IDataView view, float[] result)
    {
        DataViewSchema.Column column = view.Schema["cloud_free"];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        for (int at = 0; cursor.MoveNext(); at += row.Length)
        {
            getter(ref row);
            row.GetValues().CopyTo(result.AsSpan(at));
        }
    }

    private sealed class StackRow
    {
        public float[] Stack { get; set; } = [];
    }
}
