namespace Cloudless.Training.Temporal;

/// <summary>Which dates of a series become inputs and which the target: the rules of the data loader of SEN12MS-CR-TS and UnCRtainTS.</summary>
public enum SeriesSampling
{
    /// <summary>The clearest date is the target; inputs are the first dates whose cloud cover is in the range asked for. The same for every draw.</summary>
    Fixed,

    /// <summary>The target is drawn among the clear dates; inputs are the dates around it, whatever their cloud cover.</summary>
    Random,
}
