using System.Globalization;
using Cloudless.Benchmarks.Paired;
using Cloudless.Imagery;
using Cloudless.Networks.Onnx;
using Cloudless.Rasters;
using Cloudless.Removal;
using Cloudless.Removal.PriorFills;

namespace Cloudless.Benchmarks.Rows;

/// <summary>The stages of <see cref="RemovalJob"/>, one after the other with the job's own code and threads; nothing runs beside them. Disposal prints their medians.</summary>
internal sealed class SceneStages(RemovalRequest request) : IDisposable
{
    private readonly OrderedDictionary<string, List<RunTime>> _times = [];

    /// <summary>Runs all stages and sums their processor time.</summary>
    public RunTime Run()
    {
        double sum = 0;
        RemovalOptions options = request.Options;
        int threads = Environment.ProcessorCount;
        using CloudRemover remover = Stage("model", () => new CloudRemover(CloudRemovalModel.LoadDefault(), request.Execution, options));
        using RasterReader reader = JobInputs.OpenOptical(request.OpticalPath);
        OpticalScene<ushort> scene = Stage("read", () => OpticalScene<ushort>.Read(reader, options.Radiometry, threads));
        PreparedSar sar = Stage("SAR", () => remover.PrepareSar(
            () => JobInputs.ReadSar(request.SarPath!, reader.Profile, options.SarScale, threads), reader.Profile.Height, reader.Profile.Width, "SAR"));
        Stage("hash inputs", () => (FileFacts.Of("optical", request.OpticalPath), FileFacts.Of("sar", request.SarPath!)));
        Raster<float> weight = Stage("masks", () => PaintWeight.Compute(scene.SignedDn, options, threads));
        ImageFill? fill = Stage("prior fill", () => remover.PrepareFill(scene.SignedDn, sar.Measured, weight));
        var composite = new Composite<ushort>(scene.Stored.Data, scene.SignedDn, weight, options.Radiometry, reader.Profile.NoData);
        Stage("network, composite", () => remover.Paint(scene.SignedDn, sar.Decibel, fill, weight, composite.Put, null, null, default));
        using OutputSet outputs = OutputSet.Open([("image", request.OutputPath)], [], overwrite: true);
        outputs.Write("image", path => Stage("write", () => Write(path, reader.Profile, scene.Stored)));
        Stage("hash and sync outputs", () => outputs.Describe(except: ""));
        Stage("put in place", () =>
        {
            outputs.Commit();
            return true;
        });
        scene.Forget();
        LargeArrays.Give(weight.Data);
        sar.Forget();
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

    private bool Write(string path, RasterProfile profile, Raster<ushort> image)
    {
        using RasterWriter writer = RasterWriter.Create(path, profile, request.Layout with { Overwrite = true });
        using var rows = new RowQueue<ushort>(writer, image);
        rows.Finished(image.Height);
        rows.Complete();
        writer.Stage(image);
        return true;
    }
}
