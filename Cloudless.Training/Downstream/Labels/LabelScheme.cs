namespace Cloudless.Training.Downstream.Labels;

/// <summary>What the numbers of a land-cover map mean.</summary>
/// <remarks>Immutable. The schemes there are: <see cref="LabelSchemes"/>.</remarks>
public sealed class LabelScheme
{
    // 0 and 255 say of a pixel that nothing is known; so does a class that is no land cover, such as clouds.
    private const int Unknown = -1, Nothing = -2;

    private readonly int[] _classOf = new int[256];

    /// <summary>Makes a scheme.</summary>
    /// <param name="name">Name on the command line.</param>
    /// <param name="title">Name in cards and tables.</param>
    /// <param name="band">Band of the label map that has it, 0 and up.</param>
    /// <param name="classes">Classes with the numbers that are theirs; several numbers are summed.</param>
    /// <param name="nothing">Numbers that are no class beside 0 and 255.</param>
    internal LabelScheme(string name, string title, int band, IReadOnlyList<(string Class, int[] Values)> classes, params ReadOnlySpan<int> nothing)
    {
        (Name, Title, Band, Classes) = (name, title, band, [.. classes.Select(c => c.Class)]);
        Array.Fill(_classOf, Unknown);
        (_classOf[0], _classOf[255]) = (Nothing, Nothing);
        foreach (int value in nothing)
        {
            _classOf[value] = Nothing;
        }

        for (int k = 0; k < classes.Count; k++)
        {
            foreach (int value in classes[k].Values)
            {
                _classOf[value] = k;
            }
        }
    }

    /// <summary>Name on the command line, e.g. <c>igbp-simplified</c>.</summary>
    public string Name { get; }

    /// <summary>Name in cards and tables, e.g. <c>IGBP simplified</c>.</summary>
    public string Title { get; }

    /// <summary>Band of the label map that has it, 0 and up.</summary>
    public int Band { get; }

    /// <summary>Names of the classes in order.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Index of the class that a pixel's number means; null for a number that means none (0 and 255).</summary>
    /// <param name="value">The number.</param>
    /// <param name="source">What errors call the map.</param>
    /// <exception cref="CloudlessException">The scheme does not know the number.</exception>
    internal int? ClassOf(float value, string source)
    {
        int known = !float.IsFinite(value) ? Nothing : value >= 0 && value <= 255 && value == (int)value ? _classOf[(int)value] : Unknown;
        return known switch
        {
            Nothing => null,
            Unknown => throw new CloudlessException(
                $"{source}: found the number {value} in band {Band + 1}, which is no class of {Title} ({string.Join(' ', Enumerable.Range(1, 254).Where(v => _classOf[v] >= 0))}, and 0 or 255 for none). Name the scheme that the map is in: {LabelSchemes.Names}."),
            _ => known,
        };
    }

    /// <inheritdoc/>
    public override string ToString() => Title;
}
