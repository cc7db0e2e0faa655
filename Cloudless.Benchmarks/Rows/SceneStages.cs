using System.Globalization;
using Cloudless.Benchmarks.Paired;
using Cloudless.Networks.Onnx;
using Cloudless.Removal;
using Cloudless.Removal.Streaming;

namespace Cloudless.Benchmarks.Rows;

/// <summary>The stages of <see cref="RemovalJob"/>, one after the other with the job's own code and threads; nothing runs beside them. Disposal prints their medians.</summary>
internal sealed class SceneStages(RemovalRequest request) : IDisposable
{
    private readonly OrderedDictionary<string, List<RunTime>> _times = [];

    /// <summary>Runs all stages and sums their processor time.</summary>
    public RunTime Run()
    {
        double sum = 0;
        using CloudRemover remover = Stage("model", () => new CloudRemover(CloudRemovalModel.LoadDefault(), request.Execution, request.Options));
        using StreamInputs inputs = Stage("open", () => StreamInputs.Open(request));
        using OutputSet outputs = OutputSet.Open([("image", request.OutputPath)], [], overwrite: true);
        var targets = new StreamTargets { Output = request.OutputPath, Image = outputs.PlaceOf("image")!, Layout = request.Layout with { Overwrite = true } };
        using (var work = new StreamedRemoval<ushort>(inputs, remover, targets, request.Limits))
        {
            Stage("hash inputs", () => inputs.Source.Files.Concat(inputs.Sar?.Files ?? []).Select(f => FileFacts.Of("input", f)).ToList());
            Stage("read", () => work.Read(null, default));
            Stage("masks, prior fill", () => work.Weigh(null, default));
            using StoredOutput<ushort> image = work.BeginImage();
            Stage("network, composite", () => work.Paint(_ => { }, null, default));
            Stage("write", () =>
            {
                image.Finished(inputs.Profile.Height);
                return work.Finish(image, default);
            });
        }

        Stage("hash and sync outputs", () => outputs.Describe("image"));
        Stage("put in place", () =>
        {
            outputs.Commit();
            return true;
        });
        return new RunTime(sum, sum);

        T Stage<T>(string name, Func<T> work)
        {
            T? result = default;
            RunTime time = RunTime.Of(() => result = work());
            if (!_times.TryGetValue(name, out List<RunTime>? list))
            {
                _times[name] = list = [];
            }

            list.Add(time);
            sum += time.Processor;
            return result!;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((string name, List<RunTime> times) in _times)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {name,-24} processor {Spread.Of(times.Select(t => t.Processor)).Median,7:0.000} s, wall {Spread.Of(times.Select(t => t.Wall)).Median,7:0.000} s"));
        }
    }
}
