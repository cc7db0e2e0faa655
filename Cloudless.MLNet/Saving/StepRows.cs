using Microsoft.ML.Data;

namespace Cloudless.MLNet.Saving;

/// <summary>A row of which nothing is needed.</summary>
internal sealed class NoColumns;

/// <summary>What a saved step begins with: the key under which its settings are found, and no size.</summary>
internal sealed class StepKey
{
    /// <summary>The only key.</summary>
    public const int Value = 1;

    [ColumnName(StepColumns.Key)]
    public int Key { get; set; }

    [ColumnName(StepColumns.Height)]
    public int Height { get; set; }

    [ColumnName(StepColumns.Width)]
    public int Width { get; set; }
}

/// <summary>What a saved step computes from, where it takes one image. Types are what ML.NET makes the columns' types of when it loads the step: vectors of variable size.</summary>
internal class OneImage
{
    /// <summary>JSON, then the model in base64; the same memory in each row.</summary>
    [ColumnName(StepColumns.Texts)]
    public VBuffer<ReadOnlyMemory<char>> Texts { get; set; }

    [ColumnName(StepColumns.First)]
    public VBuffer<float> First { get; set; }

    /// <summary>H; 0 where the step knows it.</summary>
    [ColumnName(StepColumns.Height)]
    public int Height { get; set; }

    /// <summary>W; 0 where the step knows it.</summary>
    [ColumnName(StepColumns.Width)]
    public int Width { get; set; }
}

/// <summary>What a saved step computes from, where it takes two images.</summary>
internal sealed class TwoImages : OneImage
{
    [ColumnName(StepColumns.Second)]
    public VBuffer<float> Second { get; set; }
}

/// <summary>What a saved step makes.</summary>
internal sealed class StepOutput
{
    [ColumnName(StepColumns.Output)]
    public VBuffer<float> Image { get; set; }
}
