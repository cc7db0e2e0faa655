using Cloudless.Imagery;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Benchmarks.MLNet;

/// <summary>Stacks in memory as data of ML.NET, and the reading of what is made of them.</summary>
internal static class StackRows
{
    /// <summary>Column with the stacks.</summary>
    public const string Input = "sar_optical";

    /// <summary>Column with the results.</summary>
    public const string Output = "cloud_free";

    /// <summary>Rows of one size.</summary>
    /// <param name="stacks">[N,C,H,W].</param>
    /// <param name="one">Shape of one stack.</param>
    public static IDataView Of(float[] stacks, TensorShape one)
    {
        var schema = SchemaDefinition.Create(typeof(StackRow));
        SchemaDefinition.Column column = schema[nameof(StackRow.Stack)];
        (column.ColumnName, column.ColumnType) = (Input, new VectorDataViewType(NumberDataViewType.Single, one.C, one.H, one.W));
        StackRow[] rows = [.. stacks.Chunk((int)one.Length).Select(s => new StackRow { Stack = s })];
        return new MLContext(seed: 1).Data.LoadFromEnumerable(rows, schema);
    }

    /// <summary>Reads all results, each into a buffer of its own that is used again: what is timed is their making, without a copy that only the benchmark wants.</summary>
    public static void Read(IDataView view, VBuffer<float>[] results)
    {
        DataViewSchema.Column column = view.Schema[Output];
        using DataViewRowCursor cursor = view.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(column);
        for (int row = 0; cursor.MoveNext(); row++)
        {
            getter(ref results[row]);
        }
    }

    private sealed class StackRow
    {
        public float[] Stack { get; set; } = [];
    }
}
