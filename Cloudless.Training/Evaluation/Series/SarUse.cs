namespace Cloudless.Training.Evaluation.Series;

/// <summary>Whether methods that look at Sentinel-1 get it; a series without any is judged without.</summary>
public enum SarUse
{
    /// <summary>They get what there is.</summary>
    On,

    /// <summary>It is kept from them.</summary>
    Off,

    /// <summary>Each is judged twice on each trial.</summary>
    Both,
}
