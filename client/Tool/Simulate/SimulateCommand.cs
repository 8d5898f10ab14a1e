using System.CommandLine;
using System.Globalization;
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
        var command = new Command("simulate", "Send believable live shoppers until Ctrl-C.") { rate, customers, seed, duration };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (perSecond, people) = (parsed.GetValue(rate), parsed.GetValue(customers));
            if (perSecond is not (> 0 and <= 100_000)) throw new UserError("--rate must be more than 0 and at most 100,000 events a second.");
            if (people is < 1 or > 1_000_000) throw new UserError("--customers must be 1 to 1,000,000.");
            var length = parsed.GetValue(duration) is { } text ? Duration(text) : (TimeSpan?)null;
            var options = server.Client(parsed);
            await server.ReachAsync(options.Endpoint, cancellationToken);
            var run = Base36(host.Time.GetUtcNow().ToUnixTimeSeconds());
            return await new LiveRun(host, options, new Simulation(parsed.GetValue(seed), people, run), run)
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

    static string Base36(long number)
    {
        var text = "";
        for (; number > 0; number /= 36) text = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(number % 36)] + text;
        return text;
    }
}
