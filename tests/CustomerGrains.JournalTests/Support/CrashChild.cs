using System.Diagnostics;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.JournalTests.Support;

/// <summary>A process that writes to the journal as fast as it can and prints what was acknowledged, until somebody kills it.</summary>
static class CrashChild
{
    const int Customers = 40;

    /// <summary>The child's side: each customer has a writer that goes on where her journal ends.</summary>
    public static async Task WriteAsync(StoreOptions options)
    {
        var store = await TestStore.OpenAsync(options);
        var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        await Task.WhenAll(Enumerable.Range(0, Customers).Select(async c =>
        {
            var customer = new TestCustomer($"customer-{c}", store);
            await customer.LoadAsync();
            while (true)
            {
                var from = customer.State.Version;
                var messages = Enumerable.Range(1, 1 + (int)(from % 3)).Select(i => $"c{c}-m{from + i}").ToArray();
                await store.Journal.AppendAsync(customer.Next(messages));
                lock (output)
                    output.WriteLine($"{customer.Id} {string.Join(' ', messages)}");
            }
        }));
    }

    /// <summary>The parent's side: starts a child, kills it with SIGKILL after so many acknowledgements, and says what it had acknowledged.</summary>
    public static async Task<List<(string Customer, string MessageId)>> RunAndKillAsync(StoreOptions options, int acknowledgements)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            start.FileName = "dotnet";
        foreach (var argument in (string[])["exec", typeof(CrashChild).Assembly.Location, "write-until-killed", options.Provider.ToString(), options.ConnectionString])
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var acknowledged = new List<(string, string)>();
        var lines = 0;
        // After the kill the pipe still holds what the child had said: that counts too.
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            acknowledged.AddRange(words[1..].Select(m => (words[0], m)));
            if (++lines == acknowledgements)
                child.Kill();
        }

        await child.WaitForExitAsync();
        Assert.True(lines >= acknowledgements, $"The child ended by itself (exit code {child.ExitCode}) after {lines} acknowledgements.");
        return acknowledged;
    }
}
