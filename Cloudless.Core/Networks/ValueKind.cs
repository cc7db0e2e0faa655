namespace Cloudless.Networks;

/// <summary>How a value of a <see cref="NetworkGraph"/> lies in memory; sizes other than C are free.</summary>
public enum ValueKind
{
    /// <summary>[N,C,H,W]: images, or the dates of series one after the other.</summary>
    Image,

    /// <summary>[N,T,C,H,W]: images of T dates, as series come in and go out.</summary>
    Series,

    /// <summary>[N,C,T,H,W]: channels before dates, as convolutions over time take them.</summary>
    Sequence,

    /// <summary>[N,C,1,1]: one number for each channel of an image.</summary>
    Vector,
}

/// <summary>What is known of a value before it is computed.</summary>
/// <param name="Kind">How it lies in memory.</param>
/// <param name="Channels">C.</param>
/// <param name="Level">How often H and W were halved since the graph's input, 0 or more.</param>
public readonly record struct ValueShape(ValueKind Kind, int Channels, int Level = 0)
{
    /// <summary>The shape for people, e.g. <c>[N,15,H,W]</c> or <c>[N,32,T,H/2,W/2]</c>.</summary>
    public override string ToString()
    {
        string size = Level == 0 ? "H,W" : $"H/{1 << Level},W/{1 << Level}";
        return Kind switch
        {
            ValueKind.Image => $"[N,{Channels},{size}]",
            ValueKind.Series => $"[N,T,{Channels},{size}]",
            ValueKind.Sequence => $"[N,{Channels},T,{size}]",
            _ => $"[N,{Channels},1,1]",
        };
    }
}
