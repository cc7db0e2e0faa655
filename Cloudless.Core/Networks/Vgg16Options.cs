namespace Cloudless.Networks;

/// <summary>Size of a <see cref="Vgg16"/> network.</summary>
public sealed record Vgg16Options
{
    /// <summary>Channels of the first block: 64 as published. The blocks after it have 2, 4, 8 and 8 times as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Number of classes, 2 or more.</summary>
    public int Classes { get; init; } = 10;

    /// <summary>Refuses sizes no network can have.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Width, 512);
        ArgumentOutOfRangeException.ThrowIfLessThan(Classes, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Classes, 10000);
    }
}
