namespace CustomerGrains.Silo.Alerts;

/// <summary>The alerts that were raised. Of each rule at most one is open, whoever raises it: the store sees to that.</summary>
public interface IAlertStore
{
    /// <summary>Raises an alert unless its rule has one open already.</summary>
    /// <returns>The alert, or null if one is open.</returns>
    Task<Alert?> RaiseAsync(NewAlert alert, CancellationToken cancellationToken);

    /// <summary>Clears an open alert.</summary>
    /// <returns>The alert as it is now, or null if it was cleared before.</returns>
    Task<Alert?> ClearAsync(long id, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Says who takes care of it. The first one counts.</summary>
    /// <returns>The alert as it is now, whoever acknowledged it; null if there is none.</returns>
    Task<Alert?> AcknowledgeAsync(long id, string by, string? note, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>One alert, or null.</summary>
    Task<Alert?> FindAsync(long id, CancellationToken cancellationToken);

    /// <summary>Alerts, the latest first.</summary>
    /// <param name="onlyOpen">Only those that are not cleared.</param>
    /// <param name="before">Only those with a smaller id; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<Alert>> ListAsync(bool onlyOpen, long? before, int limit, CancellationToken cancellationToken);

    /// <summary>All that are open, oldest first: at most one for each rule.</summary>
    Task<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>An alert to raise.</summary>
/// <param name="RuleKey">The rule's key.</param>
/// <param name="Name">The rule's name.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Value">The value that crossed the threshold.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="RaisedAt">When.</param>
public sealed record NewAlert(string RuleKey, string Name, string Text, decimal Value, decimal Threshold, DateTimeOffset RaisedAt);

/// <summary>An alert.</summary>
/// <param name="Id">Rises with every alert.</param>
/// <param name="RuleKey">The rule's key.</param>
/// <param name="Name">The rule's name when it was raised.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Value">The value that crossed the threshold.</param>
/// <param name="Threshold">The threshold.</param>
/// <param name="RaisedAt">When.</param>
/// <param name="ClearedAt">When it was over, or null while it is open.</param>
/// <param name="AcknowledgedAt">When somebody took care of it, or null.</param>
/// <param name="AcknowledgedBy">Who did.</param>
/// <param name="Note">What she wrote, or null.</param>
public sealed record Alert(
    long Id,
    string RuleKey,
    string Name,
    string Text,
    decimal Value,
    decimal Threshold,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClearedAt,
    DateTimeOffset? AcknowledgedAt,
    string? AcknowledgedBy,
    string? Note);
