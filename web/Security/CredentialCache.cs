using System.Collections.Concurrent;
using CustomerGrains.Silo.Security;

namespace CustomerGrains.Web.Security;

/// <summary>
/// Keeps what the store said of a credential for a short while, so that ingestion asks it no question per request. What is revoked in
/// this process ends at once (<see cref="Forget"/>), what is revoked by another after <see cref="KnownFor"/>. Only hashes are kept.
/// </summary>
sealed class CredentialCache(ICredentialStore store, CredentialUse use, TimeProvider clock)
{
    /// <summary>How long a valid key is believed.</summary>
    public static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(30);

    /// <summary>How long a session is believed. With the time between two looks at open connections that is <see cref="KnownFor"/> again.</summary>
    public static readonly TimeSpan SessionFor = TimeSpan.FromSeconds(15);

    /// <summary>How long a wrong key is believed to be wrong: shorter, for it may be made at this moment.</summary>
    public static readonly TimeSpan UnknownFor = TimeSpan.FromSeconds(5);

    /// <summary>How long a valid credential is believed while the store does not answer: screens go on showing what is in memory, and say so.</summary>
    public static readonly TimeSpan StaleFor = TimeSpan.FromMinutes(10);

    /// <summary>How long the store may take to answer: one that is silent must not make everybody wait until the connection is given up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    const int Most = 10_000;

    readonly ConcurrentDictionary<Question, Answer> _answers = [];
    long _epoch;

    /// <summary>The credential with this secret; null if there is none that is valid.</summary>
    /// <exception cref="Exception">The store can't be reached: nothing is known of the key.</exception>
    public ValueTask<Credential?> FindAsync(CredentialKind kind, string key) => FindByHashAsync(kind, RandomKey.HashOf(key));

    /// <summary>The credential whose secret has this hash; null if there is none that is valid.</summary>
    /// <exception cref="Exception">The store can't be reached: nothing is known of the key.</exception>
    public ValueTask<Credential?> FindByHashAsync(CredentialKind kind, string hash) => FindAsync(new(kind, hash));

    /// <summary>The credential with this id; null if there is none that is valid.</summary>
    /// <exception cref="Exception">The store can't be reached: nothing is known of the credential.</exception>
    public ValueTask<Credential?> FindByIdAsync(string id) => FindAsync(new(null, id));

    /// <summary>From now on the store is asked again: something was revoked or changed.</summary>
    public void Forget()
    {
        // First the number, then the answers: a question that is on its way meanwhile keeps no answer from before.
        Interlocked.Increment(ref _epoch);
        _answers.Clear();
    }

    async ValueTask<Credential?> FindAsync(Question question)
    {
        var now = clock.GetUtcNow();
        var known = _answers.TryGetValue(question, out var answer);
        if (!known || now >= answer.Until) answer = await AskAsync(question, known ? answer : null, now);
        if (answer.Credential is { } credential) use.Note(credential.Id, now);
        return answer.Credential;
    }

    async Task<Answer> AskAsync(Question question, Answer? before, DateTimeOffset now)
    {
        var epoch = Interlocked.Read(ref _epoch);
        Answer answer;
        try
        {
            var found = await (question.Kind is { } kind
                ? store.FindByHashAsync(kind, question.Text, CancellationToken.None)
                : store.FindByIdAsync(question.Text, CancellationToken.None)).WaitAsync(Patience, clock);
            answer = new(found, now, now + (found is null ? UnknownFor : question.Kind is null ? SessionFor : KnownFor));
        }
        catch (Exception) when (before is { Credential: not null } old && now < old.SaidAt + StaleFor)
        {
            answer = before.Value with { Until = now + UnknownFor };
        }
        // Somebody who tries many keys must not fill the memory.
        if (_answers.Count >= Most) _answers.Clear();
        _answers[question] = answer;
        if (epoch != Interlocked.Read(ref _epoch)) _answers.TryRemove(question, out _);
        return answer;
    }

    /// <summary>A hash of this kind, or an id if there is no kind.</summary>
    readonly record struct Question(CredentialKind? Kind, string Text);

    readonly record struct Answer(Credential? Credential, DateTimeOffset SaidAt, DateTimeOffset Until);
}
