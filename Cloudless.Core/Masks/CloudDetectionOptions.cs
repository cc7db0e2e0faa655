namespace Cloudless.Masks;

/// <summary>How <see cref="CloudDetector"/> looks for clouds, and what it says about a pixel.</summary>
public sealed record CloudDetectionOptions
{
    /// <summary>What finds the clouds; <see cref="CloudMaskMethod.Spectral"/> by default.</summary>
    public CloudMaskMethod Method { get; init; } = CloudMaskMethod.Spectral;

    /// <summary>What is said about a pixel; its class by default.</summary>
    public CloudMaskOutput Output { get; init; } = CloudMaskOutput.Class;

    /// <summary>
    /// A pixel is cloud where its cloud score is at least this; 0..1, 0.2 by default. With <see cref="CloudMaskMethod.Removal"/> it moves
    /// <see cref="RemovalMaskOptions.CloudThreshold"/>, and the thresholds of haze and of thick cloud where they would end on the wrong side of it.
    /// <see cref="CloudMaskMethod.S2Cloudless"/> has a threshold of its own.
    /// </summary>
    public double Threshold { get; init; } = 0.2;

    /// <summary>Whether shadow is looked for; where it is not, shadow is clear. True by default.</summary>
    public bool Shadow { get; init; } = true;

    /// <summary>For <see cref="CloudMaskMethod.S2Cloudless"/>: the user's copy of the model, LightGBM text.</summary>
    public string? ModelPath { get; init; }

    /// <summary>For <see cref="CloudMaskMethod.S2Cloudless"/>: grid, threshold and disks.</summary>
    public S2CloudlessOptions S2Cloudless { get; init; } = new();

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentException">A value leaves its range, or the method does not give what is asked for.</exception>
    public void Validate()
    {
        if (!Enum.IsDefined(Method) || !Enum.IsDefined(Output))
        {
            throw new ArgumentOutOfRangeException(nameof(Method), $"There is no method {Method} with output {Output}.");
        }

        bool probable = Method == CloudMaskMethod.S2Cloudless;
        if (Output == CloudMaskOutput.Probability && !probable)
        {
            throw new ArgumentException($"The method {Method} gives a score, which is not calibrated, and no probability. Ask for {nameof(CloudMaskOutput.Score)}.", nameof(Output));
        }

        if (Output == CloudMaskOutput.Score && probable)
        {
            throw new ArgumentException($"The method {Method} gives a probability and no score. Ask for {nameof(CloudMaskOutput.Probability)}.", nameof(Output));
        }

        if (probable)
        {
            Detector.Validate();
        }

        Spectral.Validate();
    }

    /// <summary>The settings of s2cloudless.</summary>
    internal DetectorOptions Detector => new() { Kind = DetectorKind.S2Cloudless, ModelPath = ModelPath, S2Cloudless = S2Cloudless };

    /// <summary>The settings of the spectral mask; nodata is always told apart.</summary>
    internal CloudMaskOptions Spectral => new() { Threshold = Threshold, MarkNoData = true };

    /// <summary>The settings of the removal mask.</summary>
    internal RemovalMaskOptions Removal
    {
        get
        {
            var defaults = new RemovalMaskOptions();
            return defaults with
            {
                CloudThreshold = Threshold,
                HazeThreshold = Math.Min(defaults.HazeThreshold, Threshold),
                ThickThreshold = Math.Max(defaults.ThickThreshold, Threshold),
                ShadowReach = Shadow ? defaults.ShadowReach : 0,
            };
        }
    }
}
