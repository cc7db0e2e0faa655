using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>A row with columns of every kind that is passed through.</summary>
internal sealed class WideRow : KnownSizeRow
{
    public bool Flag { get; set; }

    public float Number { get; set; }

    public long Long { get; set; }

    public DateTime Time { get; set; }

    [KeyType(3)]
    public uint Kind { get; set; }

    public int[] Few { get; set; } = [];

    public string[] Words { get; set; } = [];
}

/// <summary>A row with an object that ML.NET knows nothing about.</summary>
internal sealed class ObjectRow : KnownSizeRow
{
    [ThingType]
    public Thing Thing { get; set; } = new("");
}

internal sealed record Thing(string Name);

internal sealed class ThingDataType() : StructuredDataViewType(typeof(Thing))
{
    public override bool Equals(DataViewType? other) => other is ThingDataType;
}

internal sealed class ThingTypeAttribute : DataViewTypeAttribute
{
    public override bool Equals(DataViewTypeAttribute? other) => other is ThingTypeAttribute;

    public override void Register() => DataViewTypeManager.Register(new ThingDataType(), typeof(Thing), this);
}
