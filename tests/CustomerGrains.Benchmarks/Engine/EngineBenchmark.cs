using System.Diagnostics;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Benchmarks.Engine;

/// <summary>
/// <c>engine</c>: what the actor engine itself costs: local calls per second over many keys from 64 callers, activations per second, and
/// bytes per activation of a grain with one field. Each call makes its reference anew, as the application does.
/// </summary>
static class EngineBenchmark
{
    const int Keys = 50_000;
    const int Callers = 64;
    const int Rounds = 5;
    static readonly TimeSpan s_round = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering());
        using var host = builder.Build();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var keys = Enumerable.Range(0, Keys).Select(i => $"customer-{i}").ToArray();

        await ActivateAsync(grains, [.. keys.Take(2_000).Select(key => $"warm-up-{key}")]);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var watch = Stopwatch.StartNew();
        await ActivateAsync(grains, keys);
        var activationsPerSecond = Keys / watch.Elapsed.TotalSeconds;
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / Keys;

        await CallAsync(grains, keys);
        var rounds = new List<(double PerSecond, double Cpu)>();
        for (var i = 0; i < Rounds; i++) rounds.Add(await CallAsync(grains, keys));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "engine",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            keys = Keys,
            callers = Callers,
            callsPerSecond = Math.Round(Statistics.Median(rounds.Select(round => round.PerSecond))),
            cpuMicrosecondsPerCall = Math.Round(Statistics.Median(rounds.Select(round => round.Cpu)), 2),
            activationsPerSecond = Math.Round(activationsPerSecond),
            bytesPerActivation = bytes,
        }));
        await host.StopAsync();
        return 0;
    }

    static Task ActivateAsync(IGrainFactory grains, string[] keys) =>
        Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = caller; i < keys.Length; i += Callers) await grains.GetGrain<ICounterGrain>(keys[i]).Add(1);
        })));

    static async Task<(double PerSecond, double CpuMicroseconds)> CallAsync(IGrainFactory grains, string[] keys)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        var calls = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            var count = 0L;
            for (; watch.Elapsed < s_round; count++) await grains.GetGrain<ICounterGrain>(keys[random.Next(keys.Length)]).Add(1);
            return count;
        })));
        return (calls.Sum() / watch.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / calls.Sum());
    }
}
