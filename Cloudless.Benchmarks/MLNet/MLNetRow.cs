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
/// The ML.NET transformer over rows of one size, bare network, against Core called directly, against ML.NET's own ApplyOnnxModel with the same network at fixed shape, and against itself saved and
/// loaded.
/// </summary>
/// <remarks>
/// ApplyOnnxModel runs ONNX Runtime, so its own goal is a share of what Core's CPU engine gains over ONNX Runtime on the same images one by one: its time is multiplied by the engine's and divided by
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
        float[] stacks = NetworkModel.Input(all), direct = new float[(all with { C = Sentinel2Band.Count }).Length];
        var execution = new ExecutionOptions { Engine = EngineKind.Cpu, Threads = threads };
        var remover = new CloudRemover(model, execution, new RemovalOptions { Composite = false });
        var cpu = new CpuInferenceEngine(model.Graph!, execution);
        var onnxRuntime = new OnnxRuntimeEngine(model, execution with { Engine = EngineKind.OnnxRuntime });
        var applied = new AppliedOnnxModel(model, one, threads);
        IDataView rows = StackRows.Of(stacks, one), theirs = applied.Transform(rows);
        CloudRemovalTransformer transformer = new CloudRemovalTransformer(
            model, new CloudRemovalTransformerOptions { InputColumnName = StackRows.Input, OutputColumnName = StackRows.Output, Composite = false }, execution).Fit(rows);
        ITransformer loaded = SaveAndLoad(transformer), restored = new MLContext().Model.Restore(loaded, execution);
        VBuffer<float>[] result = new VBuffer<float>[Rows], other = new VBuffer<float>[Rows];

        RunTime Applied() => RunTime.Of(() => StackRows.Read(theirs, other));
        RunTime AppliedByEngines()
        {
            RunTime apply = Applied(), ownEngine = OneByOne(cpu, stacks, one), theirEngine = OneByOne(onnxRuntime, stacks, one);
            return apply with { Wall = apply.Wall * ownEngine.Wall / theirEngine.Wall };
        }

        Rival Ourselves(string name, string description, ITransformer same)
        {
            IDataView view = same.Transform(rows);
            var again = new VBuffer<float>[Rows];
            return new Rival(Contender.Timed(name, description, () => StackRows.Read(view, again))) { Agreement = () => Difference(result, Flat(again)) };
        }

        IDataView ours = transformer.Transform(rows);
        return new Comparison
        {
            Work = new Work(Rows, "rows", 2e-9 * NetworkModel.Multiplies(model.Graph!, all)),
            Ours = Contender.Timed("CloudRemovalTransformer", $"composite off, {cpu.Description}", () => StackRows.Read(ours, result)),
            Rivals =
            [
                new Rival(Contender.Timed("Core directly", "CloudRemover.RemoveStacks", () => remover.RemoveStacks(stacks, all, [], direct)), new Goal(1 / 1.03, 1)) { Agreement = () => Difference(result, direct) },
                new Rival(new Contender("ApplyOnnxModel x CPU engine / ONNX Runtime", "the engines image by image", AppliedByEngines), new Goal(0.97, 1)),
                new Rival(new Contender("ApplyOnnxModel", $"Microsoft.ML.OnnxTransformer, {onnxRuntime.Description}", Applied)) { Agreement = () => Difference(result, Flat(other)) },
                Ourselves("loaded", "mlContext.Model.Load: ML.NET's threads go through the rows; engine and its threads are the machine's", loaded),
                Ourselves("restored", "mlContext.Model.Restore of it", restored),
            ],
            Owned = [transformer, (IDisposable)restored, remover, cpu, onnxRuntime, applied],
        };
    }

    private static ITransformer SaveAndLoad(ITransformer transformer)
    {
        using var file = new MemoryStream();
        new MLContext().Model.Save(transformer, null, file);
        file.Position = 0;
        return new MLContext().Model.Load(file, out _);
    }

    private static RunTime OneByOne(IInferenceEngine engine, float[] stacks, TensorShape one)
    {
        float[] image = new float[(one with { C = Sentinel2Band.Count }).Length];
        return RunTime.Of(() =>
        {
            for (int at = 0; at < stacks.Length; at += (int)one.Length)
            {
                engine.Run(stacks.AsSpan(at, (int)one.Length), one, image);
            }
        });
    }

    private static float[] Flat(VBuffer<float>[] rows) => [.. rows.SelectMany(r => r.DenseValues())];

    private static Agreement Difference(VBuffer<float>[] ours, float[] theirs)
    {
        double difference = Flat(ours).Zip(theirs, (a, b) => Math.Abs((double)a - b)).Max();
        return new Agreement($"{difference:0.000} of 0.5 DN", difference <= 0.5);
    }
}
