using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using CustomerGrains.Simulation;
using CustomerGrains.Tool.Connection;

namespace CustomerGrains.Tool.Simulate;

/// <summary>simulate: live shoppers for a first look.</summary>
static class SimulateCommand
{
    public static Command Create(ToolHost host)
    {
        var server = new ServerOptions(host);
        var rate = new Option<double>("--rate") { Description = "Events a second", DefaultValueFactory = _ => 20 };
        var customers = new Option<int>("--customers") { Description = "How many different people shop", DefaultValueFactory = _ => 500 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same people doing the same things", DefaultValueFactory = _ => 1 };
        var duration = new Option<string?>("--duration") { Description = "Stop after this time, such as 90s, 5m or 1h; else at Ctrl-C" };
        var currency = new Option<string?>("--currency") { Description = "What people pay in, such as EUR, or several such as EUR,GBP,USD: the first for most; else the server's reporting currency, or EUR" };
        var command = new Command("simulate", "Send believable live shoppers until Ctrl-C.") { rate, customers, seed, duration, currency };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (perSecond, people) = (parsed.GetValue(rate), parsed.GetValue(customers));
            if (perSecond is not (> 0 and <= 100_000)) throw new UserError("--rate must be more than 0 and at most 100,000 events a second.");
            if (people is < 1 or > 1_000_000) throw new UserError("--customers must be 1 to 1,000,000.");
            var length = parsed.GetValue(duration) is { } text ? Duration(text) : (TimeSpan?)null;
            var currencies = parsed.GetValue(currency) is { } list ? Currencies(list) : null;
            var options = server.Client(parsed);
            await server.ReachAsync(options.Endpoint, cancellationToken);
            currencies ??= [await ReportingCurrencyAsync(host, options.Endpoint, cancellationToken) ?? "EUR"];
            var run = Base36(host.Time.GetUtcNow().ToUnixTimeSeconds());
            return await new LiveRun(host, options, new Crowd(people, parsed.GetValue(seed), run, currencies), run)
                .RunAsync(perSecond, parsed.GetValue(seed), length, cancellationToken);
        });
        return command;
    }

    static TimeSpan Duration(string text)
    {
        var unit = text.Length > 0 ? text[^1] : ' ';
        var (number, seconds) = unit switch { 's' => (text[..^1], 1), 'm' => (text[..^1], 60), 'h' => (text[..^1], 3_600), _ => (text, 1) };
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 1_000_000
            ? TimeSpan.FromSeconds(count * seconds)
            : throw new UserError($"--duration is \"{text}\"; give a time such as 90s, 5m or 1h.");
    }

    static string[] Currencies(string text)
    {
        var currencies = text.Split(',', StringSplitOptions.TrimEntries).Select(currency => currency.ToUpperInvariant()).Distinct().ToArray();
        return currencies.All(currency => currency.Length == 3 && currency.All(char.IsAsciiLetterUpper))
            ? currencies
            : throw new UserError($"--currency is \"{text}\"; give three letters such as EUR, or several such as EUR,GBP,USD.");
    }

    /// <summary>So that everything counts in the totals, without rates. Null where nobody may ask.</summary>
    static async Task<string?> ReportingCurrencyAsync(ToolHost host, Uri url, CancellationToken cancellationToken)
    {
        if (ApiToken.Find(null, url, host) is not { } token) return null;
        try
        {
            using var http = host.Http();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url.AbsoluteUri.TrimEnd('/') + "/api/kpis?window=all"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode) return null;
            using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.RootElement.GetProperty("currency").GetString();
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    static string Base36(long number)
    {
        var text = "";
        for (; number > 0; number /= 36) text = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(number % 36)] + text;
        return text;
    }
}
