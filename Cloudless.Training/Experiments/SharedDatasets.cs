using Cloudless.Training.Datasets;
using Cloudless.Training.Runs;

namespace Cloudless.Training.Experiments;

/// <summary>Datasets of an experiment, opened once for all trainings that take the data to be the same, so that they share its cache.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SharedDatasets(ExperimentRequest request)
{
    private readonly Dictionary<DatasetOptions, PatchDataset> _open = [];

    /// <summary>The dataset of a training.</summary>
    public PatchDataset Of(TrainRequest training)
    {
        lock (_open)
        {
            DatasetOptions options = training.Options.Dataset;
            if (!_open.TryGetValue(options, out PatchDataset? dataset))
            {
                _open[options] = dataset = PatchDataset.Open(request.DataFolder, options, request.Reading);
            }

            return dataset;
        }
    }
}
