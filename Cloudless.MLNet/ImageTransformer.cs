using Cloudless.Imagery;
using Cloudless.MLNet.Binding;
using Cloudless.MLNet.DataViews;
using Cloudless.MLNet.Kernels;
using Cloudless.MLNet.Saving;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.MLNet;

/// <summary>What the transformers of Cloudless have in common: each is an estimator and a transformer at once, adds one image column, and learns nothing from the data but the images' size.</summary>
/// <typeparam name="TSelf">The transformer itself.</typeparam>
/// <remarks>
/// Thread-safe, apart from <see cref="Dispose()"/>: several cursors and prediction engines may use one transformer at once. Data is computed lazily, when a reader asks for
/// the column.
/// </remarks>
public abstract class ImageTransformer<TSelf> : IEstimator<TSelf>, IImageStep
    where TSelf : ImageTransformer<TSelf>
{
    private readonly ImageTransformerOptions _options;
    private readonly IImageKernel _kernel;

    private protected ImageTransformer(ImageTransformerOptions options, IImageKernel kernel, ImageSize? fitted) => (_options, _kernel, FittedSize) = (options, kernel, fitted);

    /// <summary>Always: each row is computed by itself, so prediction engines can use the transformer.</summary>
    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The size of the images that the transformer was fitted to; null where each row told its own, and before fitting.</summary>
    internal ImageSize? FittedSize { get; }

    /// <inheritdoc/>
    ImageSize? IImageStep.Size => FittedSize ?? _options.Size;

    /// <inheritdoc/>
    IImageKernel IImageStep.Kernel => _kernel;

    /// <summary>Checks the schema and gives a transformer for it; reads no row.</summary>
    /// <param name="input">Data with the columns that the transformer takes.</param>
    /// <returns>A transformer of its own: disposing it, or the chain that holds it, leaves this one as it is.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public TSelf Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Fitted(Bind(input.Schema).Size);
    }

    /// <summary>Schema propagation before the data is there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return ImageShapes.Propagate(inputSchema, _kernel.Inputs, _kernel.OutputColumnName, _options, (_options.Size ?? FittedSize) is not null);
    }

    /// <summary>The schema of the data that comes out: that of the input, with the new column last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return Bind(inputSchema).OutputSchema;
    }

    /// <summary>The data with the new column; nothing is computed before a reader asks for the column's values.</summary>
    /// <param name="input">Data with the columns that the transformer takes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or has another type.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ImageDataView(input, Bind(input.Schema));
    }

    /// <summary>Begins a chain of estimators with this one.</summary>
    /// <remarks>
    /// As an instance method it is found before ML.NET's extension methods of that name, which would be ambiguous for a class that is estimator and transformer. A chain of
    /// transformers begins with <c>new TransformerChain&lt;ITransformer&gt;(first, second)</c>, or with any transformer's <c>Append</c>.
    /// </remarks>
    /// <typeparam name="TNext">What the next estimator gives.</typeparam>
    /// <param name="estimator">The next estimator: one of ML.NET's, a trainer, or another of these.</param>
    /// <param name="scope">Where the next one takes part.</param>
    public EstimatorChain<TNext> Append<TNext>(IEstimator<TNext> estimator, TransformerScope scope = TransformerScope.Everything)
        where TNext : class, ITransformer =>
        new EstimatorChain<ITransformer>().Append(this).Append(estimator, scope);

    /// <inheritdoc/>
    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new ImageRowMapper(Bind(inputSchema));
    }

    /// <summary>Saves the options, the size learned, and the model's bytes, as a chain of ML.NET's own transformers that any process with Cloudless.MLNet can load.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ArgumentNullException.ThrowIfNull(ctx);
        SavedStep step = Describe() with { FittedHeight = FittedSize?.Height, FittedWidth = FittedSize?.Width };
        ((ICanSaveModel)SavedChain.Of(step, _kernel, _options, (FittedSize ?? _options.Size) is not null)).Save(ctx);
    }

    /// <summary>Frees the native memory of the engine, once the computations under way are done; nothing is computed afterwards.</summary>
    public void Dispose()
    {
        _kernel.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A transformer with the same settings, fitted to a size.</summary>
    private protected abstract TSelf Fitted(ImageSize? size);

    /// <summary>The settings as they are saved; without the size learned.</summary>
    private protected abstract SavedStep Describe();

    private ImageBinding Bind(DataViewSchema schema) => ImageBinding.Bind(schema, _kernel, _options, FittedSize);
}
