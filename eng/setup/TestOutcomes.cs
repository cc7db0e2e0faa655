using System.Xml.Linq;

namespace Cloudless.Setup;

/// <summary>Counts what the tests came to.</summary>
internal static class TestOutcomes
{
    // The counters in a trx file leave skipped tests out, so the results themselves are counted.
    public static (int Passed, int Failed, int Skipped) Count(string trx)
    {
        if (!File.Exists(trx))
        {
            return default;
        }

        var outcomes = XDocument.Load(trx).Descendants()
            .Where(element => element.Name.LocalName == "UnitTestResult")
            .Select(element => (string?)element.Attribute("outcome"))
            .ToList();
        var passed = outcomes.Count(outcome => outcome == "Passed");
        var skipped = outcomes.Count(outcome => outcome is "NotExecuted" or "Inconclusive");
        return (passed, outcomes.Count - passed - skipped, skipped);
    }
}
