using Cloudless.Benchmarks.MLNet;
using Cloudless.Benchmarks.Paired;
using Cloudless.Benchmarks.Rows;

namespace Cloudless.Benchmarks;

/// <summary>The registry: a row is one file in Rows/ and one line here, and so is a rival for the inference rows.</summary>
internal static class BenchmarkRows
{
    private static readonly InferenceRival Fp32 = new OnnxRuntimeFp32();
    private static readonly InferenceRival Int8 = new OnnxRuntimeInt8();

    /// <summary>The rows that the options ask for, in the order of the tables; whole granules, which take long, only where they are named.</summary>
    public static IReadOnlyList<ComparisonRow> For(BenchOptions options) =>
        [.. All.Concat(Granules(options.Size)).Where(row => row.Name.Contains(options.Row, StringComparison.OrdinalIgnoreCase) && (options.List || options.Row.Length > 0 || All.Contains(row)))];

    private static IReadOnlyList<ComparisonRow> All { get; } =
    [
        new InferenceRow(256, 16, 256) { Rivals = [(Fp32, new Goal(3.0, 3.8)), (Int8, new Goal(0.9, 1.2))] },
        new InferenceRow(256, 16, 128) { Rivals = [(Fp32, new Goal(3.0, 3.8)), (Int8, new Goal(0.9, 1.2))] },
        new InferenceRow(64, 8, 256) { Rivals = [(Fp32, new Goal(2.0, 3.5))] },
        new InferenceRow(32, 4, 256) { Rivals = [(Fp32, null)] },
        new InferenceRow(256, 16, 128) { Rivals = [(Fp32, new Goal(1.0, 1.5))], Avx2Only = true },
        new InferenceRow(64, 8, 256) { Rivals = [(Fp32, new Goal(1.0, 1.5))], Avx2Only = true },
        new TrainingStepRow(64, 8, new Goal(1.0, 1.2)),
        new MLNetRow(64, 8, 128),
        new MLNetRow(32, 4, 64),
        new MaskRow(4096, new Goal(15, 30)),
        new SceneRow(2048, new Goal(1 / 1.05, 1 / 1.02)),
    ];

    private static IEnumerable<ComparisonRow> Granules(int side) => [new GranuleRow(side, new Goal(1 / 1.05, 1)), new GranuleNetworkRow(side, new Goal(1 / 0.45, 1 / 0.35)), new MosaicRow(side, 30, new Goal(0.9, 1))];
}
