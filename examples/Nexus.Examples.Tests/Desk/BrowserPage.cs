using System.Collections.Concurrent;
using System.Text.Json;

namespace Nexus.Examples.Tests.Desk;

/// <summary>A browser tab: reads the page and presses keys.</summary>
internal sealed class BrowserPage
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(40);

    private static readonly string[] KeyNames = ["Tab", "Enter", "Escape", "Space", "End", "Home", "ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown"];
    private static readonly int[] KeyCodes = [9, 13, 27, 32, 35, 36, 37, 38, 39, 40];

    private readonly DevTools _tools;
    private readonly string _target;
    private readonly string _session;

    public BrowserPage(DevTools tools, string target, string session)
    {
        _tools = tools;
        _target = target;
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

    /// <summary>Brings the tab to the front; the one that was there is hidden.</summary>
    public Task ShowAsync() => SendAsync("Page.bringToFront");

    public async Task CloseAsync()
    {
        _tools.Happened -= Notice;
        await _tools.SendAsync("Target.closeTarget", new { targetId = _target });
    }

    /// <summary>Collects garbage and returns what is left: bytes of the scripts' heap, nodes of all documents, and listeners.</summary>
    public async Task<PageMemory> GetMemoryAsync()
    {
        await SendAsync("HeapProfiler.collectGarbage");
        var metrics = await GetMetricsAsync();
        return new PageMemory((long)metrics["JSHeapUsedSize"], (int)metrics["Nodes"], (int)metrics["JSEventListeners"]);
    }

    /// <summary>Returns the browser's figures of the page, such as TaskDuration in seconds.</summary>
    public async Task<IReadOnlyDictionary<string, double>> GetMetricsAsync()
    {
        await SendAsync("Performance.enable");
        var answer = await SendAsync("Performance.getMetrics");
        return answer.GetProperty("metrics").EnumerateArray().ToDictionary(static metric => metric.GetProperty("name").GetString()!, static metric => metric.GetProperty("value").GetDouble());
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

    /// <summary>Returns when the first two columns are these prices and quantities, in any notation and without the note of own orders.</summary>
    public Task WaitForLevelsAsync(string selector, IEnumerable<Level> levels) => WaitForAsync(HasLevels(selector, levels));

    /// <summary>The condition that the first two columns are these prices and quantities, in any notation and without the note of own orders.</summary>
    public static string HasLevels(string selector, IEnumerable<Level> levels)
    {
        var shown = $$"""
            [...document.querySelectorAll('{{selector}} tr')].map(row => [...row.cells].slice(0, 2).map(cell =>
                Number([...cell.childNodes].filter(part => !part.classList?.contains('unseen')).map(part => part.textContent).join('').replaceAll(',', ''))))
            """;
        return $"JSON.stringify({shown}) == JSON.stringify({JsonSerializer.Serialize(levels.Select(static level => new[] { level.Price, level.Quantity }))})";
    }

    /// <summary>Presses a key, such as a, Enter, or Shift+ArrowLeft.</summary>
    public async Task PressAsync(string key)
    {
        var shift = key.StartsWith("Shift+", StringComparison.Ordinal);
        var name = shift ? key[6..] : key;
        var text = name switch { "Enter" => "\r", "Space" => " ", { Length: 1 } => name, _ => null };
        var code = Array.IndexOf(KeyNames, name) is var at and >= 0 ? KeyCodes[at] : 0;
        foreach (var type in new[] { text is null ? "rawKeyDown" : "keyDown", "keyUp" })
            await SendAsync("Input.dispatchKeyEvent", new { type, key = text is " " ? " " : name, code = name, windowsVirtualKeyCode = code, modifiers = shift ? 8 : 0, text = type == "keyUp" ? null : text });
    }

    /// <summary>Replaces the text of a field and leaves it.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        await EvaluateAsync<bool>($"(field => (field.focus(), field.select(), true))(document.querySelector('{selector}'))");
        await SendAsync("Input.insertText", new { text });
        await EvaluateAsync<bool>($"(field => (field.dispatchEvent(new Event('change', {{ bubbles: true }})), true))(document.querySelector('{selector}'))");
    }

    /// <summary>Presses and releases the mouse in the middle of an element.</summary>
    public async Task ClickWithMouseAsync(string selector)
    {
        var (x, y) = await PointAsync(selector, 0.5, 0.5);
        await MouseAsync("mousePressed", x, y);
        await MouseAsync("mouseReleased", x, y);
    }

    public Task ClickAsync(string selector) => EvaluateAsync<bool>($"(document.querySelector('{selector}').click(), true)");

    /// <summary>Moves the mouse to a point of an element, given as fractions of its size.</summary>
    public async Task<(double X, double Y)> PointAsync(string selector, double x, double y, string type = "mouseMoved")
    {
        var box = await EvaluateAsync<double[]>($"(box => [box.x, box.y, box.width, box.height])(document.querySelector('{selector}').getBoundingClientRect())");
        var at = (X: box[0] + box[2] * x, Y: box[1] + box[3] * y);
        await MouseAsync(type, at.X, at.Y, isPressed: type != "mouseMoved");
        return at;
    }

    public Task MouseAsync(string type, double x, double y, bool isPressed = true) =>
        SendAsync("Input.dispatchMouseEvent", new { type, x, y, button = isPressed ? "left" : "none", buttons = isPressed ? 1 : 0, clickCount = type == "mouseMoved" ? 0 : 1 });

    public Task ResizeAsync(int width, int height) =>
        SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });

    public Task ColorsAsync(string scheme, string motion = "no-preference") => SendAsync(
        "Emulation.setEmulatedMedia",
        new { features = new[] { new { name = "prefers-color-scheme", value = scheme }, new { name = "prefers-reduced-motion", value = motion } } });

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
