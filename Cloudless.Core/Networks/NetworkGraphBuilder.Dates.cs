namespace Cloudless.Networks;

/// <content>Nodes that change dates, height and width.</content>
public sealed partial class NetworkGraphBuilder
{
    private const string ASequence = "a sequence [N,C,T,H,W]";
    private const string Images = "images [N,C,H,W]";

    /// <summary>Adds <see cref="FoldDatesNode"/>.</summary>
    public string FoldDates(string name, string input) => Add(
        new FoldDatesNode(name, input), Require(name, input, ValueKind.Series, "a series [N,T,C,H,W]") with { Kind = ValueKind.Image });

    /// <summary>Adds <see cref="UnfoldDatesNode"/>.</summary>
    /// <param name="name">Value made.</param>
    /// <param name="input">Images that were folded dates.</param>
    /// <param name="like">A series of the same N and T, such as the graph's input.</param>
    public string UnfoldDates(string name, string input, string like)
    {
        Require(name, like, ValueKind.Series, "N and T of a series [N,T,C,H,W]");
        return Add(new UnfoldDatesNode(name, input, like), Require(name, input, ValueKind.Image, Images) with { Kind = ValueKind.Series });
    }

    /// <summary>Adds <see cref="SwapDatesNode"/>: a series becomes a sequence, a sequence a series.</summary>
    public string SwapDates(string name, string input) => Add(new SwapDatesNode(name, input), ShapeOf(input) switch
    {
        { Kind: ValueKind.Series } shape => shape with { Kind = ValueKind.Sequence },
        { Kind: ValueKind.Sequence } shape => shape with { Kind = ValueKind.Series },
        _ => throw WrongKind(name, input, "a series or a sequence"),
    });

    /// <summary>Adds <see cref="SoftmaxOverDatesNode"/>.</summary>
    public string SoftmaxOverDates(string name, string input) => Add(new SoftmaxOverDatesNode(name, input), Require(name, input, ValueKind.Sequence, ASequence));

    /// <summary>Adds <see cref="OverDatesNode"/> for the mean.</summary>
    public string MeanOverDates(string name, string input) => OverDates(name, input, mean: true);

    /// <summary>Adds <see cref="OverDatesNode"/> for the sum.</summary>
    public string SumOverDates(string name, string input) => OverDates(name, input, mean: false);

    /// <summary>Adds <see cref="MaxPoolNode"/> with a kernel of 2 or 3.</summary>
    public string MaxPool(string name, string input, int kernel = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kernel, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kernel, 3);
        ValueShape shape = Require(name, input, ValueKind.Image, Images);
        return Add(new MaxPoolNode(name, input, kernel), shape with { Level = shape.Level + 1 });
    }

    /// <summary>Adds <see cref="UpsampleNode"/>; only what was halved before can be doubled.</summary>
    public string Upsample(string name, string input, bool bilinear)
    {
        ValueShape shape = ByChannel(name, input);
        return shape.Level > 0
            ? Add(new UpsampleNode(name, input, bilinear), shape with { Level = shape.Level - 1 })
            : throw WrongKind(name, input, "a value whose H and W were halved before");
    }

    /// <summary>Adds <see cref="GlobalAveragePoolNode"/>.</summary>
    public string GlobalAveragePool(string name, string input) => Add(
        new GlobalAveragePoolNode(name, input), new ValueShape(ValueKind.Vector, Require(name, input, ValueKind.Image, Images).Channels));

    private string OverDates(string name, string input, bool mean) => Add(
        new OverDatesNode(name, input, mean), Require(name, input, ValueKind.Sequence, ASequence) with { Kind = ValueKind.Image });
}
