using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>Values of a column for the rows that a cursor has read ahead.</summary>
internal abstract class PassedColumn
{
    /// <summary>Makes one for a column; its type must be one that <see cref="CanHold"/>.</summary>
    public static PassedColumn Of(DataViewRow input, DataViewSchema.Column column)
    {
        Type kind = column.Type is VectorDataViewType vector
            ? typeof(PassedVector<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(PassedScalar<>).MakeGenericType(column.Type.RawType);
        return (PassedColumn)Activator.CreateInstance(kind, input, column)!;
    }

    /// <summary>Whether values of a type stay what they are when the cursor that gave them moves on: numbers, text, keys and vectors of them, but no images or other objects.</summary>
    public static bool CanHold(DataViewType type) => type is PrimitiveDataViewType || (type is VectorDataViewType vector && vector.ItemType is not null);

    /// <summary>Takes over the value of the row that the source stands on.</summary>
    public abstract void Store(int slot);

    /// <summary>A getter of the value in the slot that a cursor stands on.</summary>
    public abstract Delegate Getter(Func<int> slot);

    /// <summary>The value at a place of a list that grows with it.</summary>
    private protected static ref T At<T>(ref T[] values, int slot)
    {
        if (slot >= values.Length)
        {
            Array.Resize(ref values, Math.Max(slot + 1, 2 * values.Length));
        }

        return ref values[slot];
    }
}
