using Cloudless.Masks;
using Cloudless.MLNet;
using Cloudless.Tests.Removal;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Cloudless.Tests.MLNet;

/// <summary>Schemas that do not fit, against the errors of ML.NET's own transforms.</summary>
[TestFixture]
public class SchemaErrorTests
{
    private readonly MLContext _ml = new(1);

    [Test]
    public void A_missing_column_is_the_error_of_mlnets_own_transforms_wherever_it_shows()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new { Other = 1f } });
        Exception theirs = Assert.Catch(() => _ml.Transforms.CopyColumns("Copy", "Optical").Append(_ml.Transforms.CopyColumns("Again", "Copy")).Fit(data))!;
        ITransformer ours = new CloudMaskTransformer();
        foreach (TestDelegate wrong in (TestDelegate[])[
            () => new CloudMaskTransformer().Fit(data), () => ours.Transform(data), () => ours.GetOutputSchema(data.Schema), () => ours.GetRowToRowMapper(data.Schema),
            () => new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Fit(data), () => _ml.Model.CreatePredictionEngine<OtherRow, CloudFreeImage>(ours)])
        {
            Exception error = Assert.Catch(wrong)!;
            Assert.Multiple(() =>
            {
                Assert.That(error, Is.TypeOf(theirs.GetType()).And.Message.EqualTo(theirs.Message));
                Assert.That(error.Message, Does.StartWith("Could not find input column 'Optical'").And.Contains("inputSchema"));
            });
        }
    }

    [Test]
    public void Another_item_type_is_told_in_mlnets_words()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { new { Optical = new double[13], Sar = "radar" } });
        Exception theirs = Assert.Catch(() => _ml.Transforms.NormalizeLpNorm("Out", "Sar").Fit(data))!;
        Exception optical = Assert.Catch(() => new CloudMaskTransformer().Fit(data))!;
        Assert.Multiple(() =>
        {
            Assert.That(theirs, Is.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(theirs.Message, Does.StartWith("Schema mismatch for input column 'Sar': expected ").And.Contains(", got String"));
            Assert.That(optical, Is.TypeOf<ArgumentOutOfRangeException>());
            Assert.That(optical.Message, Does.StartWith("Schema mismatch for input column 'Optical': expected Vector<Single, 13, H, W>, got VarVector<Double>").Or.Contains("got Vector<Double>"));
        });
    }

    [TestCase(12, 24, 30, "Optical", "expected Vector<Single, 13, H, W>, got Vector<Single, 12, 24, 30>")]
    [TestCase(13, 24, 31, "Sar", "expected Vector<Single, 2, 24, 31>, got Vector<Single, 2, 24, 30>")]
    public void Dimensions_that_do_not_fit_are_told_with_those_that_do(int channels, int height, int width, string column, string message)
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1), Definition(new VectorDataViewType(NumberDataViewType.Single, channels, height, width)));
        Assert.That(() => new SarOpticalStackTransformer().Fit(data),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith($"Schema mismatch for input column '{column}': {message}"));
    }

    [Test]
    public void A_flat_vector_of_known_size_is_a_square_image_or_what_the_options_say_or_an_error()
    {
        IDataView square = Flat(13 * 16 * 16), oblong = Flat(13 * 8 * 20);
        Assert.Multiple(() =>
        {
            Assert.That(new CloudMaskTransformer().Fit(square).GetOutputSchema(square.Schema)["CloudMask"].Type.ToString(), Is.EqualTo("Vector<Single, 16, 16>"));
            Assert.That(new CloudMaskTransformer(new CloudMaskTransformerOptions { Height = 8, Width = 20 }).GetOutputSchema(oblong.Schema)["CloudMask"].Type.ToString(), Is.EqualTo("Vector<Single, 8, 20>"));
            Assert.That(() => new CloudMaskTransformer().Fit(oblong), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("expected Vector<Single, 13, H, W>, got Vector<Single, 2080>"));
            Assert.That(() => new CloudMaskTransformer(new CloudMaskTransformerOptions { Height = 9, Width = 20 }).Fit(oblong),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("expected Vector<Single, 13, 9, 20>, got Vector<Single, 2080>"));
        });
    }

    [Test]
    public void Images_of_variable_size_need_columns_with_their_sizes()
    {
        IDataView without = _ml.Data.LoadFromEnumerable(new[] { new { Optical = new float[13] } });
        IDataView wrong = _ml.Data.LoadFromEnumerable(new[] { new { Optical = new float[13], Height = 1L, Width = 1 } });
        Assert.Multiple(() =>
        {
            Assert.That(() => new CloudMaskTransformer().Fit(without), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Could not find input column 'Height'"));
            Assert.That(() => new CloudMaskTransformer().Append(new SarOpticalStackTransformer()).Fit(without), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Could not find input column 'Height'"));
            Assert.That(() => new CloudMaskTransformer().Fit(wrong), Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Schema mismatch for input column 'Height': expected Int32, got Int64"));
            Assert.That(() => new CloudMaskTransformer(new CloudMaskTransformerOptions { Height = 1, Width = 1 }).Fit(without), Throws.Nothing);
        });
    }

    [Test]
    public void A_model_that_needs_sar_wants_15_channels_and_the_embedded_one_takes_13_too()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        var optical = new CloudRemovalTransformerOptions { InputColumnName = "Optical" };
        Assert.Multiple(() =>
        {
            Assert.That(() => new CloudRemovalTransformer(Fixtures.Model(), optical).Fit(data),
                Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("Schema mismatch for input column 'Optical': expected Vector<Single, 15, H, W>, got Vector<Single, 13, 24, 30>"));
            Assert.That(() => new CloudRemovalTransformer(optical).Fit(data), Throws.Nothing);
            Assert.That(() => new CloudRemovalTransformer(Fixtures.Model(missingFill: -15), optical).Fit(data), Throws.Nothing);
        });
    }

    [Test]
    public void A_vector_that_does_not_hold_its_rows_image_is_an_error_that_names_column_and_row()
    {
        NamedImage broken = Rows.Any(20, 25, 1);
        broken.Optical = broken.Optical[1..];
        IDataView data = _ml.Data.LoadFromEnumerable(new[] { Rows.Any(20, 25), broken });
        Assert.That(() => ChainTests.Column(new CloudMaskTransformer().Transform(data), "CloudMask"),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("'Optical' of row 1").And.Message.Contains("6499").And.Message.Contains("6500"));
    }

    [Test]
    public void A_row_without_a_size_is_an_error_that_names_it()
    {
        NamedImage broken = Rows.Any(20, 25);
        broken.Height = 0;
        Assert.That(() => ChainTests.Column(new CloudMaskTransformer().Transform(_ml.Data.LoadFromEnumerable(new[] { broken })), "CloudMask"),
            Throws.TypeOf<RasterMismatchException>().With.Message.Contains("'Height' and 'Width' of row 0 hold 0 and 25"));
    }

    [Test]
    public void A_mask_column_of_scores_that_is_taken_for_classes_is_an_error_that_names_column_and_row()
    {
        IDataView data = _ml.Data.LoadFromEnumerable(Rows.Known(1));
        IDataView result = _ml.Transforms.GenerateCloudMask(output: CloudMaskOutput.Score).Append(_ml.Transforms.StackSarOptical())
            .Append(_ml.Transforms.RemoveClouds(Fixtures.Model(), new CloudRemovalTransformerOptions { MaskColumnName = "CloudMask" })).Fit(data).Transform(data);
        Assert.That(() => ChainTests.Column(result, "CloudFree"), Throws.TypeOf<CloudlessException>().With.Message.Contains("'CloudMask' of row 0").And.Message.Contains("If it is a score or a weight, say so"));
    }

    [Test]
    public void Options_that_make_no_sense_are_refused_when_the_transformer_is_made()
    {
        Assert.Multiple(() =>
        {
            Assert.That(() => new CloudMaskTransformer(new CloudMaskTransformerOptions { Height = 5 }), Throws.ArgumentException.With.Message.Contains("together"));
            Assert.That(() => new CloudMaskTransformer(new CloudMaskTransformerOptions { OutputColumnName = "" }), Throws.ArgumentException);
            Assert.That(() => _ml.Transforms.GenerateCloudMask(output: CloudMaskOutput.Probability), Throws.ArgumentException.With.Message.Contains("no probability"));
            Assert.That(() => _ml.Transforms.RemoveClouds(modelPath: "nowhere.onnx"), Throws.TypeOf<ModelContractException>().With.Message.Contains("nowhere.onnx"));
            Assert.That(() => new CloudRemovalTransformer(Fixtures.Model(), new CloudRemovalTransformerOptions { ModelPath = "a.onnx" }), Throws.ArgumentException.With.Message.Contains("a.onnx"));
            Assert.That(() => new CloudRemovalTransformer(new CloudRemovalTransformerOptions { Composite = false, MaskColumnName = "CloudMask" }), Throws.ArgumentException.With.Message.Contains("no mask is used"));
        });
    }

    private IDataView Flat(int length)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(OnlyOptical));
        definition[0].ColumnType = new VectorDataViewType(NumberDataViewType.Single, length);
        return _ml.Data.LoadFromEnumerable([new OnlyOptical { Optical = new float[length] }], definition);
    }

    private static SchemaDefinition Definition(VectorDataViewType optical)
    {
        SchemaDefinition definition = SchemaDefinition.Create(typeof(KnownSizeRow));
        definition["Optical"].ColumnType = optical;
        return definition;
    }

    private sealed class OnlyOptical
    {
        public float[] Optical { get; set; } = [];
    }

    private sealed class OtherRow
    {
        public float Other { get; set; }
    }
}
