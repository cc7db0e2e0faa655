using System.CommandLine;
using Cloudless.Training.Datasets;

namespace Cloudless.Cli.Training;

/// <summary>What the data is taken to be, and how it is read.</summary>
internal static class DataSettings
{
    public static IReadOnlyList<TrainSetting> All { get; } =
    [
        OfNames<DatasetLayout>(DatasetArguments.Layout, (data, value) => data with { Layout = value }),
        OfNames<SplitRule>(DatasetArguments.Split, (data, value) => data with { Split = value }),
        OfDataset(DatasetArguments.List, (data, value) => data with { ListFile = value }),
        OfDataset(DatasetArguments.SplitSeed, (data, value) => data with { SplitSeed = value }),
        OfDataset(DatasetArguments.PatchSize, (data, value) => data with { PatchSize = value }),
        OfNames<MissingRule>(DatasetArguments.Missing, (data, value) => data with { Missing = value }),
        OfNames<NanRule>(DatasetArguments.Nan, (data, value) => data with { Nan = value }),
        OfDataset(DatasetArguments.Covers, (data, value) => data with { CoversFile = value }),
        TrainSetting.Of(DatasetArguments.Cache, (request, value) => request with { Reading = request.Reading with { CacheMegabytes = value } }),
        TrainSetting.Of(DatasetArguments.Readers, (request, value) => request with { Reading = request.Reading with { Readers = value } }),
        TrainSetting.Of(DatasetArguments.BatchesAhead, (request, value) => request with { Reading = request.Reading with { BatchesAhead = value } }),
    ];

    private static TrainSetting OfDataset<T>(Option<T> option, Func<DatasetOptions, T, DatasetOptions> set) =>
        TrainSetting.OfTraining(option, (training, value) => training with { Dataset = set(training.Dataset, value) });

    private static TrainSetting OfNames<T>(Option<string> option, Func<DatasetOptions, T, DatasetOptions> set)
        where T : struct, Enum => OfDataset(option, (data, value) => set(data, Enum.Parse<T>(value, ignoreCase: true)));
}
