namespace Cloudless.Cli.Clusters;

/// <summary>What was submitted.</summary>
/// <param name="Job">Number of the array.</param>
/// <param name="ReportJob">Number of the job behind it.</param>
/// <param name="Items">Items of the manifest.</param>
/// <param name="Shards">Tasks of the array.</param>
/// <param name="Script">Script of the tasks.</param>
/// <param name="ReportScript">Script of the report.</param>
internal sealed record SubmitReport(string Job, string ReportJob, int Items, int Shards, string Script, string ReportScript);
