using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training.Downstream.Classifiers;

namespace Cloudless.Cli.Training;

/// <summary>How long a network that tells patches apart learns: the options that the trainings of such networks share.</summary>
internal sealed class CourseArguments
{
    private readonly Option<int> _batch, _epochs;
    private readonly Option<double> _rate, _decay, _validation;
    private readonly Option<ulong> _seed;

    private readonly Option<double?> _minutes = OptionChecks.OptionalNumber("--minutes", "M", "Longest time in minutes.", 0.001, 1e6);

    public CourseArguments(CourseOptions defaults)
    {
        _batch = OptionChecks.Number("--batch", "N", "Patches in a batch.", defaults.Batch, 2, 4096);
        _epochs = OptionChecks.Number("--epochs", "N", "Passes over the patches, at most; the one that tells most of the left-out patches right is taken.", defaults.Epochs, 1, 100000);
        _rate = OptionChecks.Number("--lr", "X", "Learning rate of ADAM.", defaults.LearningRate, 1e-9, 1);
        _decay = OptionChecks.Number("--decay", "X", "What of each weight is added to its gradient.", defaults.WeightDecay, 0.0, 1);
        _validation = OptionChecks.Number("--validation-share", "X", "Share of the patches left out to judge by, where the split is drawn.", defaults.ValidationShare, 0.01, 0.9);
        _seed = OptionChecks.Number("--seed", "N", "Seed of weights, split, order and turns.", defaults.Seed, 0UL, ulong.MaxValue);
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_batch, _epochs, _minutes, _rate, _decay, _validation, _seed])
        {
            command.Add(option);
        }
    }

    public CourseOptions Read(CliInvocation invocation) => new()
    {
        Batch = invocation.Get(_batch),
        Epochs = invocation.Get(_epochs),
        TimeLimit = invocation.Get(_minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
        LearningRate = invocation.Get(_rate),
        WeightDecay = invocation.Get(_decay),
        ValidationShare = invocation.Get(_validation),
        Seed = invocation.Get(_seed),
    };
}
