using System.Net;
using CustomerGrains.Silo.Webhooks;

namespace CustomerGrains.JournalTests.Webhooks;

/// <summary>Ids that become visible out of order: none is passed over that may still come.</summary>
public sealed class SafeHorizonTests
{
    readonly SafeHorizon _horizon = new();

    [Fact]
    public void What_follows_without_a_gap_is_taken_whoever_is_at_work() => Assert.Equal(3, _horizon.Take(7, [8, 9, 10], 50, 60));

    [Fact]
    public void Before_a_gap_it_stops_until_all_have_ended_who_ran_when_it_was_seen()
    {
        Assert.Equal(1, _horizon.Take(7, [8, 10, 11], oldestRunning: 50, nextNumber: 60));
        Assert.Equal(0, _horizon.Take(8, [10, 11, 12], oldestRunning: 59, nextNumber: 70));
        // 9 came: nothing is missing.
        Assert.Equal(4, _horizon.Take(8, [9, 10, 11, 12], oldestRunning: 59, nextNumber: 71));
    }

    [Fact]
    public void What_has_not_come_by_then_never_comes()
    {
        Assert.Equal(0, _horizon.Take(7, [10, 11], oldestRunning: 50, nextNumber: 60));
        // 13 was given out later than the first look: it has to be waited for anew.
        Assert.Equal(3, _horizon.Take(7, [10, 11, 12, 14], oldestRunning: 60, nextNumber: 70));
        Assert.Equal(0, _horizon.Take(12, [14], oldestRunning: 69, nextNumber: 75));
        Assert.Equal(1, _horizon.Take(12, [14], oldestRunning: 70, nextNumber: 80));
    }

    [Fact]
    public void Where_nobody_is_at_work_a_gap_is_passed_at_once() => Assert.Equal(2, _horizon.Take(0, [5, 9], oldestRunning: 60, nextNumber: 60));

    [Fact]
    public void After_a_reset_it_waits_anew()
    {
        Assert.Equal(0, _horizon.Take(7, [9], oldestRunning: 5_000, nextNumber: 5_001));
        _horizon.Reset();
        Assert.Equal(0, _horizon.Take(7, [9], oldestRunning: 10, nextNumber: 12));
        Assert.Equal(1, _horizon.Take(7, [9], oldestRunning: 12, nextNumber: 14));
    }

    // Any history of transactions: ids and numbers given out in order, commits and roll-backs in any other.
    [Fact]
    public void Of_any_history_all_that_commits_is_taken_once()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var (horizon, running, visible, taken) = (new SafeHorizon(), new List<(long Number, List<long> Ids)>(), new SortedSet<long>(), new List<long>());
            var (number, id, after) = (100L, 0L, 0L);
            for (var step = 0; step < 200; step++)
            {
                switch (random.Next(5))
                {
                    case 0:
                        running.Add((number++, []));
                        break;
                    case 1 when running.Count > 0:
                        running[random.Next(running.Count)].Ids.Add(++id);
                        break;
                    case 2 when running.Count > 0:
                        var ended = running[random.Next(running.Count)];
                        running.Remove(ended);
                        if (random.Next(4) > 0)
                            visible.UnionWith(ended.Ids);
                        break;
                    default:
                        Look(random.Next(1, 6));
                        break;
                }
            }

            running.ForEach(each => visible.UnionWith(each.Ids));
            running.Clear();
            for (var looks = 0; looks < 400; looks++)
                Look(5);
            Assert.Equal(visible, taken);

            void Look(int most)
            {
                var ids = visible.Where(each => each > after).Take(most).ToList();
                if (ids.Count == 0)
                    return;
                var count = horizon.Take(after, ids, running.Count > 0 ? running.Min(each => each.Number) : number, number);
                taken.AddRange(ids.Take(count));
                after = count > 0 ? ids[count - 1] : after;
            }
        }
    }
}

/// <summary>Where messages may go, how long they wait, and what is kept of secrets.</summary>
public sealed class WebhookRuleTests
{
    [Theory]
    [InlineData("93.184.216.34", true, true)]
    [InlineData("2606:4700::1111", true, true)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("10.1.2.3", true, false)]
    [InlineData("192.168.1.1", true, false)]
    [InlineData("::1", true, false)]
    [InlineData("fd12::1", true, false)]
    [InlineData("::ffff:10.0.0.1", true, false)]
    [InlineData("169.254.169.254", false, false)]
    [InlineData("::ffff:169.254.169.254", false, false)]
    [InlineData("64:ff9b::a9fe:a9fe", false, false)]
    [InlineData("fe80::1", false, false)]
    [InlineData("fd00:ec2::254", false, false)]
    [InlineData("0.0.0.0", false, false)]
    [InlineData("::", false, false)]
    [InlineData("224.0.0.1", false, false)]
    [InlineData("255.255.255.255", false, false)]
    public void Some_addresses_are_never_sent_to(string address, bool allowed, bool allowedPublicOnly)
    {
        Assert.Equal(allowed, WebhookAddress.IsAllowed(IPAddress.Parse(address), publicOnly: false));
        Assert.Equal(allowedPublicOnly, WebhookAddress.IsAllowed(IPAddress.Parse(address), publicOnly: true));
    }

    [Fact]
    public void The_waits_double_from_five_seconds_to_four_hours_and_add_up_to_about_ten()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), WebhookBackoff.BeforeNext(1, null, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(10), WebhookBackoff.BeforeNext(2, null, 0.5));
        Assert.Equal(TimeSpan.FromHours(4), WebhookBackoff.BeforeNext(40, null, 0.5));
        Assert.Equal(TimeSpan.FromSeconds(3.75), WebhookBackoff.BeforeNext(1, null, 0));
        Assert.Equal(TimeSpan.FromSeconds(6.25), WebhookBackoff.BeforeNext(1, null, 1));
        Assert.InRange(Enumerable.Range(1, WebhookLimits.Attempts - 1).Sum(n => WebhookBackoff.BeforeNext(n, null, 0.5).TotalHours), 9, 11);
        Assert.InRange(WebhookBackoff.BeforeNext(1, TimeSpan.FromSeconds(90), 1), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(99));
        Assert.Equal(TimeSpan.FromHours(1), WebhookBackoff.BeforeNext(1, TimeSpan.FromDays(9), 0));
    }

    // The example of the Standard Webhooks specification.
    [Fact]
    public void Signatures_are_those_of_standard_webhooks() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""));

    [Fact]
    public void With_a_key_secrets_lie_encrypted_and_only_that_key_opens_them()
    {
        var (plain, one, other) = (new WebhookSecrets(new(null, false)), new WebhookSecrets(new(new byte[32], false)), new WebhookSecrets(new([.. Enumerable.Repeat((byte)7, 32)], false)));
        Assert.Equal("whsec_abc", plain.Protect("whsec_abc"));
        var stored = one.Protect("whsec_abc");
        Assert.DoesNotContain("whsec", stored, StringComparison.Ordinal);
        Assert.NotEqual(stored, one.Protect("whsec_abc"));
        Assert.Equal("whsec_abc", one.Reveal(stored));
        Assert.Equal("whsec_abc", one.Reveal("whsec_abc"));
        Assert.Contains("Webhooks:SecretKey", Assert.Throws<WebhookOptionsException>(() => plain.Reveal(stored)).Message, StringComparison.Ordinal);
        Assert.Contains("Webhooks:SecretKey", Assert.Throws<WebhookOptionsException>(() => other.Reveal(stored)).Message, StringComparison.Ordinal);
    }
}
