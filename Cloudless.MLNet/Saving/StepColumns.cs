namespace Cloudless.MLNet.Saving;

/// <summary>Columns that live inside of a saved step only. Part of the file format: never change a name.</summary>
internal static class StepColumns
{
    public const string Key = "__Cloudless.Key";

    public const string Texts = "__Cloudless.Texts";

    public const string First = "__Cloudless.First";

    public const string Second = "__Cloudless.Second";

    public const string Height = "__Cloudless.Height";

    public const string Width = "__Cloudless.Width";

    public const string Output = "__Cloudless.Output";

    /// <summary>All that a step makes for itself, with one image or two.</summary>
    public static string[] All(bool two) => two ? [Key, Texts, First, Second, Height, Width, Output] : [Key, Texts, First, Height, Width, Output];
}
