namespace Cloudless.Training.Temporal;

/// <summary>When to stop without knowing the truth: the best check so far counts, and after so many worse ones in a row it will not come any more.</summary>
/// <param name="patience">Worse checks in a row that end it, 1 or more.</param>
internal sealed class StoppingRule(int patience)
{
    /// <summary>The least error so far.</summary>
    public double Best { get; private set; } = double.PositiveInfinity;

    /// <summary>Number of the check that had it, from 1; 0 before the first one.</summary>
    public int BestCheck { get; private set; }

    /// <summary>Checks so far.</summary>
    public int Checks { get; private set; }

    /// <summary>Whether it is time to stop.</summary>
    public bool Stops => Checks - BestCheck >= patience;

    /// <summary>Counts a check.</summary>
    /// <param name="error">What was measured on what was withheld; a number that is not finite is never the best.</param>
    /// <returns>Whether it is the best so far.</returns>
    public bool Add(double error)
    {
        Checks++;
        if (!(error < Best))
        {
            return false;
        }

        (Best, BestCheck) = (error, Checks);
        return true;
    }
}
