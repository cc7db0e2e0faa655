using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Cloudless.Cli.Hosting;

/// <summary>Makes options that check their values while the line is parsed, so that a wrong one is a usage error before any work.</summary>
internal static class OptionChecks
{
    /// <summary>A number in a range, written with a decimal point in every culture.</summary>
    public static Option<T> Number<T>(string name, string helpName, string description, T defaultValue, T minimum, T maximum)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => defaultValue,
            CustomParser = result => Parse(result, name, minimum, maximum) ?? defaultValue,
        };

    /// <summary>The same, null where it is not given.</summary>
    public static Option<T?> OptionalNumber<T>(string name, string helpName, string description, T minimum, T maximum)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, minimum, maximum),
        };

    /// <summary>Restricts an option to names, so that unknown words and the numbers of enums are usage errors.</summary>
    public static Option<T> OneOf<T>(Option<T> option, params string[] names)
    {
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens)
            {
                if (!names.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
                {
                    result.AddError($"{option.Name} takes {string.Join(", ", names)}; found '{token.Value}'.");
                }
            }
        });
        return option;
    }

    /// <summary>Reads a value by its own type's rules.</summary>
    /// <param name="parse">Throws a <see cref="FormatException"/> that says what was expected.</param>
    public static Func<ArgumentResult, T?> Parser<T>(Func<string, T> parse)
        where T : class => result =>
        {
            try
            {
                return parse(result.Tokens.Count == 1 ? result.Tokens[0].Value : "");
            }
            catch (FormatException e)
            {
                result.AddError(e.Message);
                return null;
            }
        };

    private static T? Parse<T>(ArgumentResult result, string name, T minimum, T maximum)
        where T : struct, INumber<T>
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && value >= minimum && value <= maximum)
        {
            return value;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {minimum} to {maximum}; found '{text}'."));
        return null;
    }
}
