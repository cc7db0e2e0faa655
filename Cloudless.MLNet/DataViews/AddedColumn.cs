using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>The typed getter of the added column.</summary>
internal static class AddedColumn
{
    /// <summary>Hands a getter out as what it is asked for.</summary>
    /// <exception cref="InvalidOperationException">The column is not active, or its values are of another type.</exception>
    public static ValueGetter<TValue> Getter<TValue>(DataViewSchema.Column column, ValueGetter<VBuffer<float>>? getter)
    {
        if (getter is null)
        {
            throw SchemaErrors.Inactive(column.Name);
        }

        return getter as ValueGetter<TValue> ?? throw SchemaErrors.WrongGetter(typeof(TValue), typeof(VBuffer<float>));
    }
}
