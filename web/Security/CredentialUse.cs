using System.Collections.Concurrent;
using CustomerGrains.Silo.Security;

namespace CustomerGrains.Web.Security;

/// <summary>
/// When each credential was last used. A request only leaves a note in memory; once a minute, and when the process stops, the notes are
/// written down.
/// </summary>
sealed partial class CredentialUse(ICredentialStore store, TimeProvider clock, ILogger<CredentialUse> log) : BackgroundService
{
    /// <summary>How often notes are written down.</summary>
    public static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, Use> _uses = new(StringComparer.Ordinal);

    /// <summary>Notes a use; costs a look-up.</summary>
    public void Note(string id, DateTimeOffset at)
    {
        if (!_uses.TryGetValue(id, out var use)) use = _uses.GetOrAdd(id, _ => new());
        var time = at.ToUnixTimeMilliseconds();
        if (Volatile.Read(ref use.At) < time) Volatile.Write(ref use.At, time);
    }

    /// <summary>When a credential was last used, by the store's word or a newer note.</summary>
    public DateTimeOffset? LastUsed(Credential credential)
    {
        if (!_uses.TryGetValue(credential.Id, out var use)) return credential.LastUsed;
        var noted = DateTimeOffset.FromUnixTimeMilliseconds(Volatile.Read(ref use.At));
        return credential.LastUsed > noted ? credential.LastUsed : noted;
    }

    /// <summary>Writes down what is not written yet.</summary>
    public async Task WriteAsync()
    {
        foreach (var (id, use) in _uses)
        {
            var at = Volatile.Read(ref use.At);
            if (at <= use.Written) continue;
            try
            {
                await store.TouchAsync(id, DateTimeOffset.FromUnixTimeMilliseconds(at), CancellationToken.None);
                use.Written = at;
            }
            catch (Exception e)
            {
                // The next round tries again; if one fails, the others would too.
                NotWritten(e);
                return;
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(WriteEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync();
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    [LoggerMessage(LogLevel.Warning, "When credentials were last used could not be written down; it is tried again")]
    partial void NotWritten(Exception exception);

    sealed class Use
    {
        public long At;

        /// <summary>Only the one who writes down reads and sets it.</summary>
        public long Written;
    }
}
