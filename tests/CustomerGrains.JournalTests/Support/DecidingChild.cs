using System.Diagnostics;
using System.Globalization;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport;

namespace CustomerGrains.JournalTests.Support;

/// <summary>A process that decides about customers, events and deadlines mixed, until it kills itself in the middle of a transaction with decisions.</summary>
static class DecidingChild
{
    const int Customers = 12;

    /// <summary>The child's side: dies at the given step of the nth such transaction.</summary>
    public static async Task RunAsync(StoreOptions options, Step step, int nth, long from)
    {
        var clock = new SetClock(DateTimeOffset.FromUnixTimeMilliseconds(from));
        var (armed, seen) = (false, 0);
        var silo = await TestSilo.StartAsync(options, clock, (at, group) =>
        {
            // At its beginning nobody knows yet what a transaction will hold.
            if (Volatile.Read(ref armed) && at == step && group is not { Transitions.Count: 0 } && Interlocked.Increment(ref seen) == nth)
                Process.GetCurrentProcess().Kill(); // SIGKILL: nothing is flushed, nobody is told
        });
        await silo.BackfillAsync();
        Volatile.Write(ref armed, true);
        var random = new Random((int)(from % int.MaxValue));
        for (var round = 0; ; round++)
        {
            clock.Set(clock.GetUtcNow() + TimeSpan.FromMinutes(random.Next(1, 2_000)));
            Console.WriteLine(clock.GetUtcNow().ToUnixTimeMilliseconds());
            var sweeping = silo.SweepAsync();
            await Task.WhenAll(Enumerable.Range(0, Customers).Where(_ => random.Next(3) == 0).Select(c => EventAsync(silo, $"c{c}", $"{from}-{round}-{c}", random.Next(4))));
            await sweeping;
        }
    }

    /// <summary>The parent's side: runs a child until it is dead, and says where its clock stood.</summary>
    public static async Task<long> RunUntilDeadAsync(StoreOptions options, Step step, int nth, long from)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            start.FileName = "dotnet";
        foreach (var argument in (string[])["exec", typeof(DecidingChild).Assembly.Location, "decide-until-killed", options.Provider.ToString(), options.ConnectionString, step.ToString(), $"{nth}", $"{from}"])
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var last = from;
        while (await child.StandardOutput.ReadLineAsync() is { } line)
            last = long.Parse(line, CultureInfo.InvariantCulture);
        await child.WaitForExitAsync();
        Assert.Equal(128 + 9, child.ExitCode);
        return last;
    }

    static Task EventAsync(TestSilo silo, string id, string messageId, int what) => what switch
    {
        0 => silo.BuyAsync(id, messageId),
        1 => silo.RecordAsync(id, messageId, "Survey Answered", $$"""{"metric":"nps","score":{{Math.Abs(messageId.GetHashCode(StringComparison.Ordinal)) % 11}}}"""),
        2 => silo.RecordAsync(id, messageId, "Ticket Opened", $$"""{"ticket_id":"{{messageId}}"}"""),
        _ => silo.AddToCartAsync(id, messageId),
    };
}
