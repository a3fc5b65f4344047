using System.Collections.Concurrent;
using System.Text.Json;

namespace Nexus.Examples.Tests.Desk;

/// <summary>A browser tab: reads the page and presses keys.</summary>
internal sealed class BrowserPage
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private readonly DevTools _tools;
    private readonly string _session;

    public BrowserPage(DevTools tools, string session)
    {
        _tools = tools;
        _session = session;
        tools.Happened += Notice;
    }

    /// <summary>Every address that the page requested.</summary>
    public ConcurrentQueue<Uri> Requests { get; } = new();

    /// <summary>The browser's errors and warnings.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    public async Task GoToAsync(Uri address)
    {
        foreach (var domain in new[] { "Network", "Page", "Runtime", "Log" })
            await SendAsync($"{domain}.enable");
        await SendAsync("Page.navigate", new { url = address });
    }

    /// <summary>Returns the value of an expression; a promise is awaited.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true }).WaitAsync(Deadline);
        if (answer.TryGetProperty("exceptionDetails", out var fault))
            throw new InvalidOperationException(fault.ToString());
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value.Deserialize<T>()! : default!;
    }

    /// <summary>Returns when the condition is true, which is checked once per frame; fails at the deadline.</summary>
    public async Task WaitForAsync(string condition)
    {
        try
        {
            await EvaluateAsync<bool>($"new Promise(done => {{ const look = () => ({condition}) ? done(true) : requestAnimationFrame(look); look(); }})");
        }
        catch (TimeoutException)
        {
            Assert.Fail($"On the page this did not come true: {condition}\n{await EvaluateAsync<string>("document.body.innerText")}");
        }
    }

    /// <summary>Returns when the element has exactly this text.</summary>
    public Task WaitForTextAsync(string selector, string text) => WaitForAsync($"document.querySelector('{selector}')?.textContent.trim() == '{text}'");

    /// <summary>Returns when the table has exactly these rows, from top to bottom. Each part of the page is drawn when its own numbers arrive.</summary>
    public Task WaitForRowsAsync(string selector, params string[][] rows) =>
        WaitForAsync($"JSON.stringify({Rows(selector)}) == JSON.stringify({JsonSerializer.Serialize(rows)})");

    /// <summary>Returns when the first two columns are these prices and quantities, in any notation.</summary>
    public Task WaitForLevelsAsync(string selector, IEnumerable<Level> levels) =>
        WaitForAsync($"JSON.stringify({Rows(selector)}.map(row => row.slice(0, 2).map(cell => Number(cell.replaceAll(',', ''))))) == JSON.stringify({JsonSerializer.Serialize(levels.Select(level => new[] { level.Price, level.Quantity }))})");

    public async Task PressAsync(string key)
    {
        var text = key switch { "Enter" => "\r", "Space" => " ", _ => null };
        var code = key switch { "Tab" => 9, "Enter" => 13, "Space" => 32, "ArrowRight" => 39, "ArrowDown" => 40, _ => 0 };
        foreach (var type in new[] { text is null ? "rawKeyDown" : "keyDown", "keyUp" })
            await SendAsync("Input.dispatchKeyEvent", new { type, key = text is " " ? " " : key, code = key, windowsVirtualKeyCode = code, text = type == "keyUp" ? null : text });
    }

    public Task ResizeAsync(int width, int height) =>
        SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    public Task ColoursAsync(string scheme) =>
        SendAsync("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = scheme } } });

    private static string Rows(string selector) => $"[...document.querySelectorAll('{selector} tr')].map(row => [...row.cells].map(cell => cell.textContent.trim()))";

    private Task<JsonElement> SendAsync(string method, object? parameters = null) => _tools.SendAsync(method, parameters, _session);

    private void Notice(string? session, string method, JsonElement parameters)
    {
        if (session != _session)
            return;
        switch (method)
        {
            case "Network.requestWillBeSent":
                Requests.Enqueue(new Uri(parameters.GetProperty("request").GetProperty("url").GetString()!));
                break;
            case "Network.webSocketCreated":
                Requests.Enqueue(new Uri(parameters.GetProperty("url").GetString()!));
                break;
            case "Runtime.exceptionThrown":
                Complaints.Enqueue(parameters.ToString());
                break;
            case "Log.entryAdded" when parameters.GetProperty("entry").GetProperty("level").GetString() == "error":
                Complaints.Enqueue(parameters.GetProperty("entry").GetProperty("text").GetString()!);
                break;
        }
    }
}
