using System.CommandLine;
using Cloudless.Cli.Hosting;
using Cloudless.Training;
using Cloudless.Training.Runs;

namespace Cloudless.Cli.Training;

/// <summary>An option of <c>train</c> that overrides a setting where it is typed.</summary>
internal sealed class TrainSetting
{
    private readonly Func<TrainRequest, CliInvocation, TrainRequest> _apply;

    private TrainSetting(Option option, Func<TrainRequest, CliInvocation, TrainRequest> apply) => (Option, _apply) = (option, apply);

    /// <summary>The defaults that help shows.</summary>
    public static TrainOptions Defaults { get; } = new();

    public Option Option { get; }

    /// <summary>An option that changes a request.</summary>
    public static TrainSetting Of<T>(Option<T> option, Func<TrainRequest, T, TrainRequest> set) =>
        new(option, (request, invocation) => set(request, invocation.GetRequired(option)));

    /// <summary>An option that changes what is trained.</summary>
    public static TrainSetting OfTraining<T>(Option<T> option, Func<TrainOptions, T, TrainOptions> set) =>
        Of(option, (request, value) => request with { Options = set(request.Options, value) });

    /// <summary>An option that takes the name of one of an enum's values, in lower case.</summary>
    public static TrainSetting OfNames<T>(string name, string description, T defaultValue, Func<TrainOptions, T, TrainOptions> set)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(n => n.ToLowerInvariant())];
        Option<string> option = Words(name, description, defaultValue.ToString().ToLowerInvariant(), names);
        return OfTraining(option, (training, value) => set(training, Enum.Parse<T>(value, ignoreCase: true)));
    }

    /// <summary>An option that takes one of some words.</summary>
    public static Option<string> Words(string name, string description, string defaultValue, params string[] words) => OptionChecks.OneOf(
        new Option<string>(name) { Description = description, HelpName = string.Join('|', words), DefaultValueFactory = _ => defaultValue }, words);

    /// <summary>The request with this setting, where the option was typed.</summary>
    public TrainRequest Apply(TrainRequest request, CliInvocation invocation) => invocation.IsGiven(Option) ? _apply(request, invocation) : request;
}
