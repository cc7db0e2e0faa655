using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Cloudless.Tests.Rasters;

namespace Cloudless.Tests.Reports;

/// <summary>A headless Chromium that is spoken to by the DevTools protocol; the calling test is skipped where there is none.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _late = new(Patience * 4);
    private readonly Process _process;
    private int _number;

    private Chromium(Process process) => _process = process;

    /// <summary>All that the browser told without being asked.</summary>
    public List<JsonNode> Events { get; } = [];

    /// <summary>Starts it.</summary>
    public static async Task<Chromium> Start()
    {
        string program = Find() ?? Skip();
        var info = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = new Chromium(new Process { StartInfo = info });
        // The page is ours, so it needs no sandbox, which root and containers do not get.
        foreach (string argument in (string[])
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-dev-shm-usage", "--force-device-scale-factor=1",
                "--remote-debugging-port=0", $"--user-data-dir={browser._profile.Path}", "about:blank",
            ])
        {
            info.ArgumentList.Add(argument);
        }

        browser._process.Start();
        await browser._socket.ConnectAsync(new Uri(await browser.Address(program)), browser._late.Token);
        return browser;
    }

    /// <summary>Opens a tab.</summary>
    public async Task<BrowserTab> Open(int width, int height)
    {
        JsonNode target = await Send("Target.createTarget", new JsonObject { ["url"] = "about:blank" });
        JsonNode session = await Send("Target.attachToTarget", new JsonObject { ["targetId"] = target["targetId"]!.GetValue<string>(), ["flatten"] = true });
        var tab = new BrowserTab(this, session["sessionId"]!.GetValue<string>());
        foreach (string domain in (string[])["Page", "Runtime", "Network", "Log"])
        {
            await tab.Send($"{domain}.enable");
        }

        await tab.Send("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        return tab;
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    public async Task<JsonNode> Send(string method, JsonObject? parameters = null, string? session = null)
    {
        int number = ++_number;
        var message = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = parameters ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, _late.Token);
        while (true)
        {
            JsonNode answer = await Receive();
            if (answer["id"]?.GetValue<int>() != number)
            {
                continue;
            }

            Assert.That(answer["error"], Is.Null, method);
            return answer["result"]!;
        }
    }

    /// <summary>Waits until the browser tells of something.</summary>
    public async Task WaitFor(string method)
    {
        while ((await Receive())["method"]?.GetValue<string>() != method)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Send("Browser.close");
        }
        catch (WebSocketException)
        {
            // It may close the connection before it answers.
        }

        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _socket.Dispose();
        _process.Dispose();
        _late.Dispose();
        _profile.Dispose();
    }

    private async Task<JsonNode> Receive()
    {
        using var text = new MemoryStream();
        var buffer = new byte[1 << 16];
        while (true)
        {
            WebSocketReceiveResult part = await _socket.ReceiveAsync(buffer, _late.Token);
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                JsonNode message = JsonNode.Parse(text.ToArray())!;
                if (message["method"] is not null)
                {
                    Events.Add(message);
                }

                return message;
            }
        }
    }

    private async Task<string> Address(string program)
    {
        const string begin = "DevTools listening on ";
        var said = new List<string>();
        while (await _process.StandardError.ReadLineAsync(_late.Token) is { } line)
        {
            if (line.StartsWith(begin, StringComparison.Ordinal))
            {
                // Read on, or the browser stops when the pipe is full.
                _process.ErrorDataReceived += (_, _) => { };
                _ = Task.Run(async () => await _process.StandardError.ReadToEndAsync(CancellationToken.None), CancellationToken.None);
                return line[begin.Length..];
            }

            said.Add(line);
        }

        Assert.Fail($"{program} did not start: {string.Join(" ", said)}");
        throw new UnreachableException();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CLOUDLESS_CHROMIUM") is { Length: > 0 } named)
        {
            return named;
        }

        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        string[] places = OperatingSystem.IsWindows()
            ? [.. new[] { Environment.SpecialFolder.ProgramFiles, Environment.SpecialFolder.ProgramFilesX86 }.Select(Environment.GetFolderPath).SelectMany(f => (string[])[$@"{f}\Google\Chrome\Application\chrome.exe", $@"{f}\Microsoft\Edge\Application\msedge.exe"])]
            : [.. new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }.SelectMany(n => folders.Select(f => Path.Combine(f, n))), "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
        return places.FirstOrDefault(File.Exists);
    }

    private static string Skip()
    {
        Assert.Ignore("No Chromium was found (Debian: chromium); it is the judge of this test. Install one, or name it in CLOUDLESS_CHROMIUM.");
        throw new UnreachableException();
    }
}
