using System.CommandLine;
using System.Globalization;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Training.Downstream;

namespace Cloudless.Cli;

/// <summary>Options that name a land-cover classifier, and say how one without a card of Cloudless is asked.</summary>
internal static class ClassifierArguments
{
    private static readonly Option<string> Classifier = new("--classifier")
    {
        Description = "Land-cover classifier: an ONNX file, or a folder with a table of features (*_train.npz with manifest_train.csv) that a linear one is fitted to.",
        HelpName = "C.onnx|DIR",
        Required = true,
    };

    private static readonly Option<string?> Bands = Foreign("--bands", "B02,B03,...", "Bands of its input in order, of a file without a card.");

    private static readonly Option<string?> Classes = Foreign("--class-names", "A,B,...", "Names of its classes in order, of a file without a card.");

    private static readonly Option<string?> Scale = Foreign("--scale", "X", "What DN are multiplied by first, such as 0.0001; 1 without it.");

    private static readonly Option<string?> Mean = Foreign("--mean", "X,X,...", "Subtracted from each band after the scale.");

    private static readonly Option<string?> Std = Foreign("--std", "X,X,...", "Divides each band at last.");

    private static readonly Option<int?> Side = OptionChecks.OptionalNumber("--side", "N", "Side in pixels of its input, cut from the center of patches; in place of the card's too, for networks that take any size.", 1, 8192);

    private static readonly Option<string?> Input = Foreign("--input-name", "NAME", "Its input; the only one without it.");

    private static readonly Option<string?> Output = Foreign("--output-name", "NAME", "Its output of logits; the first without it.");

    private static readonly Option<string?> Probabilities = Foreign("--probabilities-name", "NAME", "In place of --output-name, an output of probabilities.");

    private static readonly Option<string?> Maps = Foreign("--maps-name", "NAME", "Its output with the last feature maps before their mean, for Grad-CAM.");

    private static readonly Option<string?> Weight = Foreign("--weight-name", "NAME", "Its initializer [classes,maps] of the linear layer behind that mean, for Grad-CAM.");

    private static readonly Option<string?>[] All = [Bands, Classes, Scale, Mean, Std, Input, Output, Probabilities, Maps, Weight];

    /// <summary>Adds them to a command.</summary>
    public static void AddTo(Command command)
    {
        command.Options.Add(Classifier);
        foreach (Option option in (Option[])[.. All, Side])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The classifier; the caller disposes it.</summary>
    /// <exception cref="UsageException">What is said of it is no number, band, or list.</exception>
    /// <exception cref="CloudlessException">It cannot be loaded.</exception>
    public static IPatchScorer Open(CliInvocation invocation)
    {
        string path = invocation.GetRequired(Classifier);
        bool said = All.Any(o => invocation.Get(o) is not null);
        if (Directory.Exists(path))
        {
            if (said)
            {
                throw new UsageException($"{All.First(o => invocation.Get(o) is not null).Name} goes with an ONNX file; '{path}' is a folder with a table of features.");
            }

            FeatureClassifier features = FeatureClassifier.Load(path);
            invocation.Note(string.Create(CultureInfo.InvariantCulture, $"classifier: {features.Name}{(features.TestAccuracy is { } right ? $", {right:P1} of its test table told right" : "")}"));
            return features;
        }

        try
        {
            // Patches are already worked on by all threads.
            return OnnxClassifier.Load(path, said ? Read(invocation) : null, threads: 1, invocation.Get(Side));
        }
        catch (ArgumentException error)
        {
            throw UsageException.Of(error);
        }
    }

    private static ForeignClassifier Read(CliInvocation invocation)
    {
        string[] Required(Option<string?> option) => Words(invocation.Get(option) ?? throw new UsageException($"{option.Name} is missing: a file without a card is asked by --bands and --class-names."));
        string? probabilities = invocation.Get(Probabilities);
        return new ForeignClassifier
        {
            Bands = [.. Required(Bands).Select(id => Sentinel2Band.All.FirstOrDefault(b => b.Id == id) ?? throw new UsageException($"--bands names bands as B02 or B8A; found '{id}'."))],
            Classes = Required(Classes),
            Scale = invocation.Get(Scale) is { } scale ? Number(Scale, scale) : 1,
            Mean = Numbers(invocation, Mean),
            Std = Numbers(invocation, Std),
            Input = invocation.Get(Input),
            Output = probabilities ?? invocation.Get(Output),
            Probabilities = probabilities is not null,
            Features = invocation.Get(Maps),
            ClassifierWeight = invocation.Get(Weight),
        };
    }

    private static Option<string?> Foreign(string name, string value, string description) => new(name) { Description = description, HelpName = value };

    private static string[] Words(string list) => list.Split(',', StringSplitOptions.TrimEntries);

    private static double[]? Numbers(CliInvocation invocation, Option<string?> option) => invocation.Get(option) is { } list ? [.. Words(list).Select(word => Number(option, word))] : null;

    private static double Number(Option option, string word) => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        ? value
        : throw new UsageException($"{option.Name} takes numbers such as 1353.7; found '{word}'.");
}
