namespace Cloudless.Training.Simulation;

/// <summary>Checks that the options of the simulation share.</summary>
internal static class SimulationChecks
{
    /// <summary>Refuses what is no share.</summary>
    public static void Share(double value, string name)
    {
        if (value is not (>= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A share lies in 0..1.");
        }
    }

    /// <summary>Refuses a range that is upside down or leaves its limits.</summary>
    public static void Range(double least, double greatest, double minimum, double maximum, string name)
    {
        if (!(least >= minimum && greatest >= least && greatest <= maximum))
        {
            throw new ArgumentOutOfRangeException(name, $"{least} .. {greatest}", $"Give a range within {minimum} .. {maximum}, the smaller number first.");
        }
    }
}
