using Microsoft.ML.Transforms;

namespace Cloudless.MLNet.Saving;

/// <summary>What ML.NET finds by its contract when it loads the beginning of a saved step. Contracts are part of the file format: never change one.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class StepKeyFactory : CustomMappingFactory<NoColumns, StepKey>
{
    public const string Contract = "Cloudless.StepKey";

    /// <inheritdoc/>
    public override Action<NoColumns, StepKey> GetMapping() => static (_, row) => row.Key = StepKey.Value;
}

/// <summary>What computes in a saved step that takes one image.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class OneImageFactory : CustomMappingFactory<OneImage, StepOutput>
{
    public const string Contract = "Cloudless.OneImage";

    /// <inheritdoc/>
    public override Action<OneImage, StepOutput> GetMapping() => new StepRunner().Run;
}

/// <summary>What computes in a saved step that takes two images.</summary>
[CustomMappingFactoryAttribute(Contract)]
internal sealed class TwoImagesFactory : CustomMappingFactory<TwoImages, StepOutput>
{
    public const string Contract = "Cloudless.TwoImages";

    /// <inheritdoc/>
    public override Action<TwoImages, StepOutput> GetMapping() => new StepRunner().Run;
}
