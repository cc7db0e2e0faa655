using Cloudless.Scoring;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cloudless.Cli.Hosting;

/// <summary>Sends metrics and traces to an OpenTelemetry collector while it lives; disposal sends what is left.</summary>
internal sealed class OtlpExport : IDisposable
{
    private const int GrpcPort = 4317, IntervalMilliseconds = 10_000, LastMilliseconds = 3_000;

    private readonly MeterProvider _meters;
    private readonly TracerProvider _traces;

    private OtlpExport(Uri endpoint)
    {
        _meters = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(Describe)
            .AddMeter(ScoringTelemetry.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                Aim(exporter, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = IntervalMilliseconds;
            })
            .Build();
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(Describe)
            .AddSource(ScoringTelemetry.Name)
            .AddOtlpExporter(exporter => Aim(exporter, endpoint, "v1/traces"))
            .Build();
    }

    /// <summary>Begins to send; null where nothing is to be sent.</summary>
    public static OtlpExport? Start(Uri? endpoint) => endpoint is null ? null : new OtlpExport(endpoint);

    /// <summary>Understands an endpoint.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Uri Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"
        ? uri
        : throw new FormatException($"'{text}' is no endpoint; expected http://host:4318 (OTLP over HTTP) or http://host:4317 (over gRPC).");

    /// <inheritdoc/>
    public void Dispose()
    {
        // A collector that is gone must not hold up the end of the run for long.
        _meters.Shutdown(LastMilliseconds);
        _traces.Shutdown(LastMilliseconds);
        _meters.Dispose();
        _traces.Dispose();
    }

    private static void Describe(ResourceBuilder resource) => resource.AddService("cloudless", serviceVersion: CloudlessApp.Version);

    // The port tells the protocol, as the specification assigns them; over HTTP each signal has a path of its own.
    private static void Aim(OtlpExporterOptions exporter, Uri endpoint, string signal)
    {
        bool grpc = endpoint.Port == GrpcPort;
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = grpc ? endpoint : new Uri($"{endpoint.ToString().TrimEnd('/')}/{signal}");
        exporter.TimeoutMilliseconds = LastMilliseconds;
    }
}
