namespace CustomerGrains.Silo.Webhooks;

/// <summary>
/// How far a table may be read whose ids are given out before their transactions commit: one may appear below others that were there before it. A missing
/// id is waited for until every transaction that ran when it was first missed has ended; whoever had it has committed by then, and it is there, or never comes.
/// </summary>
/// <remarks>
/// Why nothing is missed: say id k is visible in snapshot S and j &lt; k is not. Ids rise, so j was given out before k, hence before S. Its transaction had its
/// number by then (each writes something else first, or asks for the number), so it is either over before S, and j is dead, or below the first number that S had
/// not given out yet (xmax). A later snapshot whose oldest running transaction (xmin) is not below that xmax sees whatever all those committed.
/// Where ids become visible in order (SQLite: one writer) there is nothing to wait for. Nothing of it is stored: after a restart, a restore or a move to another server one
/// just waits anew.
/// </remarks>
sealed class SafeHorizon
{
    (long UpTo, long Until)? _missing;
    long _final;

    /// <summary>How many of the rows may be taken, from the first.</summary>
    /// <param name="after">The id that was taken last.</param>
    /// <param name="ids">Visible ids above it, rising, without those left out between them.</param>
    /// <param name="oldestRunning">The snapshot's oldest transaction that was not over.</param>
    /// <param name="nextNumber">The first number that was not given out.</param>
    public int Take(long after, IReadOnlyList<long> ids, long oldestRunning, long nextNumber)
    {
        if (_missing is { } missing && oldestRunning >= missing.Until)
            (_final, _missing) = (Math.Max(_final, missing.UpTo), null);
        var taken = 0;
        foreach (var id in ids)
        {
            if (id != after + 1 && id - 1 > _final)
            {
                _missing ??= (ids[^1], nextNumber);
                if (oldestRunning < nextNumber)
                    break;
                // Nobody is at it: what is not there now never comes.
                (_final, _missing) = (Math.Max(_final, ids[^1]), null);
            }

            after = id;
            taken++;
        }

        return taken;
    }

    /// <summary>Forgets what was missing: the next snapshot may be another server's.</summary>
    public void Reset() => (_missing, _final) = (null, 0);
}
