using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Cloudless.Cli.Hosting;
using Cloudless.Scoring;
using Cloudless.Tests.Cli;

namespace Cloudless.Tests.Scoring;

/// <summary>Metrics and traces, for listeners in the process and for collectors.</summary>
[NonParallelizable]
internal sealed class TelemetryTests
{
    [Test]
    public void Items_pixels_and_stages_are_measured_and_each_item_is_an_activity()
    {
        using var folder = new ScoringFolder(3);
        File.WriteAllText(folder["s2-1.tif"], "no image");
        ConcurrentBag<(string Name, double Value, string Tag)> measured = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => { if (instrument.Meter.Name == ScoringTelemetry.Name) { l.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => measured.Add((i.Name, v, tags.Length > 0 ? $"{tags[0].Value}" : "")));
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => measured.Add((i.Name, v, "")));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => measured.Add((i.Name, v, tags.Length > 0 ? $"{tags[0].Value}" : "")));
        listener.Start();
        ConcurrentBag<Activity> activities = [];
        using var traces = new ActivityListener { ShouldListenTo = s => s.Name == ScoringTelemetry.Name, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData, ActivityStopped = activities.Add };
        ActivitySource.AddActivityListener(traces);
        Assert.That(folder.Score("run").Code, Is.EqualTo(ExitCodes.Failure));
        double Sum(string name, string tag = "") => measured.Where(m => m.Name == name && (tag == "" || m.Tag == tag)).Sum(m => m.Value);
        Assert.Multiple(() =>
        {
            Assert.That((Sum("cloudless.items", "done"), Sum("cloudless.items", "failed")), Is.EqualTo((2, 1)));
            Assert.That(Sum("cloudless.pixels"), Is.EqualTo(2 * ScoringFolder.Side * ScoringFolder.Side));
            Assert.That((Sum("cloudless.queue.depth"), Sum("cloudless.items.running")), Is.EqualTo((0, 0)), "back to where they were");
            Assert.That(measured.Where(m => m.Name == "cloudless.stage.duration").Select(m => m.Tag).Distinct(), Has.Member("reading").And.Member("removing clouds"));
            Activity[] items = [.. activities.Where(a => a.OperationName == "score item")];
            Assert.That(items.Select(a => (string?)a.GetTagItem("cloudless.item")), Is.EquivalentTo(new[] { "item-0", "item-1", "item-2" }));
            Assert.That(items.Count(a => a.Status == ActivityStatusCode.Error), Is.EqualTo(1));
            Assert.That(activities.Where(a => a.OperationName == "remove").Select(a => a.ParentId), Is.All.Not.Null);
        });
    }

    [Test]
    public async Task A_collector_gets_metrics_and_traces()
    {
        using var folder = new ScoringFolder(1);
        using var collector = new Collector();
        folder.Score("run", "--otlp", collector.Endpoint).Succeeded();
        ConcurrentDictionary<string, string> got = await collector.Stop();
        Assert.Multiple(() =>
        {
            Assert.That(got.Keys, Is.EquivalentTo(new[] { "/v1/metrics", "/v1/traces" }));
            Assert.That(got.GetValueOrDefault("/v1/metrics"), Does.Contain("cloudless.items").And.Contain("cloudless.stage.duration"));
            Assert.That(got.GetValueOrDefault("/v1/traces"), Does.Contain("score item").And.Contain("item-0"));
        });
    }

    [Test]
    public void A_collector_that_is_not_there_harms_no_run()
    {
        using var folder = new ScoringFolder(1);
        folder.Score("run", "--otlp", "http://127.0.0.1:9").Succeeded();
        Assert.That(CliRun.Of("score", folder.Manifest, "--out", folder["other"], "--otlp", "nowhere").Code, Is.EqualTo(ExitCodes.Usage));
    }

    /// <summary>Takes what is posted.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentDictionary<string, string> _got = new();
        private readonly Task _serving;

        public Collector()
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            Endpoint = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
            probe.Stop();
            _listener.Prefixes.Add(Endpoint + "/");
            _listener.Start();
            _serving = Serve();
        }

        public string Endpoint { get; }

        public async Task<ConcurrentDictionary<string, string>> Stop()
        {
            _listener.Stop();
            await _serving;
            return _got;
        }

        public void Dispose() => _listener.Close();

        private async Task Serve()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                string text = Encoding.Latin1.GetString(body.ToArray());
                _got.AddOrUpdate(context.Request.Url!.AbsolutePath, text, (_, before) => before + text);
                context.Response.Close();
            }
        }
    }
}
