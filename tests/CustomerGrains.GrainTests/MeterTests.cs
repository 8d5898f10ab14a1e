using System.Diagnostics.Metrics;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Telemetry;
using CustomerGrains.TestSupport;

namespace CustomerGrains.GrainTests;

/// <summary>What customers measure of themselves, and what it costs.</summary>
public sealed class MeterTests : IDisposable
{
    readonly Measured _measured = new();
    readonly CustomerMetrics _metrics;

    public MeterTests() => _metrics = new(_measured.Meters);

    public void Dispose() => _measured.Dispose();

    [Fact]
    public void A_turn_says_how_many_rules_it_evaluated_what_it_decided_and_how_long_it_thought()
    {
        _measured.Listen();

        _metrics.Thought(Draft());

        Assert.True(_measured["customergrains.rules.evaluations"] > 0);
        Assert.Equal(1, _measured["customergrains.rules.decisions/stage"]);
        Assert.True(_measured["customergrains.rules.duration"] > 0);
    }

    [Fact]
    public void Who_comes_and_who_goes_is_counted_and_who_stays_is_known()
    {
        _measured.Listen();

        _metrics.Activated();
        _metrics.Activated();
        _metrics.Deactivated();

        Assert.Equal(2, _measured["customergrains.customers.activated"]);
        Assert.Equal(1, _measured["customergrains.customers.deactivated"]);
        Assert.Equal(1, _measured["customergrains.customers.resident"]);
    }

    [Fact]
    public void Nothing_is_made_for_measurements_and_spans_while_nobody_listens()
    {
        var draft = Draft();
        Turn(); // what is made once is made
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Turn();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Turn()
        {
            _metrics.Activated();
            _metrics.Loaded(LoadSource.Snapshot);
            draft.Begin();
            draft.Pause();
            _metrics.Thought(draft);
            using var span = Instruments.Activities.StartActivity("customer.record");
            if (span is not null) throw new InvalidOperationException("Somebody listens.");
        }
    }

    [Fact]
    public void Nothing_is_made_for_measurements_while_somebody_listens_either()
    {
        var draft = Draft();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, _measured.Meters)) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => { });
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        _metrics.Thought(draft);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) _metrics.Thought(draft);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    // Somebody's first touchpoint, as a turn has folded and decided it.
    static CustomerDraft Draft()
    {
        var now = new FakeClock().GetUtcNow();
        var draft = new CustomerDraft(new CustomerState("ann"), SeenMessages.Empty(), now, new(FixedRuleBook.Default.Current, new("GBP", new Dictionary<string, decimal>()), null, Domain.FollowUps.FollowUpPolicy.Default), default);
        draft.Begin();
        var message = new TouchpointMessage("m1", (byte)Domain.Journal.EntryKind.Track, "Product Viewed", (byte)Domain.Touchpoints.Channel.Web, "ann", null, null, now, now, "{}"u8.ToArray());
        draft.Add(message, SeenMessages.HashOf("m1"));
        draft.Pause();
        return draft;
    }
}
