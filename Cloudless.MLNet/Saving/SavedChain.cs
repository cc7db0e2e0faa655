using Cloudless.MLNet.Binding;
using Cloudless.MLNet.Kernels;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace Cloudless.MLNet.Saving;

/// <summary>A transformer as ML.NET can save it: a chain of ML.NET's own transformers that carries the settings as a table and computes in a custom mapping.</summary>
/// <remarks>
/// ML.NET keeps the making of savable transformers to itself. Of what it lets others use, only a table of values (MapValue) carries megabytes without loss, and only a custom
/// mapping computes what it likes; what it knows when it is loaded is its contract's name and columns with fixed names. Hence: key, table, copies of the caller's columns under the fixed names,
/// mapping, copy of the result under its name, and nothing of it left over.
/// </remarks>
internal static class SavedChain
{
    /// <summary>Makes the chain.</summary>
    /// <param name="step">The settings.</param>
    /// <param name="kernel">Names the columns.</param>
    /// <param name="options">Names the columns with each row's size.</param>
    /// <param name="sizeIsKnown">Whether the step knows its images' size; else each row tells it.</param>
    public static TransformerChain<ITransformer> Of(SavedStep step, IImageKernel kernel, ImageTransformerOptions options, bool sizeIsKnown)
    {
        var ml = new MLContext();
        bool two = kernel.Inputs.Count > 1;
        List<(string To, string From)> copies = [(StepColumns.First, kernel.Inputs[0].Name)];
        if (two)
        {
            copies.Add((StepColumns.Second, kernel.Inputs[1].Name));
        }

        if (!sizeIsKnown)
        {
            copies.AddRange([(StepColumns.Height, options.HeightColumnName), (StepColumns.Width, options.WidthColumnName)]);
        }

        var chain = new EstimatorChain<ITransformer>()
            .Append<ITransformer>(ml.Transforms.CustomMapping(new StepKeyFactory().GetMapping(), StepKeyFactory.Contract))
            .Append<ITransformer>(ml.Transforms.Conversion.MapValue(StepColumns.Texts, [KeyValuePair.Create(StepKey.Value, step.ToTexts())], StepColumns.Key));
        foreach ((string to, string from) in copies)
        {
            chain = chain.Append<ITransformer>(ml.Transforms.CopyColumns(to, from));
        }

        return chain
            .Append<ITransformer>(two
                ? ml.Transforms.CustomMapping(new TwoImagesFactory().GetMapping(), TwoImagesFactory.Contract)
                : ml.Transforms.CustomMapping(new OneImageFactory().GetMapping(), OneImageFactory.Contract))
            .Append<ITransformer>(ml.Transforms.CopyColumns(kernel.OutputColumnName, StepColumns.Output))
            .Append<ITransformer>(ml.Transforms.DropColumns(StepColumns.All(two)))
            .Fit(NoRows(ml, kernel.Inputs, sizeIsKnown ? [] : [options.HeightColumnName, options.WidthColumnName]));
    }

    /// <summary>The settings in a loaded chain; null where it is no step of Cloudless.</summary>
    /// <exception cref="CloudlessException">The settings cannot be used.</exception>
    public static SavedStep? Read(TransformerChain<ITransformer> chain)
    {
        if (chain.FirstOrDefault() is not CustomMappingTransformer<NoColumns, StepKey> key)
        {
            return null;
        }

        ITransformer table = chain.ElementAtOrDefault(1) as ValueMappingTransformer ?? throw SavedStep.Unusable("its settings are missing");
        var ml = new MLContext();
        IDataView row = table.Transform(key.Transform(ml.Data.LoadFromEnumerable([new StepKey()])));
        VBuffer<ReadOnlyMemory<char>> texts = row.GetColumn<VBuffer<ReadOnlyMemory<char>>>(StepColumns.Texts).Single();
        return SavedStep.Parse([.. texts.DenseValues()]);
    }

    // Estimators ask for data with the columns that they take; these take nothing from it but the names.
    private static IDataView NoRows(MLContext ml, IReadOnlyList<ImageInput> images, string[] sides)
    {
        (string Member, string? Name)[] columns =
        [
            (nameof(TwoImages.First), images[0].Name), (nameof(TwoImages.Second), images.ElementAtOrDefault(1)?.Name),
            (nameof(TwoImages.Height), sides.ElementAtOrDefault(0)), (nameof(TwoImages.Width), sides.ElementAtOrDefault(1)),
        ];
        Dictionary<string, string> names = columns.Where(c => c.Name is not null).DistinctBy(c => c.Name).ToDictionary(c => c.Member, c => c.Name!);
        SchemaDefinition definition = SchemaDefinition.Create(typeof(TwoImages));
        definition.RemoveAll(c => !names.ContainsKey(c.MemberName));
        definition.ForEach(c => c.ColumnName = names[c.MemberName]);
        return ml.Data.LoadFromEnumerable(Array.Empty<TwoImages>(), definition);
    }
}
