using Cloudless.MLNet.Binding;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet.DataViews;

/// <summary>Maps single rows of one schema: what prediction engines use.</summary>
/// <remarks>Thread-safe; the rows it makes are not.</remarks>
internal sealed class ImageRowMapper(ImageBinding binding) : IRowToRowMapper
{
    /// <inheritdoc/>
    public DataViewSchema InputSchema => binding.InputSchema;

    /// <inheritdoc/>
    public DataViewSchema OutputSchema => binding.OutputSchema;

    /// <inheritdoc/>
    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        [.. binding.InputsFor(binding.Active(dependingColumns))];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The row has another schema than this mapper was made for.</exception>
    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(activeColumns);
        return input.Schema == InputSchema
            ? new ImageRow(binding, input, binding.Active(activeColumns)[binding.OutputColumn.Index])
            : throw new InvalidOperationException("Schema of input row must be the same as the schema the mapper is bound to");
    }
}
