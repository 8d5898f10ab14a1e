namespace Orleans.Embedded;

/// <summary>Registered where calls carry the caller's activity.</summary>
sealed class ActivityPropagation;
