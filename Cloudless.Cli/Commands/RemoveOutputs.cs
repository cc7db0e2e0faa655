using System.CommandLine;
using System.CommandLine.Parsing;
using Cloudless.Cli.Hosting;
using Cloudless.Imagery;
using Cloudless.Removal;

namespace Cloudless.Cli.Commands;

/// <summary>The options of <c>cloudless remove</c> that name files to write.</summary>
internal static class RemoveOutputs
{
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Cloud-free image to write: GeoTIFF with the grid, type and bands of the input.",
        HelpName = "C.tif",
        Required = true,
    };

    private static readonly Option<string?> Mask = new("--mask-out")
    {
        Description = "Also write the input's cloud and shadow mask: 0 clear, 1 cloud, 2 shadow, 255 nodata.",
        HelpName = "D.tif",
    };

    private static readonly Option<string?> Score = new("--score-out")
    {
        Description = "Also write the score of the cloud detector, float32, 0..1: the spectral cloud score, or the probability of s2cloudless.",
        HelpName = "S.tif",
    };

    private static readonly Option<string?> Weight = new("--weight-out")
    {
        Description = "Also write how much of each pixel the network painted, float32, 0..1.",
        HelpName = "W.tif",
    };

    private static readonly Option<string?> Changed = new("--changed-out")
    {
        Description = "Also write which pixels differ from the input, uint8: 0 or 1.",
        HelpName = "X.tif",
    };

    private static readonly Option<string?> Uncertainty = new("--uncertainty")
    {
        Description = "Also write how sure the model is: the expected standard deviation of each sample in DN, uint16, 0 where nothing was painted. For models with a variance, such as uncrtaints.",
        HelpName = "U.tif",
    };

    private static readonly Option<string?> Quicklook = new("--quicklook")
    {
        Description = "Also write before and after in true color.",
        HelpName = "E.png",
    };

    private static readonly Option<string?> Page = new("--html")
    {
        Description = "Also write a page with a before/after slider and the numbers; it opens from the disk, without a server.",
        HelpName = "P.html",
    };

    private static readonly Option<string?> Item = new("--stac")
    {
        Description = "Also write a STAC item that describes the scene and the files.",
        HelpName = "I.json",
    };

    private static readonly Option<DateTime?> Taken = new("--datetime")
    {
        Description = "When the image was taken, for --stac, where its tags do not tell: ISO 8601, UTC where no zone is named.",
        HelpName = "2021-07-01T10:30:31Z",
        CustomParser = ParseTaken,
    };

    private static readonly Option<string?> Receipt = new("--receipt")
    {
        Description = "Also write what was read, done and written, as JSON.",
        HelpName = "R.json",
    };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Out, Mask, Score, Weight, Changed, Uncertainty, Quicklook, Page, Item, Taken, Receipt];

    /// <summary>A request with what they say.</summary>
    public static RemovalRequest Read(CliInvocation invocation, string opticalPath) => new()
    {
        OpticalPath = opticalPath,
        OutputPath = invocation.GetRequired(Out),
        MaskPath = invocation.Get(Mask),
        ScorePath = invocation.Get(Score),
        WeightPath = invocation.Get(Weight),
        ChangedPath = invocation.Get(Changed),
        UncertaintyPath = invocation.Get(Uncertainty),
        QuicklookPath = invocation.Get(Quicklook),
        PagePath = invocation.Get(Page),
        ItemPath = invocation.Get(Item),
        Taken = invocation.Get(Taken),
        ReceiptPath = invocation.Get(Receipt),
        Overwrite = invocation.Get(SharedOptions.Overwrite),
        Layout = SharedOptions.ReadLayout(invocation) with { Threads = 0 },
    };

    private static DateTime? ParseTaken(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (Acquisition.ParseTime(text) is { } taken)
        {
            return taken;
        }

        result.AddError($"--datetime takes a time such as 2021-07-01T10:30:31Z; found '{text}'.");
        return null;
    }
}
