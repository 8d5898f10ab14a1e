using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Health;

/// <summary>Whether this process has all it needs to take work: the store's tables, the first credentials, the key figures.</summary>
sealed class Readiness(KpiBoard board)
{
    volatile bool _started;

    /// <summary>Set once the store is migrated and loaded.</summary>
    public bool Started
    {
        get => _started;
        set => _started = value;
    }

    /// <summary>Whether requests are taken.</summary>
    public bool Accepting => _started && board.Loaded;
}
