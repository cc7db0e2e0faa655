namespace Cloudless.Networks;

/// <summary>Size of a <see cref="SequenceToPoint"/>.</summary>
public sealed record SequenceToPointOptions
{
    /// <summary>The branch that every date goes through; that of a trained single-date model gives the weights to start from.</summary>
    public DSen2CrOptions Branch { get; init; } = new();

    /// <summary>Channels of the convolutions over dates, 1 or more.</summary>
    public int Features { get; init; } = 32;

    /// <summary>Number of convolutions over dates, each 3 x 3 x 3, 1 or more.</summary>
    public int Convolutions { get; init; } = 2;

    /// <summary>Fewest dates the network is trained for, 1 or more.</summary>
    public int LeastDates { get; init; } = 3;

    /// <summary>Most dates the network is trained for.</summary>
    public int MostDates { get; init; } = 5;

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is out of range.</exception>
    public void Validate()
    {
        Branch.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Convolutions, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LeastDates, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MostDates, LeastDates);
    }
}
