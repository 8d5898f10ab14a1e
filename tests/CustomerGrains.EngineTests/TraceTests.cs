using System.Diagnostics;
using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

/// <summary>A silo whose calls carry the trace of whoever makes them.</summary>
public sealed class TracedCluster : Cluster
{
    protected override void Configure(ISiloBuilder silo) => silo.AddActivityPropagation();
}

[Collection(Plain.Name)]
public sealed class TraceTests(Cluster plain, TracedCluster traced) : IClassFixture<TracedCluster>, IDisposable
{
    readonly ActivitySource _source = new("test");

    // Orleans makes activities of its own on the way; without somebody who listens to them it carries nothing.
    readonly ActivityListener _listener = Listen();

    public void Dispose()
    {
        _listener.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task A_call_runs_in_the_trace_of_its_caller_across_awaits_and_on_to_the_next_grain()
    {
        using var activity = _source.StartActivity("one");
        var trace = activity!.TraceId.ToHexString();
        Assert.Equal<string?[]>([trace, trace, trace, trace], await traced.Grains.GetGrain<ITraceGrain>("first").Traces("second"));

        // The next call of the same activation is somebody else's.
        Activity.Current = null;
        using var other = _source.StartActivity("two");
        Assert.All(await traced.Grains.GetGrain<ITraceGrain>("first").Traces(null), each => Assert.Equal(other!.TraceId.ToHexString(), each));
        Assert.Same(other, Activity.Current);
    }

    [Fact]
    public async Task A_silo_that_was_not_told_to_carries_no_trace()
    {
        using var activity = _source.StartActivity("one");
        Assert.DoesNotContain(activity!.TraceId.ToHexString(), await plain.Grains.GetGrain<ITraceGrain>("plain").Traces(null));
    }

    static ActivityListener Listen()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "test" || source.Name.StartsWith("Microsoft.Orleans", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
