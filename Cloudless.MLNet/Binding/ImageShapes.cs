using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.Binding;

/// <summary>Schema propagation of estimators: the same checks as <see cref="ImageBinding"/>, as far as a shape tells.</summary>
internal static class ImageShapes
{
    // Only an estimator of ML.NET's own can make a column of a shape; its context costs nothing but itself.
    private static readonly MLContext Context = new();

    /// <summary>The shape that comes out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type; in ML.NET's words.</exception>
    public static SchemaShape Propagate(SchemaShape inputSchema, IReadOnlyList<ImageInput> inputs, string outputColumnName, ImageTransformerOptions options, bool sizeIsKnown)
    {
        bool known = true;
        for (int i = 0; i < inputs.Count; i++)
        {
            SchemaShape.Column column = Find(inputSchema, inputs[i].Name);
            if (column.Kind == SchemaShape.Column.VectorKind.Scalar || column.IsKey || column.ItemType != NumberDataViewType.Single)
            {
                throw SchemaErrors.Mismatch(inputs[i].Name, inputs[i].ExpectedType, Describe(column));
            }

            known &= i > 0 || column.Kind == SchemaShape.Column.VectorKind.Vector;
        }

        if (!known && !sizeIsKnown)
        {
            RequireSide(inputSchema, options.HeightColumnName);
            RequireSide(inputSchema, options.WidthColumnName);
        }

        return new SchemaShape(inputSchema.Where(c => c.Name != outputColumnName).Append(VectorColumn(outputColumnName, known)));
    }

    private static SchemaShape.Column Find(SchemaShape shape, string name)
    {
        SchemaShape.Column column = shape.FirstOrDefault(c => c.Name == name);
        return column.Name is null ? throw SchemaErrors.Missing(name) : column;
    }

    private static void RequireSide(SchemaShape shape, string name)
    {
        SchemaShape.Column column = Find(shape, name);
        if (column.Kind != SchemaShape.Column.VectorKind.Scalar || column.IsKey || column.ItemType != NumberDataViewType.Int32)
        {
            throw SchemaErrors.Mismatch(name, "Int32", Describe(column));
        }
    }

    private static string Describe(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"Key<{column.ItemType}>" : $"{column.ItemType}";
        return column.Kind switch
        {
            SchemaShape.Column.VectorKind.Vector => $"Vector<{item}>",
            SchemaShape.Column.VectorKind.VariableVector => $"VarVector<{item}>",
            _ => item,
        };
    }

    private static SchemaShape.Column VectorColumn(string name, bool known)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Values));
        definition[0].ColumnName = name;
        definition[0].ColumnType = known ? new VectorDataViewType(NumberDataViewType.Single, 1) : new VectorDataViewType(NumberDataViewType.Single);
        return Context.Transforms.CustomMapping<Nothing, Values>((_, _) => { }, null, outputSchemaDefinition: definition).GetOutputSchema(new SchemaShape([])).Single();
    }

    private sealed class Nothing;

    private sealed class Values
    {
        public float[] Samples { get; set; } = [];
    }
}
