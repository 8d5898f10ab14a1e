using CustomerGrains.Silo.Security;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Live;
using CustomerGrains.Web.Security;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.WebTests.Security;

public sealed class CredentialCacheTests : IDisposable
{
    readonly FakeClock _clock = new();
    readonly Store _store = new();
    readonly CredentialUse _use;
    readonly CredentialCache _cache;

    public CredentialCacheTests()
    {
        _use = new(_store, _clock, NullLogger<CredentialUse>.Instance);
        _cache = new(_store, _use, _clock);
    }

    [Fact]
    public async Task A_key_is_asked_for_once_in_thirty_seconds_and_a_wrong_one_once_in_five()
    {
        for (var i = 0; i < 3; i++) Assert.NotNull(await _cache.FindAsync(CredentialKind.WriteKey, "key"));
        for (var i = 0; i < 3; i++) Assert.Null(await _cache.FindAsync(CredentialKind.WriteKey, "wrong"));
        Assert.Equal(2, _store.Questions);

        _clock.Advance(CredentialCache.UnknownFor);
        await _cache.FindAsync(CredentialKind.WriteKey, "wrong");
        await _cache.FindAsync(CredentialKind.WriteKey, "key");
        Assert.Equal(3, _store.Questions);
        _clock.Advance(CredentialCache.KnownFor);
        await _cache.FindAsync(CredentialKind.WriteKey, "key");
        Assert.Equal(4, _store.Questions);
    }

    [Fact]
    public async Task What_is_forgotten_is_asked_for_again()
    {
        await _cache.FindAsync(CredentialKind.WriteKey, "key");
        _store.Revoked = true;
        _cache.Forget();

        Assert.Null(await _cache.FindAsync(CredentialKind.WriteKey, "key"));
    }

    [Fact]
    public async Task What_another_web_process_made_or_revoked_holds_here_within_seconds()
    {
        // Each process has a cache of its own; the other one changes the store.
        var other = new CredentialCache(_store, _use, _clock);
        Assert.NotNull(await _cache.FindAsync(CredentialKind.WriteKey, "key"));
        _store.Revoked = true;
        other.Forget();
        Assert.Null(await other.FindAsync(CredentialKind.WriteKey, "key"));
        Assert.NotNull(await _cache.FindAsync(CredentialKind.WriteKey, "key"));
        _clock.Advance(CredentialCache.KnownFor);
        Assert.Null(await _cache.FindAsync(CredentialKind.WriteKey, "key"));

        _store.Revoked = false;
        other.Forget();
        Assert.NotNull(await other.FindAsync(CredentialKind.WriteKey, "key"));
        _clock.Advance(CredentialCache.UnknownFor);
        Assert.NotNull(await _cache.FindAsync(CredentialKind.WriteKey, "key"));
    }

    [Fact]
    public async Task An_answer_from_before_a_revocation_is_not_kept_even_if_it_comes_after()
    {
        var held = _store.Hold();
        var asked = _cache.FindAsync(CredentialKind.WriteKey, "key").AsTask();
        _cache.Forget();
        held.SetResult();
        await asked;
        _store.Revoked = true;

        Assert.Null(await _cache.FindAsync(CredentialKind.WriteKey, "key"));
    }

    [Fact]
    public async Task While_the_store_does_not_answer_what_was_valid_is_believed_for_ten_minutes()
    {
        await _cache.FindByIdAsync("1");
        _store.Gone = true;
        _clock.Advance(CredentialCache.StaleFor - TimeSpan.FromSeconds(1));
        Assert.NotNull(await _cache.FindByIdAsync("1"));
        await Assert.ThrowsAsync<TimeoutException>(async () => await _cache.FindByIdAsync("2"));
        _clock.Advance(CredentialCache.UnknownFor);
        await Assert.ThrowsAsync<TimeoutException>(async () => await _cache.FindByIdAsync("1"));
    }

    [Fact]
    public async Task A_store_that_is_silent_is_waited_for_a_few_seconds_and_no_longer()
    {
        await _cache.FindByIdAsync("1");
        _clock.Advance(CredentialCache.SessionFor);
        _store.Hold();
        var known = _cache.FindByIdAsync("1").AsTask();
        _store.Hold();
        var unknown = _cache.FindAsync(CredentialKind.WriteKey, "key").AsTask();
        _clock.Advance(CredentialCache.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(known.IsCompleted || unknown.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotNull(await known);
        await Assert.ThrowsAsync<TimeoutException>(() => unknown);
    }

    [Fact]
    public async Task Uses_are_written_down_once_a_minute_and_what_fails_is_tried_again()
    {
        await _use.StartAsync(CancellationToken.None);
        for (var i = 0; i < 1_000; i++) await _cache.FindAsync(CredentialKind.WriteKey, "key");
        Assert.Empty(_store.Touched);
        await _clock.TimerAsync(CredentialUse.WriteEvery);
        _store.Gone = true;
        await _use.WriteAsync();
        Assert.Empty(_store.Touched);
        _store.Gone = false;
        await _use.WriteAsync();
        await _use.WriteAsync();
        Assert.Equal([("1", _clock.GetUtcNow())], _store.Touched);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _cache.FindAsync(CredentialKind.WriteKey, "key");
        await _cache.FindAsync(CredentialKind.WriteKey, "wrong");
        Assert.Equal(_clock.GetUtcNow(), _use.LastUsed(_store.Key));
        await _use.StopAsync(CancellationToken.None);
        Assert.Equal(2, _store.Touched.Count);
    }

    [Fact]
    public async Task A_live_connection_of_somebody_who_was_removed_elsewhere_ends_at_the_next_look()
    {
        using var live = new LiveSessions(new(_cache), _clock);
        await live.StartAsync(CancellationToken.None);
        var aborted = new TaskCompletionSource();
        await live.OpenAsync("c", Sessions.Of(_store.Key), aborted.SetResult);
        _store.Revoked = true;
        await live.CheckAsync();
        // Known for a moment longer, and no longer than to the next look.
        Assert.False(aborted.Task.IsCompleted);
        await _clock.AdvanceToTimerAsync(LiveSessions.CheckEvery);

        await aborted.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(CredentialCache.SessionFor + LiveSessions.CheckEvery <= CredentialCache.KnownFor);
        await live.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_is_gone_throws_nobody_out()
    {
        using var live = new LiveSessions(new(_cache), _clock);
        var aborted = false;
        await live.OpenAsync("c", Sessions.Of(_store.Key), () => aborted = true);
        _store.Gone = true;
        _clock.Advance(CredentialCache.StaleFor * 2);
        await live.CheckAsync();

        Assert.False(aborted);
    }

    [Fact]
    public async Task A_connection_that_opens_just_after_its_user_was_removed_ends_at_once()
    {
        using var live = new LiveSessions(new(_cache), _clock);
        var aborted = false;
        _store.Revoked = true;
        await live.OpenAsync("c", Sessions.Of(_store.Key), () => aborted = true);

        Assert.True(aborted);
    }

    public void Dispose() => _use.Dispose();

    sealed class Store : ICredentialStore
    {
        TaskCompletionSource? _held;

        public Credential Key { get; } = new("1", CredentialKind.WriteKey, "key", RandomKey.HashOf("key"), [], DateTimeOffset.UnixEpoch);

        public bool Revoked { get; set; }

        public bool Gone { get; set; }

        public int Questions { get; private set; }

        public List<(string Id, DateTimeOffset At)> Touched { get; } = [];

        public TaskCompletionSource Hold() => _held = new();

        public Task<Credential?> FindByHashAsync(CredentialKind kind, string hash, CancellationToken cancellationToken) => AnswerAsync(hash == Key.Hash);

        public Task<Credential?> FindByIdAsync(string id, CancellationToken cancellationToken) => AnswerAsync(id == Key.Id);

        public Task TouchAsync(string id, DateTimeOffset at, CancellationToken cancellationToken)
        {
            if (Gone) throw new TimeoutException();
            Touched.Add((id, at));
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<Credential>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Credential?> FindByNameAsync(CredentialKind kind, string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> AddAsync(Credential credential, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ChangeAsync(string id, string? hash, IReadOnlyList<string>? roles, string? unlessLastWith, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RevokeAsync(string id, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> RevokeAsync(string id, DateTimeOffset at, string? unlessLastWith, CancellationToken cancellationToken) => throw new NotSupportedException();

        async Task<Credential?> AnswerAsync(bool known)
        {
            Questions++;
            var answer = known && !Revoked ? Key : null;
            if (Interlocked.Exchange(ref _held, null) is { } held) await held.Task;
            return Gone ? throw new TimeoutException() : answer;
        }
    }
}
