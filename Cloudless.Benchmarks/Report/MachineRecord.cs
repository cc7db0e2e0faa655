namespace Cloudless.Benchmarks.Report;

/// <summary>A machine as the tables tell it; two equal records are taken for the same machine.</summary>
/// <param name="Processor">Model of the processor.</param>
/// <param name="InstructionSets">Those that matter for arithmetic, by the names of the kernel or of .NET.</param>
/// <param name="Processors">Logical processors that this process may use.</param>
internal sealed record MachineRecord(string Processor, string InstructionSets, int Processors);
